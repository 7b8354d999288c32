using System.Net;
using System.Net.Sockets;
using RustNet.Capture.Live;
using RustNet.Capture.Live.Interop;
using RustNet.Core.Wire;
using SharpPcap;
using SharpPcap.LibPcap;

namespace RustNet.Capture.Interfaces;

/// <summary>The interfaces one can capture from. Needs libpcap, but no rights.</summary>
public static class InterfaceList
{
    /// <summary>Linux's pseudo-interface that stands for all of them.</summary>
    public const string AnyName = "any";

    // PCAP_IF_ flags of pcap_findalldevs(3PCAP).
    private const uint LoopbackFlag = 0x1;
    private const uint UpFlag = 0x2;

    /// <summary>Lists them in libpcap's order. Throws <see cref="CaptureException"/> where libpcap is missing or fails.</summary>
    public static IReadOnlyList<InterfaceInfo> Enumerate() => [.. Devices().Select(Describe)];

    /// <summary>
    /// The one called <paramref name="name"/>: exactly, else but for case, else by the name people know it by;
    /// <see langword="null"/> if there is none.
    /// </summary>
    public static InterfaceInfo? Find(IReadOnlyList<InterfaceInfo> interfaces, string name) =>
        interfaces.FirstOrDefault(info => info.Name == name)
        ?? interfaces.FirstOrDefault(info => info.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? interfaces.FirstOrDefault(info => string.Equals(info.FriendlyName, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What SharpPcap enumerates, without the pseudo-devices that do not carry network traffic.</summary>
    internal static IReadOnlyList<PcapInterface> Devices()
    {
        try
        {
            return [.. PcapInterface.GetAllPcapInterfaces().Where(IsNetwork)];
        }
        catch (Exception exception) when (LiveCaptureErrors.IsMissingLibrary(exception))
        {
            throw new CaptureException(LiveCaptureText.MissingLibrary(LiveCaptureText.Platform), exception);
        }
        catch (Exception exception) when (exception is PcapException or InvalidOperationException)
        {
            throw new CaptureException(LiveCaptureText.CannotEnumerate(exception.Message), exception);
        }
    }

    /// <summary>The facts about an enumerated device.</summary>
    internal static InterfaceInfo Describe(PcapInterface device) => new(
        device.Name,
        string.IsNullOrEmpty(device.FriendlyName) || device.FriendlyName == device.Name ? null : device.FriendlyName,
        DataLink.Describe(LinkLayerOf(device), device.Name),
        AddressesOf(device),
        (device.Flags & UpFlag) != 0,
        (device.Flags & LoopbackFlag) != 0,
        string.IsNullOrWhiteSpace(device.Description) ? null : device.Description);

    // libpcap on Linux also lists Bluetooth, D-Bus, netfilter and USB monitors: they are no interfaces to the kernel.
    private static bool IsNetwork(PcapInterface device) =>
        !OperatingSystem.IsLinux() || device.Name == AnyName || LibC.InterfaceIndex(device.Name) != 0;

    private static LinkLayer LinkLayerOf(PcapInterface device)
    {
        if (OperatingSystem.IsLinux())
        {
            return device.Name == AnyName ? LinkLayer.LinuxSll2 : HardwareLinkLayer(device.Name);
        }

        // Without the right to open it, the name and the flags say it: loopback and utun carry an address family.
        var isFamilyOnly = (device.Flags & LoopbackFlag) != 0 || device.Name.StartsWith("utun", StringComparison.Ordinal);
        return isFamilyOnly ? LinkLayer.Null : LinkLayer.Ethernet;
    }

    private static LinkLayer HardwareLinkLayer(string name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return ArpHardware.LinkLayerOf(LibC.HardwareType(socket, name));
    }

    private static IReadOnlyList<IPAddress> AddressesOf(PcapInterface device)
    {
        List<IPAddress> addresses = [];
        foreach (var address in device.Addresses)
        {
            if (address.Addr?.ipAddress is { } ip)
            {
                addresses.Add(ip.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(ip.GetAddressBytes()) : ip);
            }
        }

        return [.. addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6)];
    }
}
