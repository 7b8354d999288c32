using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>What an Interface Description Block says of the frames that name it (draft-ietf-opsawg-pcapng §4.2).</summary>
internal sealed class PcapngInterface
{
    private const byte PowerOfTwo = 0x80;
    private const int DefaultResolution = 6;            // microseconds
    private const int MaximumDecimalExponent = 19;      // finer than a ulong counts a second in: no clock does
    private const int MaximumBinaryExponent = 63;

    private readonly ulong _ticksPerSecond;
    private readonly long _nanosecondsPerTick;          // 0 where it is no whole number
    private readonly ulong _lastExactTick;              // beyond, the product would not fit
    private readonly long _offset;

    public PcapngInterface(int number, LinkLayer linkLayer, uint snapLength, string? name, byte? resolution, long offsetSeconds)
    {
        Number = number;
        LinkLayer = linkLayer;
        SnapLength = snapLength;
        Name = name;
        _ticksPerSecond = TicksPerSecond(resolution ?? DefaultResolution);
        _nanosecondsPerTick = _ticksPerSecond <= PacketTime.Second && PacketTime.Second % (long)_ticksPerSecond == 0
            ? PacketTime.Second / (long)_ticksPerSecond
            : 0;
        _lastExactTick = _nanosecondsPerTick == 0 ? 0 : (ulong)(long.MaxValue / _nanosecondsPerTick);
        _offset = Saturate((Int128)offsetSeconds * PacketTime.Second);
    }

    /// <summary>Number of the interface in the whole file, from 0: section after section.</summary>
    public int Number { get; }

    public LinkLayer LinkLayer { get; }

    /// <summary>Most bytes captured of a frame; 0 where there was no limit.</summary>
    public uint SnapLength { get; }

    public string? Name { get; }

    /// <summary>The capture time in nanoseconds since 1970 that a block's tick count means.</summary>
    public long ToPacketTime(ulong ticks)
    {
        if (_offset == 0 && ticks <= _lastExactTick)
        {
            return (long)ticks * _nanosecondsPerTick;
        }

        return Saturate((Int128)((UInt128)ticks * PacketTime.Second / _ticksPerSecond) + _offset);
    }

    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);

    // if_tsresol: the exponent of a negative power of ten, or of two where the top bit is set.
    private static ulong TicksPerSecond(byte resolution)
    {
        var exponent = resolution & ~PowerOfTwo;
        if ((resolution & PowerOfTwo) != 0)
        {
            return 1UL << Math.Min(exponent, MaximumBinaryExponent);
        }

        var ticks = 1UL;
        for (var i = Math.Min(exponent, MaximumDecimalExponent); i > 0; i--)
        {
            ticks *= 10;
        }

        return ticks;
    }

    private static long Saturate(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}
