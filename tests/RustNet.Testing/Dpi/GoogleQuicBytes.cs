using System.Buffers.Binary;

namespace RustNet.Testing.Dpi;

/// <summary>Packets of Google QUIC before it took the IETF's long header, and the hello of its own handshake.</summary>
public static class GoogleQuicBytes
{
    /// <summary>A CHLO message: tags and values.</summary>
    public static byte[] Hello(params (string Tag, string Value)[] values)
    {
        var table = new WireBytes().Text("CHLO").U8(values.Length).U8(0).U16(0);
        var end = 0;
        foreach (var (tag, value) in values)
        {
            table.Text(tag.PadRight(4, '\0')).U32(BinaryPrimitives.ReverseEndianness((uint)(end += value.Length)));
        }

        return table.Text(string.Concat(values.Select(v => v.Value))).ToArray();
    }

    /// <summary>A packet with the public header of the versions up to Q043: flags, connection id, version, packet number, hash, a stream frame.</summary>
    public static byte[] Public(string version, ReadOnlySpan<byte> handshake) =>
        new WireBytes().U8(0x09).Append(QuicBytes.ClientId).Text(version).U8(1).Repeat(0x11, 12).U8(0xa0).U8(1).U16(handshake.Length).Append(handshake).ToArray();

    /// <summary>The same without a version, as all packets are once it is agreed; a server leaves the connection id in.</summary>
    public static byte[] Public(int number) => new WireBytes().U8(0x08).Append(QuicBytes.ClientId).U8(number).Repeat(0x33, 40).ToArray();

    /// <summary>A packet with the long header of Q044 to Q049, both id lengths in one byte.</summary>
    public static byte[] Long(string version, bool ofClient, ReadOnlySpan<byte> handshake) =>
        new WireBytes().U8(0xc3).Text(version).U8(ofClient ? 0x50 : 0x05).Append(QuicBytes.ClientId).U32(1).Repeat(0x11, 12).U8(0xa0).U8(1).U16(handshake.Length).Append(handshake).ToArray();

    /// <summary>A packet with the short header of Q044 to Q049.</summary>
    public static byte[] Short() => new WireBytes().U8(0x43).Append(QuicBytes.ClientId).U32(2).Repeat(0x33, 40).ToArray();
}
