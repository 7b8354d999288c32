using RustNet.Core.Wire;

namespace RustNet.Capture.Interfaces;

/// <summary>
/// Linux's hardware types (ARPHRD_ in linux/if_arp.h) and the link layer libpcap gives each: enough to list interfaces
/// without the right to open them.
/// </summary>
internal static class ArpHardware
{
    /// <summary>The link layer of frames from an interface of that hardware type. Types libpcap knows nothing of are cooked.</summary>
    public static LinkLayer LinkLayerOf(int hardwareType) => hardwareType switch
    {
        1 => LinkLayer.Ethernet,     // ARPHRD_ETHER
        772 => LinkLayer.Ethernet,   // ARPHRD_LOOPBACK
        768 => LinkLayer.Raw,        // ARPHRD_TUNNEL
        776 => LinkLayer.Raw,        // ARPHRD_SIT
        519 => LinkLayer.Raw,        // ARPHRD_RAWIP
        0xFFFE => LinkLayer.Raw,     // ARPHRD_NONE: TUN devices, WireGuard
        _ => LinkLayer.LinuxSll,     // 512 is ARPHRD_PPP
    };
}
