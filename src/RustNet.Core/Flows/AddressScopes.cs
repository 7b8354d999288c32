namespace RustNet.Core.Flows;

/// <summary>What an address says by itself. Pure.</summary>
internal static class AddressScopes
{
    private static readonly UInt128 s_limitedBroadcast = FlowText.FromIPv4(0xffff_ffff);

    /// <summary>True for 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).</summary>
    public static bool IsLoopback(UInt128 address) => address == UInt128.One || address >> 24 == 0xffff_7f;

    /// <summary>
    /// Whether more than one host may get what is sent there: a multicast or broadcast address, or one that ends as the directed
    /// broadcast address of most networks does.
    /// </summary>
    public static bool MayBeMany(UInt128 address) =>
        Of(address, LocalAddressSet.None) != AddressScope.Unicast || (address >> 32 == 0xffff && ((uint)address & 0xff) == 0xff);

    /// <summary>One interface, a group, or a whole link; directed broadcasts are known from this machine's networks only.</summary>
    public static AddressScope Of(UInt128 address, LocalAddressSet local) =>
        address >> 120 == 0xff || address >> 28 == 0xffff_e ? AddressScope.Multicast // ff00::/8, 224.0.0.0/4
        : address == s_limitedBroadcast || local.Broadcasts.Contains(address) ? AddressScope.Broadcast
        : AddressScope.Unicast;
}
