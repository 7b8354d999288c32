using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// Keys of one direction's Initial packets (RFC 9001 §5.2): anyone who saw the client's first destination connection id has
/// them. AES-128-GCM with AES header protection, whatever is negotiated later.
/// </summary>
internal sealed class QuicKeys
{
    /// <summary>What one of these counts as, in bytes.</summary>
    public const int Size = 128;

    private const int KeyLength = 16;
    private const int IvLength = 12;
    private const int SampleLength = QuicCipher.SampleLength;
    private const int MaxPacketNumberLength = 4;

    private readonly Material _material;
    private long _largest = -1;

    private QuicKeys(QuicProtection protection, ReadOnlySpan<Vector128<uint>> words)
    {
        Protection = protection;
        Span<byte> material = _material;
        Write(words, QuicInitialSecrets.KeyLane, material[..KeyLength]);
        Write(words, QuicInitialSecrets.IvLane, material.Slice(KeyLength, IvLength));
        Write(words, QuicInitialSecrets.HeaderLane, material[(KeyLength + IvLength)..]);
    }

    /// <summary>What they were made for.</summary>
    public QuicProtection Protection { get; }

    /// <summary>Packet protection key.</summary>
    public ReadOnlySpan<byte> Key => ((ReadOnlySpan<byte>)_material)[..KeyLength];

    /// <summary>Packet protection IV.</summary>
    public ReadOnlySpan<byte> Iv => ((ReadOnlySpan<byte>)_material).Slice(KeyLength, IvLength);

    /// <summary>Header protection key.</summary>
    public ReadOnlySpan<byte> HeaderKey => ((ReadOnlySpan<byte>)_material)[(KeyLength + IvLength)..];

    /// <summary>
    /// The keys of both sides for the destination connection id (at most 20 bytes) of the client's first Initial packet, or first
    /// after a Retry.
    /// </summary>
    public static (QuicKeys Client, QuicKeys Server) Derive(QuicProtection protection, ReadOnlySpan<byte> connectionId)
    {
        Span<Vector128<uint>> client = stackalloc Vector128<uint>[QuicInitialSecrets.KeyWords];
        Span<Vector128<uint>> server = stackalloc Vector128<uint>[QuicInitialSecrets.KeyWords];
        protection.Secrets.Derive(connectionId, client, server);
        return (new QuicKeys(protection, client), new QuicKeys(protection, server));
    }

    /// <summary>
    /// Removes header and packet protection (RFC 9001 §5.3, §5.4). <see langword="false"/> when the packet was not protected with
    /// these keys, or is damaged.
    /// </summary>
    public bool TryOpen(in QuicLongPacket packet, out Opened opened)
    {
        opened = default;
        var bytes = packet.Bytes;
        var offset = packet.PacketNumberOffset;
        if (!packet.IsWhole || bytes.Length < offset + MaxPacketNumberLength + SampleLength)
        {
            return false;
        }

        Span<byte> mask = stackalloc byte[SampleLength];
        QuicCipher.Mask(HeaderKey, bytes.Slice(offset + MaxPacketNumberLength, SampleLength), mask);

        // The header in the clear, then the payload: together never longer than the packet.
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        var first = (byte)(bytes[0] ^ (mask[0] & 0x0f));
        var numberLength = (first & 3) + 1;
        var header = buffer.AsSpan(0, offset + numberLength);
        bytes[..header.Length].CopyTo(header);
        header[0] = first;
        var truncated = 0L;
        for (var i = 0; i < numberLength; i++)
        {
            truncated = truncated << 8 | (header[offset + i] ^= mask[i + 1]);
        }

        var number = NumberOf(truncated, numberLength * 8);
        Span<byte> nonce = stackalloc byte[IvLength];
        Iv.CopyTo(nonce);
        var tail = nonce[^sizeof(ulong)..];
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) ^ (ulong)number);
        var payload = buffer.AsSpan(header.Length, bytes.Length - header.Length - QuicCipher.TagLength);
        if (!QuicCipher.TryOpen(Key, nonce, bytes[header.Length..], header, payload))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return false;
        }

        _largest = Math.Max(_largest, number);
        opened = new Opened(buffer, payload);
        return true;
    }

    /// <summary>The full packet number nearest to the one that is expected (RFC 9000 §A.3).</summary>
    private long NumberOf(long truncated, int bits)
    {
        var expected = _largest + 1;
        var window = 1L << bits;
        var candidate = (expected & ~(window - 1)) | truncated;
        return candidate <= expected - (window / 2) && candidate < (1L << 62) - window ? candidate + window
            : candidate > expected + (window / 2) && candidate >= window ? candidate - window
            : candidate;
    }

    private static void Write(ReadOnlySpan<Vector128<uint>> words, int lane, Span<byte> result)
    {
        for (var i = 0; i < result.Length / sizeof(uint); i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(result[(i * sizeof(uint))..], words[i][lane]);
        }
    }

    // Key, IV and header protection key, in place.
    [InlineArray(KeyLength + IvLength + KeyLength)]
    private struct Material
    {
        private byte _first;
    }

    /// <summary>The payload of a packet in a rented buffer, which <see cref="Dispose"/> gives back.</summary>
    public ref struct Opened(byte[] buffer, ReadOnlySpan<byte> payload)
    {
        private byte[]? _buffer = buffer;

        /// <summary>Frames in the clear; must not be used after <see cref="Dispose"/>.</summary>
        public ReadOnlySpan<byte> Payload { get; } = payload;

        /// <summary>Gives the buffer back.</summary>
        public void Dispose()
        {
            if (_buffer is { } rented)
            {
                _buffer = null;
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
