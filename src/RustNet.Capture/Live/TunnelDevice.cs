using RustNet.Core.Wire;

namespace RustNet.Capture.Live;

/// <summary>Kind of a virtual interface whose other end is a program or a VPN.</summary>
internal enum TunnelKind
{
    /// <summary>Not a TUN or TAP device.</summary>
    None,

    /// <summary>Carries IP packets.</summary>
    Tun,

    /// <summary>Carries Ethernet frames.</summary>
    Tap,
}

/// <summary>Recognises TUN and TAP devices by what they are called and by what they carry.</summary>
internal static class TunnelDevice
{
    // The names that OpenVPN, WireGuard, Tailscale, Nebula, Cloudflare, libvirt and macOS give.
    private static readonly string[] s_prefixes =
        ["tun", "utun", "tap", "wg", "tailscale", "nebula", "ipsec", "warp", "CloudflareWARP", "feth", "vnet"];

    private const string ZeroTierPrefix = "zt"; // eight random letters and digits follow

    /// <summary>
    /// The kind of an interface. The name says that it is one of the two, the link layer which: with Ethernet frames it
    /// is a TAP, with bare IP packets a TUN.
    /// </summary>
    public static TunnelKind KindOf(string interfaceName, LinkLayer linkLayer)
    {
        if (!HasPrefix(interfaceName) && !interfaceName.StartsWith(ZeroTierPrefix, StringComparison.Ordinal))
        {
            return TunnelKind.None;
        }

        return linkLayer switch
        {
            LinkLayer.Ethernet => TunnelKind.Tap,
            LinkLayer.Raw or LinkLayer.RawBsd or LinkLayer.RawOpenBsd or LinkLayer.IPv4 or LinkLayer.IPv6
                or LinkLayer.Null or LinkLayer.Loop => TunnelKind.Tun,
            _ => TunnelKind.None,
        };
    }

    /// <summary>A prefix counts when a number, the end, or anything but a lower-case letter follows: <c>tun0</c>, not <c>tunes</c>.</summary>
    private static bool HasPrefix(string name)
    {
        foreach (var prefix in s_prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && (name.Length == prefix.Length || !char.IsAsciiLetterLower(name[prefix.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
