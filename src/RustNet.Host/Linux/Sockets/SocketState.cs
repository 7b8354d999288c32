namespace RustNet.Host.Linux.Sockets;

/// <summary>State of a socket as Linux numbers it (net/tcp_states.h); UDP uses <see cref="Established"/> and <see cref="Close"/>.</summary>
internal enum SocketState : byte
{
    /// <summary>Connected.</summary>
    Established = 1,

    /// <summary>SYN sent.</summary>
    SynSent = 2,

    /// <summary>SYN received (simultaneous open, or TCP fast open).</summary>
    SynReceived = 3,

    /// <summary>Closed by this side, nothing acknowledged.</summary>
    FinWait1 = 4,

    /// <summary>Closed by this side.</summary>
    FinWait2 = 5,

    /// <summary>No socket any more, only its addresses.</summary>
    TimeWait = 6,

    /// <summary>Not connected.</summary>
    Close = 7,

    /// <summary>Closed by the peer.</summary>
    CloseWait = 8,

    /// <summary>Closed by both, waiting for the last acknowledgment.</summary>
    LastAck = 9,

    /// <summary>Waits for connections.</summary>
    Listen = 10,

    /// <summary>Closed by both at the same time.</summary>
    Closing = 11,

    /// <summary>A handshake in progress; no socket yet.</summary>
    NewSynReceived = 12,
}
