using System.Globalization;

namespace RustNet.Core.Dpi.Protocols.Multicast;

/// <summary>What message types of IGMP are called (IANA "IGMP Type Numbers").</summary>
internal static class IgmpNames
{
    /// <summary>Name of a type, or its number.</summary>
    public static string OfType(byte type) => type switch
    {
        0x11 => "membership query",
        0x12 => "membership report",
        0x13 => "DVMRP",
        0x14 => "PIM version 1",
        0x15 => "trace message",
        0x16 => "membership report",
        0x17 => "leave group",
        0x1e => "multicast traceroute response",
        0x1f => "multicast traceroute",
        0x22 => "membership report",
        0x30 => "multicast router advertisement",
        0x31 => "multicast router solicitation",
        0x32 => "multicast router termination",
        0xfc => "RGMP leave group",
        0xfd => "RGMP join group",
        0xfe => "RGMP bye",
        0xff => "RGMP hello",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {type}"),
    };
}
