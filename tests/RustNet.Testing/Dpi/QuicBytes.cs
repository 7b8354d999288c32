using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RustNet.Testing.Dpi;

/// <summary>QUIC version 1 packets (RFC 9000 §17.2) with Initial packets protected as RFC 9001 §5 has it.</summary>
public static class QuicBytes
{
    private static readonly byte[] s_salt = Convert.FromHexString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");

    public static byte[] ClientId { get; } = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

    public static byte[] ServerId { get; } = [0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5];

    /// <summary>A CRYPTO frame (RFC 9000 §19.6).</summary>
    public static byte[] Crypto(int offset, ReadOnlySpan<byte> data) =>
        new WireBytes().U8(6).U16(0x4000 | offset).U16(0x4000 | data.Length).Append(data).ToArray();

    /// <summary>A CONNECTION_CLOSE frame (RFC 9000 §19.19).</summary>
    public static byte[] Close(int code, string reason) =>
        new WireBytes().U8(0x1c).U16(0x4000 | code).U8(0).U16(0x4000 | reason.Length).Text(reason).ToArray();

    /// <summary>A client's Initial packet padded to 1200 bytes.</summary>
    public static byte[] ClientInitial(ReadOnlySpan<byte> frames, int number = 0, byte[]? destination = null, byte[]? keyId = null, int version = 1) =>
        Initial(true, destination ?? ClientId, [], keyId ?? destination ?? ClientId, number, frames, 1200, version);

    /// <summary>A server's Initial packet.</summary>
    public static byte[] ServerInitial(ReadOnlySpan<byte> frames, int number = 0, byte[]? keyId = null) =>
        Initial(false, [], ServerId, keyId ?? ClientId, number, frames, 0, 1);

    /// <summary>A packet whose protected part nobody can read: 0-RTT (1) or Handshake (2).</summary>
    public static byte[] Opaque(int type, byte[] destination, byte[] source, int length = 40) =>
        new WireBytes().U8(0xc0 | type << 4).U32(1).Vector8(destination).Vector8(source).U16(0x4000 | length).Append(TlsBytes.Random(5).AsSpan(0, 20)).Repeat(0x5a, length - 20).ToArray();

    /// <summary>A short header packet.</summary>
    public static byte[] Short(byte[] destination) => new WireBytes().U8(0x4b).Append(destination).Repeat(0xa5, 40).ToArray();

    /// <summary>A Retry packet.</summary>
    public static byte[] Retry(byte[] destination, byte[] source) =>
        new WireBytes().U8(0xf0).U32(1).Vector8(destination).Vector8(source).Text("token").Repeat(0x77, 16).ToArray();

    /// <summary>A Version Negotiation packet.</summary>
    public static byte[] Negotiation(byte[] destination, byte[] source, params long[] versions)
    {
        var bytes = new WireBytes().U8(0x80).U32(0).Vector8(destination).Vector8(source);
        Array.ForEach(versions, version => bytes.U32(version));
        return bytes.ToArray();
    }

    private static byte[] Initial(bool ofClient, byte[] destination, byte[] source, byte[] keyId, int number, ReadOnlySpan<byte> frames, int minimum, long version)
    {
        var secret = Expand(HKDF.Extract(HashAlgorithmName.SHA256, keyId, s_salt), ofClient ? "client in" : "server in", 32);
        var (key, iv, headerKey) = (Expand(secret, "quic key", 16), Expand(secret, "quic iv", 12), Expand(secret, "quic hp", 16));
        var front = new WireBytes().U8(0xc3).U32(version).Vector8(destination).Vector8(source).U8(0);
        var plain = frames.ToArray();
        Array.Resize(ref plain, Math.Max(Math.Max(plain.Length, 4), minimum - front.Length - 2 - 4 - 16));
        var header = front.U16(0x4000 | (4 + plain.Length + 16)).U32(number).ToArray();
        BinaryPrimitives.WriteInt64BigEndian(iv.AsSpan(4), BinaryPrimitives.ReadInt64BigEndian(iv.AsSpan(4)) ^ number);
        var (cipher, tag) = (new byte[plain.Length], new byte[16]);
        using var aead = new AesGcm(key, 16);
        aead.Encrypt(iv, plain, cipher, tag, header);
        byte[] packet = [.. header, .. cipher, .. tag];
        using var aes = Aes.Create();
        aes.SetKey(headerKey);
        var mask = aes.EncryptEcb(packet.AsSpan(header.Length, 16), PaddingMode.None);
        packet[0] ^= (byte)(mask[0] & 0x0f);
        for (var i = 0; i < 4; i++)
        {
            packet[header.Length - 4 + i] ^= mask[1 + i];
        }

        return packet;
    }

    private static byte[] Expand(byte[] secret, string label, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length, new WireBytes().U16(length).Vector8(Encoding.ASCII.GetBytes("tls13 " + label)).U8(0).ToArray());
}
