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
        TunnelKind.Tun => $"TUN ({LinkLayerNames.Name(linkLayer)})",
        TunnelKind.Tap => $"TAP ({LinkLayerNames.Name(linkLayer)})",
        _ => LinkLayerNames.Name(linkLayer),
    };
}
