namespace RustNet.Core.Wire;

/// <summary>
/// Link-layer header type of a frame, numbered as the LINKTYPE_ registry of tcpdump.org numbers them.
/// Numbers that are not listed stay numbers; the parser counts such frames as <see cref="FrameOddity.UnknownLinkLayer"/>.
/// </summary>
public enum LinkLayer
{
    /// <summary>BSD loopback: address family in the capturing host's byte order (LINKTYPE_NULL).</summary>
    Null = 0,

    /// <summary>IEEE 802.3 Ethernet (LINKTYPE_ETHERNET).</summary>
    Ethernet = 1,

    /// <summary>Raw IP under the number some BSDs write (DLT_RAW as 12).</summary>
    RawBsd = 12,

    /// <summary>Raw IP under the number OpenBSD writes (DLT_RAW as 14).</summary>
    RawOpenBsd = 14,

    /// <summary>Raw IPv4 or IPv6, told apart by the version nibble (LINKTYPE_RAW): TUN devices.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: address family in network byte order (LINKTYPE_LOOP).</summary>
    Loop = 108,

    /// <summary>Linux cooked capture v1 (LINKTYPE_LINUX_SLL).</summary>
    LinuxSll = 113,

    /// <summary>Private use 2, where Apple wrote PKTAP before it had a number (LINKTYPE_USER2, 149).</summary>
    PktapUser2 = 149,

    /// <summary>Raw IPv4 (LINKTYPE_IPV4).</summary>
    IPv4 = 228,

    /// <summary>Raw IPv6 (LINKTYPE_IPV6).</summary>
    IPv6 = 229,

    /// <summary>macOS packet tap with process id and command (LINKTYPE_PKTAP).</summary>
    Pktap = 258,

    /// <summary>Linux cooked capture v2, with the interface index (LINKTYPE_LINUX_SLL2): the device <c>any</c>.</summary>
    LinuxSll2 = 276,
}
