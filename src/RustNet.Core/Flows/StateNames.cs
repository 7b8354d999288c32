using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>State names of connections whose transport has no states (SPEC §6). Constant strings; pure.</summary>
internal static class StateNames
{
    /// <summary>Idle time from which a UDP connection is UDP_IDLE.</summary>
    public const long UdpIdle = 30 * PacketTime.Second;

    /// <summary>
    /// Idle time from which it is UDP_STALE. Plain UDP leaves the table at just this age, so the name is seen in its
    /// history and its record, and in the table on flows that inspection keeps longer (UDP with SSH, QUIC).
    /// </summary>
    public const long UdpStale = 60 * PacketTime.Second;

    /// <summary>The state of a connection of any protocol but TCP.</summary>
    /// <param name="network">Network layer.</param>
    /// <param name="protocol">IP protocol.</param>
    /// <param name="messageType">Type of its last ICMP, ICMPv6 or IGMP message, or its last ARP operation.</param>
    /// <param name="app">What inspection knows; a state of its own wins.</param>
    /// <param name="idle">Nanoseconds since the last packet.</param>
    public static string Of(NetworkLayer network, IpProtocol protocol, ushort messageType, AppInfo? app, long idle) =>
        app?.TransportState ?? (network, protocol) switch
        {
            (NetworkLayer.Arp, _) => OfArp(messageType),
            (_, IpProtocol.Udp) => idle < UdpIdle ? "UDP_ACTIVE" : idle < UdpStale ? "UDP_IDLE" : "UDP_STALE",
            (_, IpProtocol.Icmp) => OfIcmp(messageType),
            (_, IpProtocol.IcmpV6) => OfIcmpV6(messageType),
            (_, IpProtocol.Igmp) => OfIgmp(messageType),
            (_, IpProtocol.Sctp) => "SCTP",
            _ => "IP",
        };

    /// <summary>Every name that is not inspection's.</summary>
    public static IEnumerable<string> All()
    {
        IEnumerable<ushort> types = Enumerable.Range(0, byte.MaxValue + 1).Select(type => (ushort)type);
        return new[] { 0, UdpIdle, UdpStale }.Select(idle => Of(NetworkLayer.IPv4, IpProtocol.Udp, 0, null, idle))
            .Concat(types.Select(OfIcmp)).Concat(types.Select(OfIcmpV6)).Concat(types.Select(OfIgmp)).Concat(types.Select(OfArp))
            .Append(Of(NetworkLayer.IPv4, IpProtocol.Sctp, 0, null, 0)).Append(Of(NetworkLayer.IPv4, default, 0, null, 0))
            .Distinct();
    }

    // IANA "ARP Parameters", operation codes
    private static string OfArp(ushort operation) => operation switch
    {
        1 => "ARP_REQUEST",
        2 => "ARP_REPLY",
        _ => "ARP",
    };

    // IANA "ICMP Type Numbers"
    private static string OfIcmp(ushort type) => type switch
    {
        0 => "ECHO_REPLY",
        3 => "ICMP_UNREACHABLE",
        4 => "ICMP_SOURCE_QUENCH",
        5 => "ICMP_REDIRECT",
        8 => "ECHO_REQUEST",
        9 => "ICMP_ROUTER_ADVERT",
        10 => "ICMP_ROUTER_SOLICIT",
        11 => "ICMP_TIME_EXCEEDED",
        12 => "ICMP_PARAMETER_PROBLEM",
        13 => "ICMP_TIMESTAMP_REQUEST",
        14 => "ICMP_TIMESTAMP_REPLY",
        _ => "ICMP",
    };

    // IANA "ICMPv6 Type Numbers"
    private static string OfIcmpV6(ushort type) => type switch
    {
        1 => "ICMP_UNREACHABLE",
        2 => "ICMP_PACKET_TOO_BIG",
        3 => "ICMP_TIME_EXCEEDED",
        4 => "ICMP_PARAMETER_PROBLEM",
        128 => "ECHO_REQUEST",
        129 => "ECHO_REPLY",
        130 => "MLD_QUERY",
        131 or 143 => "MLD_REPORT",
        132 => "MLD_DONE",
        133 => "NDP_ROUTER_SOLICIT",
        134 => "NDP_ROUTER_ADVERT",
        135 => "NDP_SOLICIT",
        136 => "NDP_ADVERT",
        137 => "NDP_REDIRECT",
        _ => "ICMPV6",
    };

    // IANA "IGMP Type Numbers"
    private static string OfIgmp(ushort type) => type switch
    {
        0x11 => "IGMP_QUERY",
        0x12 or 0x16 or 0x22 => "IGMP_REPORT",
        0x17 => "IGMP_LEAVE",
        _ => "IGMP",
    };
}
