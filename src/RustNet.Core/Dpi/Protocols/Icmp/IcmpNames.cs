using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>What types and codes are called (IANA "ICMP Parameters", "ICMPv6 Parameters"). Numbers without a name stay numbers.</summary>
internal static class IcmpNames
{
    /// <summary>Name of a message type of ICMP or ICMPv6.</summary>
    public static string OfType(bool isIPv6, byte type) => (isIPv6 ? OfTypeV6(type) : OfTypeV4(type)) ?? Number("type", type);

    /// <summary>Name of a code; its number where it has none; <see langword="null"/> where a type has no codes but 0.</summary>
    public static string? OfCode(bool isIPv6, byte type, byte code) =>
        (isIPv6 ? OfCodeV6(type, code) : OfCodeV4(type, code)) ?? (code == 0 ? null : Number("code", code));

    private static string Number(string what, byte number) => string.Create(CultureInfo.InvariantCulture, $"{what} {number}");

    private static string? OfTypeV4(byte type) => type switch
    {
        0 => "echo reply",
        3 => "destination unreachable",
        4 => "source quench",
        5 => "redirect",
        6 => "alternate host address",
        8 => "echo request",
        9 => "router advertisement",
        10 => "router solicitation",
        11 => "time exceeded",
        12 => "parameter problem",
        13 => "timestamp request",
        14 => "timestamp reply",
        15 => "information request",
        16 => "information reply",
        17 => "address mask request",
        18 => "address mask reply",
        30 => "traceroute",
        40 => "security failure",
        42 => "extended echo request",
        43 => "extended echo reply",
        _ => null,
    };

    private static string? OfTypeV6(byte type) => type switch
    {
        1 => "destination unreachable",
        2 => "packet too big",
        3 => "time exceeded",
        4 => "parameter problem",
        128 => "echo request",
        129 => "echo reply",
        130 => "multicast listener query",
        131 => "multicast listener report",
        132 => "multicast listener done",
        133 => "router solicitation",
        134 => "router advertisement",
        135 => "neighbor solicitation",
        136 => "neighbor advertisement",
        137 => "redirect",
        138 => "router renumbering",
        139 => "node information query",
        140 => "node information reply",
        141 => "inverse neighbor solicitation",
        142 => "inverse neighbor advertisement",
        143 => "multicast listener report",
        144 => "home agent address discovery request",
        145 => "home agent address discovery reply",
        146 => "mobile prefix solicitation",
        147 => "mobile prefix advertisement",
        148 => "certification path solicitation",
        149 => "certification path advertisement",
        151 => "multicast router advertisement",
        152 => "multicast router solicitation",
        153 => "multicast router termination",
        154 => "fast mobile handover",
        155 => "RPL control",
        157 => "duplicate address request",
        158 => "duplicate address confirmation",
        159 => "MPL control",
        160 => "extended echo request",
        161 => "extended echo reply",
        _ => null,
    };

    private static string? OfCodeV4(byte type, byte code) => (type, code) switch
    {
        // RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1
        (3, 0) => "network unreachable",
        (3, 1) => "host unreachable",
        (3, 2) => "protocol unreachable",
        (3, 3) => "port unreachable",
        (3, 4) => "fragmentation needed",
        (3, 5) => "source route failed",
        (3, 6) => "network unknown",
        (3, 7) => "host unknown",
        (3, 8) => "source host isolated",
        (3, 9) => "network prohibited",
        (3, 10) => "host prohibited",
        (3, 11) => "network unreachable for type of service",
        (3, 12) => "host unreachable for type of service",
        (3, 13) => "communication prohibited",
        (3, 14) => "host precedence violation",
        (3, 15) => "precedence cutoff",
        (5, 0) => "for the network",
        (5, 1) => "for the host",
        (5, 2) => "for type of service and network",
        (5, 3) => "for type of service and host",
        (11, 0) => "TTL exceeded",
        (11, 1) => "reassembly time exceeded",
        (12, 0) => "bad field",
        (12, 1) => "missing option",
        (12, 2) => "bad length",
        _ => OfExtendedEcho(type, 43, code),
    };

    private static string? OfCodeV6(byte type, byte code) => (type, code) switch
    {
        // RFC 4443 §3, RFC 6550, RFC 8883
        (1, 0) => "no route",
        (1, 1) => "communication prohibited",
        (1, 2) => "beyond scope of source address",
        (1, 3) => "address unreachable",
        (1, 4) => "port unreachable",
        (1, 5) => "source address failed policy",
        (1, 6) => "route rejected",
        (1, 7) => "source routing error",
        (3, 0) => "hop limit exceeded",
        (3, 1) => "reassembly time exceeded",
        (4, 0) => "bad field",
        (4, 1) => "unrecognized next header",
        (4, 2) => "unrecognized option",
        (4, 3) => "incomplete header chain",
        (4, 4) => "segment routing header error",
        (4, 5) => "unrecognized next header by intermediate node",
        (4, 6) => "extension header too big",
        (4, 7) => "extension header chain too long",
        (4, 8) => "too many extension headers",
        (4, 9) => "too many options",
        (4, 10) => "option too big",
        _ => OfExtendedEcho(type, 161, code),
    };

    // RFC 8335 §3
    private static string? OfExtendedEcho(byte type, byte reply, byte code) => type != reply ? null : code switch
    {
        1 => "malformed query",
        2 => "no such interface",
        3 => "no such table entry",
        4 => "multiple interfaces satisfy query",
        _ => null,
    };
}
