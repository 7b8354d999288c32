using RustNet.Core.Wire;

namespace RustNet.Capture.Live;

/// <summary>
/// Translates libpcap's DLT_ numbers, which differ between systems, into the LINKTYPE_ numbers of files, which do not,
/// and names them for people.
/// </summary>
internal static class DataLink
{
    private const int RawElsewhere = 12;
    private const int RawOpenBsd = 14;

    /// <summary>
    /// The link layer behind a DLT_ number. <see langword="false"/> for one this program cannot read.
    /// </summary>
    public static bool TryTranslate(int dataLink, out LinkLayer linkLayer)
    {
        linkLayer = dataLink switch
        {
            RawElsewhere or RawOpenBsd => LinkLayer.Raw,
            (int)LinkLayer.PktapUser2 => LinkLayer.Pktap, // what Apple's libpcap says; "user 2" exists nowhere else
            _ => (LinkLayer)dataLink,
        };
        return Enum.IsDefined(linkLayer);
    }

    /// <summary>Name for people of the link layer of an interface, with TUN and TAP devices named as such.</summary>
    public static string Describe(LinkLayer linkLayer, string interfaceName) => TunnelDevice.KindOf(interfaceName, linkLayer) switch
    {
        TunnelKind.Tun => $"TUN ({Describe(linkLayer)})",
        TunnelKind.Tap => $"TAP ({Describe(linkLayer)})",
        _ => Describe(linkLayer),
    };

    /// <summary>Name for people.</summary>
    public static string Describe(LinkLayer linkLayer) => linkLayer switch
    {
        LinkLayer.Null => "BSD loopback",
        LinkLayer.Ethernet => "Ethernet",
        LinkLayer.Raw or LinkLayer.RawBsd or LinkLayer.RawOpenBsd => "raw IP",
        LinkLayer.Loop => "OpenBSD loopback",
        LinkLayer.LinuxSll => "Linux cooked v1",
        LinkLayer.LinuxSll2 => "Linux cooked v2",
        LinkLayer.IPv4 => "raw IPv4",
        LinkLayer.IPv6 => "raw IPv6",
        LinkLayer.Pktap or LinkLayer.PktapUser2 => "PKTAP",
        _ => $"link type {(int)linkLayer}",
    };
}
