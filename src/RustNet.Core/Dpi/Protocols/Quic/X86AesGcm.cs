using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// AES-128-GCM (FIPS 197, NIST SP 800-38D) with the processor's own instructions, for one key. Only for keys that everybody on the path
/// has: a packet of 1,200 bytes costs the platform's library 4.0 µs, most of it in making and freeing its objects, and this 1.0.
/// Immutable; may be used only where <see cref="IsSupported"/>.
/// </summary>
internal readonly struct X86AesGcm
{
    private const int BlockLength = 16;
    private const int NonceLength = 12;

    private readonly Schedule _keys;

    /// <summary>Expands a key of 16 bytes (FIPS 197 §5.2).</summary>
    public X86AesGcm(ReadOnlySpan<byte> key)
    {
        var round = Vector128.Create(key);
        _keys[0] = round;
        _keys[1] = round = NextKey(round, Aes.KeygenAssist(round, 0x01));
        _keys[2] = round = NextKey(round, Aes.KeygenAssist(round, 0x02));
        _keys[3] = round = NextKey(round, Aes.KeygenAssist(round, 0x04));
        _keys[4] = round = NextKey(round, Aes.KeygenAssist(round, 0x08));
        _keys[5] = round = NextKey(round, Aes.KeygenAssist(round, 0x10));
        _keys[6] = round = NextKey(round, Aes.KeygenAssist(round, 0x20));
        _keys[7] = round = NextKey(round, Aes.KeygenAssist(round, 0x40));
        _keys[8] = round = NextKey(round, Aes.KeygenAssist(round, 0x80));
        _keys[9] = round = NextKey(round, Aes.KeygenAssist(round, 0x1b));
        _keys[10] = NextKey(round, Aes.KeygenAssist(round, 0x36));
    }

    /// <summary>True when this processor has the instructions.</summary>
    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported;

    /// <summary>Encrypts one block (FIPS 197 §5.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]   // vectors are passed in memory: here and below that makes 6.4 µs a packet 1.0
    public Vector128<byte> Encrypt(Vector128<byte> block)
    {
        block ^= _keys[0];
        block = Aes.Encrypt(block, _keys[1]);
        block = Aes.Encrypt(block, _keys[2]);
        block = Aes.Encrypt(block, _keys[3]);
        block = Aes.Encrypt(block, _keys[4]);
        block = Aes.Encrypt(block, _keys[5]);
        block = Aes.Encrypt(block, _keys[6]);
        block = Aes.Encrypt(block, _keys[7]);
        block = Aes.Encrypt(block, _keys[8]);
        block = Aes.Encrypt(block, _keys[9]);
        return Aes.EncryptLast(block, _keys[10]);
    }

    /// <summary>
    /// Decrypts where the tag is right (SP 800-38D §7.2), else leaves <paramref name="result"/> alone and answers <see langword="false"/>.
    /// </summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="sealedBytes">What was encrypted.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="header">What is protected but not encrypted.</param>
    /// <param name="result">As long as <paramref name="sealedBytes"/>.</param>
    public bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> header, Span<byte> result)
    {
        Span<byte> first = stackalloc byte[BlockLength];
        first.Clear();
        nonce[..NonceLength].CopyTo(first);
        var counter = Vector128.Create<byte>(first).AsUInt32();
        var expected = Hash(header, sealedBytes) ^ Encrypt(At(counter, 1));
        if (expected != Vector128.Create(tag))
        {
            return false;
        }

        var number = 2u;
        for (; sealedBytes.Length >= BlockLength; number++)
        {
            (Vector128.Create(sealedBytes) ^ Encrypt(At(counter, number))).CopyTo(result);
            sealedBytes = sealedBytes[BlockLength..];
            result = result[BlockLength..];
        }

        if (!sealedBytes.IsEmpty)
        {
            Span<byte> last = stackalloc byte[BlockLength];
            (Padded(sealedBytes) ^ Encrypt(At(counter, number))).CopyTo(last);
            last[..sealedBytes.Length].CopyTo(result);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> At(Vector128<uint> counter, uint number) =>
        (counter | Vector128.Create(0, 0, 0, BinaryPrimitives.ReverseEndianness(number))).AsByte();

    private static Vector128<byte> NextKey(Vector128<byte> key, Vector128<byte> assist)
    {
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ Sse2.Shuffle(assist.AsUInt32(), 0xff).AsByte();
    }

    /// <summary>GHASH (SP 800-38D §6.4) of header and ciphertext, computed as POLYVAL with reversed bytes (RFC 8452 appendix A).</summary>
    private Vector128<byte> Hash(ReadOnlySpan<byte> header, ReadOnlySpan<byte> sealedBytes)
    {
        var power = TimesX(Reverse(Encrypt(Vector128<byte>.Zero)).AsUInt64());
        var hash = Absorb(Vector128<ulong>.Zero, power, header);
        hash = Absorb(hash, power, sealedBytes);
        hash = Multiply(hash ^ Vector128.Create((ulong)sealedBytes.Length * 8, (ulong)header.Length * 8), power);
        return Reverse(hash.AsByte());
    }

    private static Vector128<ulong> Absorb(Vector128<ulong> hash, Vector128<ulong> power, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= BlockLength; bytes = bytes[BlockLength..])
        {
            hash = Multiply(hash ^ Reverse(Vector128.Create(bytes)).AsUInt64(), power);
        }

        return bytes.IsEmpty ? hash : Multiply(hash ^ Reverse(Padded(bytes)).AsUInt64(), power);
    }

    /// <summary>The product in POLYVAL's field, with its x^-128 (RFC 8452 §3): carry-less product, then two folds of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        var reduction = Vector128.Create(0xc200_0000_0000_0000ul);
        var middle = Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);
        var low = Pclmulqdq.CarrylessMultiply(a, b, 0x00) ^ Sse2.ShiftLeftLogical128BitLane(middle, 8);
        var high = Pclmulqdq.CarrylessMultiply(a, b, 0x11) ^ Sse2.ShiftRightLogical128BitLane(middle, 8);
        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, reduction, 0x00);
        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, reduction, 0x00);
        return high ^ low;
    }

    /// <summary>mulX_POLYVAL (RFC 8452 appendix A): turns GHASH's key into POLYVAL's.</summary>
    private static Vector128<ulong> TimesX(Vector128<ulong> value)
    {
        var number = new UInt128(value[1], value[0]);
        var product = number << 1 ^ ((number >> 127) == 0 ? UInt128.Zero : new UInt128(0xc200_0000_0000_0000, 1));
        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Sse2.Shuffle(value.AsUInt32(), 0x4e).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> bytes) =>
        Ssse3.Shuffle(bytes, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    private static Vector128<byte> Padded(ReadOnlySpan<byte> bytes)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        bytes.CopyTo(block);
        return Vector128.Create<byte>(block);
    }

    [InlineArray(11)]
    private struct Schedule
    {
        private Vector128<byte> _first;
    }
}
