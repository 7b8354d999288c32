namespace RustNet.Host.MacOS;

/// <summary>
/// Sizes, offsets and numbers of what libproc writes (XNU's bsd/sys/proc_info.h), the same on arm64 and x86-64. The structures hold
/// numbers of fixed width, aligned to their own.
/// </summary>
internal static class ProcInfoLayout
{
    /// <summary>struct proc_fdinfo, one of PROC_PIDLISTFDS.</summary>
    public static class Descriptor
    {
        /// <summary>Bytes of the structure.</summary>
        public const int Length = 8;

        /// <summary>proc_fd.</summary>
        public const int Number = 0;

        /// <summary>proc_fdtype.</summary>
        public const int Type = 4;

        /// <summary>PROX_FDTYPE_SOCKET.</summary>
        public const uint Socket = 2;
    }

    /// <summary>struct socket_fdinfo, the answer to PROC_PIDFDSOCKETINFO: a proc_fileinfo, then a socket_info.</summary>
    public static class Socket
    {
        /// <summary>Bytes of the whole structure; what is beyond <see cref="Needed"/> belongs to other kinds of sockets.</summary>
        public const int Length = 792;

        /// <summary>Bytes up to the end of tcp_sockinfo.tcpsi_state, the last member that is read.</summary>
        public const int Needed = TcpState + 4;

        /// <summary>psi: behind proc_fileinfo.</summary>
        public const int Info = 24;

        /// <summary>psi.soi_type, behind the vinfo_stat (136 bytes), soi_so and soi_pcb.</summary>
        public const int Type = Info + 152;

        /// <summary>psi.soi_protocol.</summary>
        public const int Protocol = Info + 156;

        /// <summary>psi.soi_family.</summary>
        public const int Family = Info + 160;

        /// <summary>psi.soi_kind, behind soi_rcv and soi_snd (24 bytes each).</summary>
        public const int Kind = Info + 232;

        /// <summary>psi.soi_proto: an in_sockinfo, with which a tcp_sockinfo begins, too.</summary>
        public const int Internet = Info + 240;

        /// <summary>insi_fport, an int whose first two bytes are the port in network order.</summary>
        public const int RemotePort = Internet;

        /// <summary>insi_lport.</summary>
        public const int LocalPort = Internet + 4;

        /// <summary>insi_vflag.</summary>
        public const int Versions = Internet + 24;

        /// <summary>insi_faddr: 16 bytes; an IPv4 address is the last four (in4in6_addr).</summary>
        public const int RemoteAddress = Internet + 32;

        /// <summary>insi_laddr.</summary>
        public const int LocalAddress = Internet + 48;

        /// <summary>tcpsi_state, behind the in_sockinfo (80 bytes).</summary>
        public const int TcpState = Internet + 80;

        /// <summary>i46a_addr4 of an address.</summary>
        public const int IPv4OfAddress = 12;

        /// <summary>SOCKINFO_IN of soi_kind.</summary>
        public const int KindInternet = 1;

        /// <summary>SOCKINFO_TCP of soi_kind.</summary>
        public const int KindTcp = 2;

        /// <summary>AF_INET of soi_family.</summary>
        public const int FamilyIPv4 = 2;

        /// <summary>AF_INET6 of soi_family, as macOS numbers it.</summary>
        public const int FamilyIPv6 = 30;

        /// <summary>INI_IPV4 of insi_vflag; of an IPv6 socket that waits: it takes IPv4, too.</summary>
        public const byte VersionIPv4 = 1;

        /// <summary>INI_IPV6 of insi_vflag.</summary>
        public const byte VersionIPv6 = 2;

        /// <summary>TSI_S_CLOSED of tcpsi_state.</summary>
        public const int StateClosed = 0;

        /// <summary>TSI_S_LISTEN of tcpsi_state.</summary>
        public const int StateListen = 1;
    }

    /// <summary>struct proc_bsdinfo, the answer to PROC_PIDTBSDINFO.</summary>
    public static class Process
    {
        /// <summary>Bytes of the structure.</summary>
        public const int Length = 136;

        /// <summary>pbi_ppid.</summary>
        public const int Parent = 16;

        /// <summary>pbi_uid, the effective one.</summary>
        public const int User = 20;

        /// <summary>pbi_comm[MAXCOMLEN].</summary>
        public const int Command = 48;

        /// <summary>pbi_name[2 * MAXCOMLEN], empty if none is registered.</summary>
        public const int Name = 64;

        /// <summary>pbi_start_tvsec, seconds since 1970.</summary>
        public const int StartSeconds = 120;

        /// <summary>pbi_start_tvusec.</summary>
        public const int StartMicroseconds = 128;
    }

    /// <summary>struct proc_bsdshortinfo, the answer to PROC_PIDT_SHORTBSDINFO, which is told of every process.</summary>
    public static class ShortProcess
    {
        /// <summary>Bytes of the structure.</summary>
        public const int Length = 64;

        /// <summary>pbsi_ppid.</summary>
        public const int Parent = 4;

        /// <summary>pbsi_comm[MAXCOMLEN].</summary>
        public const int Command = 16;

        /// <summary>pbsi_uid.</summary>
        public const int User = 36;
    }

    /// <summary>MAXCOMLEN (sys/param.h).</summary>
    public const int CommandLength = 16;
}
