using System.Runtime.InteropServices;

namespace RustNet.Core.Dpi;

/// <summary>
/// Chooses the place of something in a small memory of what was seen lately, and nothing else: whoever finds two things that share a place
/// makes us work as without that memory. Pure.
/// </summary>
internal static class PlaceHash
{
    private const ulong Factor = 0x9e37_79b9_7f4a_7c15; // 2^64 divided by the golden ratio

    /// <summary>A number made of bytes; its upper half is the well-mixed one.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">What else counts.</param>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = seed;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = (ulong.RotateLeft(hash, 23) ^ MemoryMarshal.Read<ulong>(bytes)) * Factor;
        }

        foreach (var octet in bytes)
        {
            hash = (hash ^ octet) * Factor;
        }

        return hash;
    }
}
