namespace RustNet.Core.Flows;

/// <summary>Where a connection lies relative to this machine (SPEC: local/remote).</summary>
public enum FlowDirection : byte
{
    /// <summary>The local endpoint initiated it.</summary>
    Outgoing,

    /// <summary>The remote endpoint initiated it.</summary>
    Incoming,

    /// <summary>Both endpoints are addresses of this machine.</summary>
    Loop,

    /// <summary>Neither endpoint is: routed, mirrored, or read from a file. The initiator is shown as local.</summary>
    Forwarded,
}

/// <summary>Which endpoint started the conversation.</summary>
public enum FlowInitiator : byte
{
    /// <summary>Not known: the first packet was neither a SYN nor telling by its ports.</summary>
    Unknown,

    /// <summary>The endpoint shown as local.</summary>
    Local,

    /// <summary>The endpoint shown as remote.</summary>
    Remote,
}

/// <summary>Why a connection left the table.</summary>
public enum FlowEnd : byte
{
    /// <summary>It is still in the table.</summary>
    None,

    /// <summary>No packet for the whole timeout in force.</summary>
    Timeout,

    /// <summary>Closed in order by its protocol.</summary>
    Closed,

    /// <summary>Closed by a reset.</summary>
    Reset,

    /// <summary>Removed to make room.</summary>
    Evicted,

    /// <summary>The capture ended, or the user cleared the table, while it was open.</summary>
    Shutdown,
}

/// <summary>What an endpoint's address addresses.</summary>
public enum AddressScope : byte
{
    /// <summary>One interface.</summary>
    Unicast,

    /// <summary>A group (224.0.0.0/4, ff00::/8).</summary>
    Multicast,

    /// <summary>All hosts of a link (255.255.255.255, or a directed broadcast of one of this machine's networks).</summary>
    Broadcast,
}
