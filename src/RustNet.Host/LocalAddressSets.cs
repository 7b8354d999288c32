using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using RustNet.Core.Flows;

namespace RustNet.Host;

/// <summary>Makes the set of local addresses out of what the interfaces have.</summary>
internal static class LocalAddressSets
{
    private const int IPv4Bits = 32;

    // A network of two addresses (RFC 3021) or one has no broadcast address.
    private const int LongestPrefixWithBroadcast = 30;

    /// <summary>The set for these addresses; those that are neither IPv4 nor IPv6 are left out.</summary>
    public static LocalAddressSet Of(IEnumerable<InterfaceAddress> interfaceAddresses)
    {
        HashSet<UInt128> addresses = [];
        HashSet<UInt128> broadcasts = [];
        foreach (var (address, prefixLength) in interfaceAddresses)
        {
            if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            {
                continue;
            }

            var value = FlowText.FromIPAddress(address);
            addresses.Add(value);
            if (address.AddressFamily == AddressFamily.InterNetwork
                && prefixLength is > 0 and <= LongestPrefixWithBroadcast
                && !IPAddress.IsLoopback(address))
            {
                broadcasts.Add(value | (uint.MaxValue >> prefixLength));
            }
        }

        return new LocalAddressSet(addresses.ToFrozenSet(), broadcasts.ToFrozenSet());
    }

    /// <summary>True if both hold the same addresses.</summary>
    public static bool AreEqual(LocalAddressSet left, LocalAddressSet right) =>
        left.Addresses.SetEquals(right.Addresses) && left.Broadcasts.SetEquals(right.Broadcasts);

    /// <summary>
    /// Asks the system; no rights needed. <see langword="null"/> where it does not answer. An interface that disappears
    /// in between is left out.
    /// </summary>
    public static IReadOnlyList<InterfaceAddress>? Fetch()
    {
        List<InterfaceAddress> found = [];
        try
        {
            foreach (var networkInterface in NetworkInterface.GetAllNetworkInterfaces())
            {
                AddAddresses(found, networkInterface);
            }
        }
        catch (NetworkInformationException)
        {
            return null;
        }

        return found;
    }

    private static void AddAddresses(List<InterfaceAddress> found, NetworkInterface networkInterface)
    {
        try
        {
            foreach (var unicast in networkInterface.GetIPProperties().UnicastAddresses)
            {
                found.Add(new InterfaceAddress(unicast.Address, PrefixLength(unicast)));
            }
        }
        catch (NetworkInformationException)
        {
            // gone since it was listed; the next look will not list it
        }
    }

    private static int PrefixLength(UnicastIPAddressInformation unicast)
    {
        try
        {
            return unicast.PrefixLength;
        }
        catch (PlatformNotSupportedException)
        {
            return unicast.Address.AddressFamily == AddressFamily.InterNetwork ? IPv4Bits : 2 * 64;
        }
    }
}
