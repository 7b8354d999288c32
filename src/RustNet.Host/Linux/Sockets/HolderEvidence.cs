namespace RustNet.Host.Linux.Sockets;

/// <summary>What is known of the process that was found with a socket.</summary>
internal enum HolderEvidence
{
    /// <summary>It had it before all others that have it.</summary>
    Elder,

    /// <summary>It may have inherited it from another user's process, which this program may not look at.</summary>
    EldersHidden,

    /// <summary>It may have inherited it: not everybody has been looked at since.</summary>
    Unfinished,

    /// <summary>It is one of several that have nothing to do with each other.</summary>
    Strangers,
}
