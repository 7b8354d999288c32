namespace RustNet.Testing.Dpi;

/// <summary>What multicast DNS has beyond <see cref="DnsBytes"/>.</summary>
public static class MdnsBytes
{
    /// <summary>A record with its own name and the cache-flush bit (RFC 6762 §10.2).</summary>
    public static byte[] Record(string name, int type, ReadOnlySpan<byte> data) =>
        new WireBytes().Append(DnsBytes.Name(name)).U16(type).U16(0x8001).U32(120).Vector16(data).ToArray();
}
