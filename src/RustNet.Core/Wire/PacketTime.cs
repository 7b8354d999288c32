namespace RustNet.Core.Wire;

/// <summary>
/// Packet time: the capture timestamp as a count of nanoseconds since 1970-01-01 00:00 UTC in a <see cref="long"/>
/// (good until 2262). All ages, timeouts and rates are differences of such numbers; no clock is read on the packet path.
/// </summary>
public static class PacketTime
{
    /// <summary>Nanoseconds in one microsecond.</summary>
    public const long Microsecond = 1_000;

    /// <summary>Nanoseconds in one millisecond.</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>Nanoseconds in one second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Nanoseconds in one minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>The instant as a UTC date; sub-100 ns digits are cut.</summary>
    public static DateTime ToUtc(long nanoseconds) =>
        DateTime.UnixEpoch.AddTicks(Math.Clamp(nanoseconds / 100, -DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks));

    /// <summary>The UTC instant in nanoseconds since 1970-01-01.</summary>
    public static long FromUtc(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
