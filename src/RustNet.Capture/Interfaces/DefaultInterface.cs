using System.Net;
using System.Net.NetworkInformation;

namespace RustNet.Capture.Interfaces;

/// <summary>Chooses the interface to capture from when the user names none (not for macOS, where PKTAP comes first).</summary>
public static class DefaultInterface
{
    // Of the calling thread's network namespace; /proc/net is that of the process's first thread.
    private const string IPv4Routes = "/proc/thread-self/net/route";
    private const string IPv6Routes = "/proc/thread-self/net/ipv6_route";

    /// <summary>
    /// The interface that carries the default route (IPv4, else IPv6); else the first that is up with a routable
    /// address, else with any address. Never the loopback, never <c>any</c>. <see langword="null"/> if there is none.
    /// </summary>
    public static InterfaceInfo? Find(IReadOnlyList<InterfaceInfo> interfaces) => Choose(interfaces, DefaultRouteInterface());

    /// <summary><see cref="Find"/> with a given answer to which interface carries the default route.</summary>
    internal static InterfaceInfo? Choose(IReadOnlyList<InterfaceInfo> interfaces, string? defaultRoute)
    {
        var usable = interfaces.Where(info => info is { IsLoopback: false, IsAny: false, IsUp: true }).ToList();
        return usable.Find(info => IsNamed(info, defaultRoute))
            ?? usable.Find(info => info.Addresses.Any(address => !IsLinkLocal(address)))
            ?? usable.Find(info => info.Addresses.Count > 0);
    }

    /// <summary>Windows knows an interface by its GUID, Npcap by <c>\Device\NPF_{GUID}</c>.</summary>
    private static bool IsNamed(InterfaceInfo info, string? name) =>
        info.Name == name || (name is ['{', ..] && info.Name.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || address.GetAddressBytes() is [169, 254, _, _];

    private static string? DefaultRouteInterface() => OperatingSystem.IsLinux()
        ? LinuxRoutes.DefaultOfIPv4(SystemFile.Read(IPv4Routes)) ?? LinuxRoutes.DefaultOfIPv6(SystemFile.Read(IPv6Routes))
        : InterfaceWithGateway();

    private static string? InterfaceWithGateway()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .FirstOrDefault(candidate => candidate.OperationalStatus == OperationalStatus.Up
                    && candidate.NetworkInterfaceType != NetworkInterfaceType.Loopback
                    && candidate.GetIPProperties().GatewayAddresses.Count > 0)
                ?.Id;
        }
        catch (Exception exception) when (exception is NetworkInformationException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
