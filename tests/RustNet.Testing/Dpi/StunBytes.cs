namespace RustNet.Testing.Dpi;

/// <summary>STUN messages (RFC 8489 §5).</summary>
public static class StunBytes
{
    public const uint Cookie = 0x2112_a442;

    /// <summary>A message with the cookie and the transaction id of the examples in RFC 5769.</summary>
    public static byte[] Message(int type, params byte[][] attributes) => Message(type, Cookie, attributes);

    /// <summary>A message of RFC 3489: 128 bits of transaction id and no cookie.</summary>
    public static byte[] Classic(int type, params byte[][] attributes) => Message(type, 0x1234_5678, attributes);

    /// <summary>An attribute, filled up to four bytes.</summary>
    public static byte[] Attribute(int type, ReadOnlySpan<byte> value) =>
        new WireBytes().U16(type).Vector16(value).Repeat(0x20, -value.Length & 3).ToArray();

    public static byte[] Framed(byte[] message) => new WireBytes().Vector16(message).ToArray();

    private static byte[] Message(int type, uint cookie, byte[][] attributes)
    {
        byte[] all = [.. attributes.SelectMany(attribute => attribute)];
        return new WireBytes().U16(type).U16(all.Length).U32(cookie).Hex("b7e7a701bc34d686fa87dfae").Append(all).ToArray();
    }
}
