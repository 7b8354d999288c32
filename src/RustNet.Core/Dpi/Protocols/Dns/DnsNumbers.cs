using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>Record types that are read; unlisted numbers stay numbers (<see cref="DnsNames.Type"/>).</summary>
internal enum DnsType : ushort
{
    A = 1,
    NS = 2,
    CName = 5,
    Soa = 6,
    Ptr = 12,
    MX = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    DName = 39,
    Opt = 41,
    Svcb = 64,
    Https = 65,
}

/// <summary>Names of DNS numbers as the IANA Domain Name System Parameters registry has them.</summary>
internal static class DnsNames
{
    private const ushort InternetClass = 1;
    private const ushort AnyClass = 255;

    private static readonly string?[] s_types = new string?[110];

    static DnsNames()
    {
        // From number 1 on, without a gap; obsolete ones included.
        string[] assigned =
        [
            "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO", "MINFO", "MX", "TXT",
            "RP", "AFSDB", "X25", "ISDN", "RT", "NSAP", "NSAP-PTR", "SIG", "KEY", "PX", "GPOS", "AAAA", "LOC", "NXT", "EID",
            "NIMLOC", "SRV", "ATMA", "NAPTR", "KX", "CERT", "A6", "DNAME", "SINK", "OPT", "APL", "DS", "SSHFP", "IPSECKEY",
            "RRSIG", "NSEC", "DNSKEY", "DHCID", "NSEC3", "NSEC3PARAM", "TLSA", "SMIMEA",
        ];
        assigned.CopyTo(s_types, 1);
        string[] later = ["HIP", "NINFO", "RKEY", "TALINK", "CDS", "CDNSKEY", "OPENPGPKEY", "CSYNC", "ZONEMD", "SVCB", "HTTPS", "DSYNC"];
        later.CopyTo(s_types, 55);
        string[] others = ["SPF", "UINFO", "UID", "GID", "UNSPEC", "NID", "L32", "L64", "LP", "EUI48", "EUI64"];
        others.CopyTo(s_types, 99);
    }

    /// <summary>The registered name of a type, or TYPE and its number (RFC 3597 §5).</summary>
    public static string Type(ushort type) =>
        KnownType(type) ?? string.Create(CultureInfo.InvariantCulture, $"TYPE{type}");

    /// <summary>True for a type that has a name.</summary>
    public static bool IsKnownType(ushort type) => KnownType(type) is not null;

    /// <summary>True for the classes in use: IN, CH, HS, NONE, ANY (RFC 6895 §3.2).</summary>
    public static bool IsKnownClass(ushort value) => value is InternetClass or 3 or 4 or 254 or AnyClass;

    /// <summary>The registered name of a response code, extended ones included, or RCODE and its number.</summary>
    public static string ResponseCode(int code) => code switch
    {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        6 => "YXDOMAIN",
        7 => "YXRRSET",
        8 => "NXRRSET",
        9 => "NOTAUTH",
        10 => "NOTZONE",
        11 => "DSOTYPENI",
        16 => "BADVERS",
        17 => "BADKEY",
        18 => "BADTIME",
        19 => "BADMODE",
        20 => "BADNAME",
        21 => "BADALG",
        22 => "BADTRUNC",
        23 => "BADCOOKIE",
        _ => string.Create(CultureInfo.InvariantCulture, $"RCODE{code}"),
    };

    private static string? KnownType(ushort type) => type < s_types.Length ? s_types[type] : type switch
    {
        128 => "NXNAME",
        249 => "TKEY",
        250 => "TSIG",
        251 => "IXFR",
        252 => "AXFR",
        253 => "MAILB",
        254 => "MAILA",
        255 => "ANY",
        256 => "URI",
        257 => "CAA",
        258 => "AVC",
        259 => "DOA",
        260 => "AMTRELAY",
        261 => "RESINFO",
        262 => "WALLET",
        32768 => "TA",
        32769 => "DLV",
        _ => null,
    };
}
