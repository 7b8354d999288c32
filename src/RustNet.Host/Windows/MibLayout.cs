namespace RustNet.Host.Windows;

/// <summary>
/// Sizes, offsets and numbers of what GetExtendedTcpTable and GetExtendedUdpTable write (tcpmib.h, udpmib.h, iprtrmib.h of the
/// Windows SDK). Every member is a DWORD or an array of bytes, so that a table is the same on every architecture: a DWORD with the
/// number of rows, then the rows.
/// </summary>
internal static class MibLayout
{
    /// <summary>dwNumEntries, before the rows.</summary>
    public const int HeaderLength = 4;

    /// <summary>MIB_TCPROW_OWNER_PID.</summary>
    public static class Tcp4
    {
        /// <summary>Bytes of a row.</summary>
        public const int Length = 24;

        /// <summary>dwState.</summary>
        public const int State = 0;

        /// <summary>dwLocalAddr, in network order.</summary>
        public const int LocalAddress = 4;

        /// <summary>dwLocalPort: the first two bytes, in network order; the others are not defined.</summary>
        public const int LocalPort = 8;

        /// <summary>dwRemoteAddr.</summary>
        public const int RemoteAddress = 12;

        /// <summary>dwRemotePort. Of a socket that listens it is not defined.</summary>
        public const int RemotePort = 16;

        /// <summary>dwOwningPid.</summary>
        public const int Process = 20;
    }

    /// <summary>MIB_TCP6ROW_OWNER_PID.</summary>
    public static class Tcp6
    {
        /// <summary>Bytes of a row.</summary>
        public const int Length = 56;

        /// <summary>ucLocalAddr[16]; dwLocalScopeId follows.</summary>
        public const int LocalAddress = 0;

        /// <summary>dwLocalPort.</summary>
        public const int LocalPort = 20;

        /// <summary>ucRemoteAddr[16]; dwRemoteScopeId follows.</summary>
        public const int RemoteAddress = 24;

        /// <summary>dwRemotePort.</summary>
        public const int RemotePort = 44;

        /// <summary>dwState.</summary>
        public const int State = 48;

        /// <summary>dwOwningPid.</summary>
        public const int Process = 52;
    }

    /// <summary>MIB_UDPROW_OWNER_PID.</summary>
    public static class Udp4
    {
        /// <summary>Bytes of a row.</summary>
        public const int Length = 12;

        /// <summary>dwLocalAddr.</summary>
        public const int LocalAddress = 0;

        /// <summary>dwLocalPort.</summary>
        public const int LocalPort = 4;

        /// <summary>dwOwningPid.</summary>
        public const int Process = 8;
    }

    /// <summary>MIB_UDP6ROW_OWNER_PID.</summary>
    public static class Udp6
    {
        /// <summary>Bytes of a row.</summary>
        public const int Length = 28;

        /// <summary>ucLocalAddr[16]; dwLocalScopeId follows.</summary>
        public const int LocalAddress = 0;

        /// <summary>dwLocalPort.</summary>
        public const int LocalPort = 20;

        /// <summary>dwOwningPid.</summary>
        public const int Process = 24;
    }
}

/// <summary>MIB_TCP_STATE (tcpmib.h).</summary>
internal enum MibTcpState : uint
{
    /// <summary>Bound at most.</summary>
    Closed = 1,

    /// <summary>Waits for connections.</summary>
    Listen = 2,

    /// <summary>SYN sent.</summary>
    SynSent = 3,

    /// <summary>SYN received.</summary>
    SynReceived = 4,

    /// <summary>Connected.</summary>
    Established = 5,

    /// <summary>Closed by this side, nothing acknowledged.</summary>
    FinWait1 = 6,

    /// <summary>Closed by this side.</summary>
    FinWait2 = 7,

    /// <summary>Closed by the peer.</summary>
    CloseWait = 8,

    /// <summary>Closed by both at the same time.</summary>
    Closing = 9,

    /// <summary>Closed by both, waiting for the last acknowledgment.</summary>
    LastAcknowledgment = 10,

    /// <summary>No process has it any more.</summary>
    TimeWait = 11,

    /// <summary>About to go.</summary>
    DeleteControlBlock = 12,
}
