using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RustNet.Core.Flows;

/// <summary>
/// Hash of a <see cref="FlowKey"/>: folded 64x64-bit multiplications (the construction of wyhash) keyed with secret
/// numbers, so that nobody on the wire can choose addresses and ports that share a bucket. Immutable.
/// </summary>
internal readonly struct FlowHash
{
    private readonly ulong _seed0;
    private readonly ulong _seed1;
    private readonly ulong _seed2;
    private readonly ulong _seed3;
    private readonly ulong _seed4;

    private FlowHash(ReadOnlySpan<ulong> seeds)
    {
        _seed0 = seeds[0];
        _seed1 = seeds[1];
        _seed2 = seeds[2];
        _seed3 = seeds[3];
        _seed4 = seeds[4];
    }

    /// <summary>The hash of this process, with a seed nobody else knows. What the table shows never depends on it.</summary>
    public static FlowHash OfProcess { get; } = Create();

    /// <summary>Hashes a key; all 64 bits are usable.</summary>
    public ulong Of(in FlowKey key)
    {
        var addresses = Fold((ulong)key.AddressA ^ _seed0, (ulong)key.AddressB ^ _seed1);
        var prefixes = Fold((ulong)(key.AddressA >> 64) ^ _seed2, (ulong)(key.AddressB >> 64) ^ _seed3);
        var rest = (ulong)key.PortA << 32 | (ulong)key.PortB << 16 | (ulong)key.Protocol << 8 | (ulong)key.Network;
        return Finish(Fold(addresses ^ rest ^ _seed4, prefixes ^ _seed1));
    }

    /// <summary>Hashes an address and what goes with it; all 64 bits are usable.</summary>
    public ulong Of(UInt128 address, ulong first, ulong second, ulong rest)
    {
        var front = Fold((ulong)address ^ _seed0, (ulong)(address >> 64) ^ _seed1);
        var back = Fold(first ^ _seed2, second ^ _seed3);
        return Finish(Fold(front ^ rest ^ _seed4, back ^ _seed1));
    }

    /// <summary>Hashes bytes; all 64 bits are usable.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = _seed0 ^ (ulong)bytes.Length;
        for (; bytes.Length >= 2 * sizeof(ulong); bytes = bytes[(2 * sizeof(ulong))..])
        {
            hash = Fold(MemoryMarshal.Read<ulong>(bytes) ^ _seed1, MemoryMarshal.Read<ulong>(bytes[sizeof(ulong)..]) ^ hash);
        }

        Span<byte> rest = stackalloc byte[2 * sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        return Finish(Fold(MemoryMarshal.Read<ulong>(rest) ^ _seed2, MemoryMarshal.Read<ulong>(rest[sizeof(ulong)..]) ^ hash ^ _seed3));
    }

    /// <summary>A hash with a seed of its own.</summary>
    internal static FlowHash Create()
    {
        Span<ulong> seeds = stackalloc ulong[5];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(seeds));
        return new FlowHash(seeds);
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    // Ports sit in the upper half: without this, ports in a row would reach the lower bits, which choose the chain, in a pattern.
    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0x9e37_79b9_7f4a_7c15; // 2^64 divided by the golden ratio
        return hash ^ (hash >> 29);
    }
}
