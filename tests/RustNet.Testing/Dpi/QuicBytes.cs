using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RustNet.Testing.Dpi;

/// <summary>QUIC packets (RFC 9000 §17), of version 1 where nothing else is said, with Initial packets protected as RFC 9001 §5 has it.</summary>
public static class QuicBytes
{
    public static byte[] ClientId { get; } = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

    public static byte[] ServerId { get; } = [0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5];

    /// <summary>A CRYPTO frame (RFC 9000 §19.6).</summary>
    public static byte[] Crypto(int offset, ReadOnlySpan<byte> data) =>
        new WireBytes().U8(6).U16(0x4000 | offset).U16(0x4000 | data.Length).Append(data).ToArray();

    /// <summary>A CRYPTO frame of Google QUIC.</summary>
    public static byte[] GoogleCrypto(int offset, ReadOnlySpan<byte> data) =>
        new WireBytes().U8(8).U16(0x4000 | offset).U16(0x4000 | data.Length).Append(data).ToArray();

    /// <summary>An ACK frame (RFC 9000 §19.3) of one packet.</summary>
    public static byte[] Ack(int number) => new WireBytes().U8(2).U8(number).U8(0).U8(0).U8(0).ToArray();

    /// <summary>A CONNECTION_CLOSE frame (RFC 9000 §19.19).</summary>
    public static byte[] Close(int code, string reason) =>
        new WireBytes().U8(0x1c).U16(0x4000 | code).U8(0).U16(0x4000 | reason.Length).Text(reason).ToArray();

    /// <summary>A variable-length integer (RFC 9000 §16) in its shortest form.</summary>
    public static byte[] Varint(ulong value) => value switch
    {
        < 1 << 6 => [(byte)value],
        < 1 << 14 => new WireBytes().U16((int)value | 0x4000).ToArray(),
        < 1 << 30 => new WireBytes().U32((long)value | 0x8000_0000).ToArray(),
        _ => new WireBytes().U64(value | 0xc000_0000_0000_0000).ToArray(),
    };

    /// <summary>A transport parameter (RFC 9000 §18).</summary>
    public static byte[] Parameter(ulong id, ReadOnlySpan<byte> value) => [.. Varint(id), .. Varint((ulong)value.Length), .. value];

