namespace RustNet.Host.MacOS;

/// <summary>Addresses as the kernel of macOS keeps them. Pure.</summary>
internal static class MacAddress
{
    // The second group of a link-local address, which is zero on the wire (RFC 4291 §2.5.6).
    private static readonly UInt128 s_scope = (UInt128)0xffff << 96;

    /// <summary>
    /// Link-local addresses, unicast and multicast, without the index of their interface, which the kernel keeps in their second
    /// group (IN6_IS_SCOPE_EMBED of netinet6/in6_var.h).
    /// </summary>
    public static UInt128 WithoutScope(UInt128 address)
    {
        var first = (ushort)(address >> 112);
        var isUnicast = (first & 0xffc0) == 0xfe80;
        var isMulticast = first >> 8 == 0xff && (first & 0x0f) is 1 or 2; // interface-local, link-local
        return isUnicast || isMulticast ? address & ~s_scope : address;
    }
}
