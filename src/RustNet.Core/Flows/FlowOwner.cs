namespace RustNet.Core.Flows;

/// <summary>How a connection's process was found, or why it was not.</summary>
public enum OwnerMatch : byte
{
    /// <summary>The capture itself named it (PKTAP).</summary>
    Capture,

    /// <summary>The exact socket was found.</summary>
    Exact,

    /// <summary>A listening socket of the local port was found: it accepts the connection.</summary>
    Listener,

    /// <summary>A socket bound to the local port, on any address, was found.</summary>
    Wildcard,

    /// <summary>Likely, not certain; shown as a guess.</summary>
    Guess,

    /// <summary>Not found: it was gone before anybody could look.</summary>
    Exited,

    /// <summary>Not found: the socket is in a network namespace that cannot be looked into.</summary>
    OtherNamespace,

    /// <summary>Not found: this program may not look at other users' processes.</summary>
    NoRights,

    /// <summary>There is none: neither endpoint is this machine.</summary>
    Forwarded,

    /// <summary>There is none: the kernel itself speaks (ICMP echo replies, ARP, a kernel's own socket).</summary>
    Kernel,
}

/// <summary>The owner of a connection, or why it has none to show. Immutable.</summary>
/// <param name="Process">The process, or <see langword="null"/> where <paramref name="Match"/> is a reason.</param>
/// <param name="Match">How it was found or why not.</param>
public sealed record FlowOwner(ProcessInfo? Process, OwnerMatch Match);