    /// <summary>A ClientHello with transport parameters as its last extension (RFC 9001 §8.2).</summary>
    public static byte[] Hello(ClientHelloBytes hello, ReadOnlySpan<byte> parameters)
    {
        byte[] message = [.. hello.Message(), .. new WireBytes().U16(57).Vector16(parameters).ToArray()];
        var suites = 4 + 2 + 32 + 1 + message[38];
        var extensions = suites + 2 + BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(suites)) + 2;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(extensions), (ushort)(message.Length - extensions - 2));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)(message.Length - 4));
        return message;
    }

    /// <summary>A client's Initial packet padded to 1200 bytes.</summary>
    public static byte[] ClientInitial(
        ReadOnlySpan<byte> frames, int number = 0, byte[]? destination = null, byte[]? keyId = null, int version = 1, byte[]? source = null) =>
        Initial(true, destination ?? ClientId, source ?? [], keyId ?? destination ?? ClientId, number, frames, 1200, QuicWireVersion.V1 with { Number = version });

    /// <summary>A client's Initial packet of another version.</summary>
    public static byte[] ClientInitial(QuicWireVersion version, ReadOnlySpan<byte> frames, int number = 0, int numberLength = 4) =>
        Initial(true, ClientId, [], ClientId, number, frames, 1200, version, numberLength);

    /// <summary>A server's Initial packet.</summary>
    public static byte[] ServerInitial(ReadOnlySpan<byte> frames, int number = 0, byte[]? keyId = null, byte[]? destination = null, byte[]? source = null) =>
        Initial(false, destination ?? [], source ?? ServerId, keyId ?? ClientId, number, frames, 0, QuicWireVersion.V1);

    /// <summary>A server's Initial packet of another version.</summary>
    public static byte[] ServerInitial(QuicWireVersion version, ReadOnlySpan<byte> frames, int number = 0, int numberLength = 4) =>
        Initial(false, [], ServerId, ClientId, number, frames, 0, version, numberLength);

    /// <summary>A packet whose protected part nobody can read: 0-RTT (1) or Handshake (2).</summary>
    public static byte[] Opaque(int type, byte[] destination, byte[] source, int length = 40) =>
        new WireBytes().U8(0xc0 | type << 4).U32(1).Vector8(destination).Vector8(source).U16(0x4000 | length).Append(TlsBytes.Random(5).AsSpan(0, 20)).Repeat(0x5a, length - 20).ToArray();

    /// <summary>A short header packet.</summary>
    public static byte[] Short(byte[] destination) => new WireBytes().U8(0x4b).Append(destination).Repeat(0xa5, 40).ToArray();

    /// <summary>A Retry packet (RFC 9000 §17.2.5) in answer to an Initial packet to <paramref name="originalId"/>, with its tag (RFC 9001 §5.8).</summary>
    public static byte[] Retry(byte[] destination, byte[] source, byte[]? originalId = null, QuicWireVersion? version = null)
    {
        var wire = version ?? QuicWireVersion.V1;
        var packet = new WireBytes().U8(wire.FirstByte(3, 0xf)).U32(wire.Number).Vector8(destination).Vector8(source).Text("token").ToArray();
        var tag = new byte[16];
        using var aead = new AesGcm(Convert.FromHexString(wire.RetryKey), 16);
        aead.Encrypt(Convert.FromHexString(wire.RetryNonce), Array.Empty<byte>(), Array.Empty<byte>(), tag, new WireBytes().Vector8(originalId ?? ClientId).Append(packet).ToArray());
        return [.. packet, .. tag];
    }

    /// <summary>A Version Negotiation packet.</summary>
    public static byte[] Negotiation(byte[] destination, byte[] source, params long[] versions)
    {
        var bytes = new WireBytes().U8(0x80).U32(0).Vector8(destination).Vector8(source);
        Array.ForEach(versions, version => bytes.U32(version));
        return bytes.ToArray();
    }

    /// <summary>Key, IV and header protection key of one side's Initial packets (RFC 9001 §5.2).</summary>
    public static (byte[] Key, byte[] Iv, byte[] HeaderKey) Keys(QuicWireVersion version, byte[] keyId, bool ofClient)
    {
        var secret = Expand(HKDF.Extract(HashAlgorithmName.SHA256, keyId, Convert.FromHexString(version.Salt)), ofClient ? "client in" : "server in", 32);
        var label = version.IsVersion2 ? "quicv2" : "quic";
        return (Expand(secret, $"{label} key", 16), Expand(secret, $"{label} iv", 12), Expand(secret, $"{label} hp", 16));
    }

    private static byte[] Initial(
        bool ofClient, byte[] destination, byte[] source, byte[] keyId, int number, ReadOnlySpan<byte> frames, int minimum, QuicWireVersion version, int numberLength = 4)
    {
        var (key, iv, headerKey) = Keys(version, keyId, ofClient);
        var front = new WireBytes().U8(version.FirstByte(0, numberLength - 1)).U32(version.Number).Vector8(destination).Vector8(source).U8(0);
        var plain = frames.ToArray();
        Array.Resize(ref plain, Math.Max(Math.Max(plain.Length, 4), minimum - front.Length - 2 - numberLength - 16));
        var header = front.U16(0x4000 | (numberLength + plain.Length + 16)).Append(new WireBytes().U32(number).ToArray().AsSpan(4 - numberLength)).ToArray();
        BinaryPrimitives.WriteInt64BigEndian(iv.AsSpan(4), BinaryPrimitives.ReadInt64BigEndian(iv.AsSpan(4)) ^ number);
        var (cipher, tag) = (new byte[plain.Length], new byte[16]);
        using var aead = new AesGcm(key, 16);
        aead.Encrypt(iv, plain, cipher, tag, header);
        byte[] packet = [.. header, .. cipher, .. tag];
        using var aes = Aes.Create();
        aes.SetKey(headerKey);
        var mask = aes.EncryptEcb(packet.AsSpan(header.Length - numberLength + 4, 16), PaddingMode.None);
        packet[0] ^= (byte)(mask[0] & 0x0f);
        for (var i = 0; i < numberLength; i++)
        {
            packet[header.Length - numberLength + i] ^= mask[1 + i];
        }

        return packet;
    }

    private static byte[] Expand(byte[] secret, string label, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length, new WireBytes().U16(length).Vector8(Encoding.ASCII.GetBytes("tls13 " + label)).U8(0).ToArray());
}
