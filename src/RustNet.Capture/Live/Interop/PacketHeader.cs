using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustNet.Capture.Live.Interop;

/// <summary>
/// Reads <c>struct pcap_pkthdr</c>: a <c>struct timeval</c>, then captured and wire length as 32-bit numbers. The
/// timeval differs: two 32-bit numbers on Windows, elsewhere two words, of which macOS uses only half of the second.
/// The fraction is below 10^9, so its low 32 bits are the whole of it wherever .NET runs little-endian.
/// </summary>
internal static unsafe class PacketHeader
{
    /// <summary>Bytes before the lengths.</summary>
    internal static readonly int TimeLength = OperatingSystem.IsWindows() ? 8 : 2 * sizeof(nint);

    /// <summary>Bytes of the header that are read.</summary>
    internal static readonly int Length = TimeLength + (2 * sizeof(uint));

    private static readonly int s_wordLength = TimeLength / 2;

    /// <summary>Capture time in nanoseconds since 1970; <paramref name="unit"/> is that of the fraction, in nanoseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Timestamp(nint header, long unit)
    {
        var time = (byte*)header;
        var seconds = s_wordLength == sizeof(long) ? *(long*)time : *(int*)time;
        return (seconds * 1_000_000_000) + (*(uint*)(time + s_wordLength) * unit);
    }

    /// <summary>Bytes captured.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CapturedLength(nint header) => ToLength(*(uint*)((byte*)header + TimeLength));

    /// <summary>Bytes on the wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WireLength(nint header) => ToLength(*(uint*)((byte*)header + TimeLength + sizeof(uint)));

    /// <summary>The captured bytes, valid for as long as libpcap keeps them: the duration of the callback.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> Bytes(nint header, nint data) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<byte>((void*)data), CapturedLength(header));

    private static int ToLength(uint length) => (int)Math.Min(length, int.MaxValue);
}
