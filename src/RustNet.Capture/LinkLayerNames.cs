using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture;

/// <summary>Link types as people call them.</summary>
internal static class LinkLayerNames
{
    /// <summary>Such as <c>Ethernet</c>, <c>Linux cooked v2</c>; an unknown one is <c>link type N</c>.</summary>
    public static string Name(LinkLayer linkLayer) => linkLayer switch
    {
        LinkLayer.Ethernet => "Ethernet",
        LinkLayer.Null or LinkLayer.Loop => "BSD loopback",
        LinkLayer.Raw or LinkLayer.RawBsd or LinkLayer.RawOpenBsd => "raw IP",
        LinkLayer.IPv4 => "raw IPv4",
        LinkLayer.IPv6 => "raw IPv6",
        LinkLayer.LinuxSll => "Linux cooked v1",
        LinkLayer.LinuxSll2 => "Linux cooked v2",
        LinkLayer.Pktap or LinkLayer.PktapUser2 => "PKTAP",
        _ => string.Create(CultureInfo.InvariantCulture, $"link type {(int)linkLayer}"),
    };
}
