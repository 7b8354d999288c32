namespace RustNet.Host;

/// <summary>Times as packets have them.</summary>
internal static class UnixTime
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Nanoseconds since 1970 UTC.</summary>
    public static long Now(TimeProvider clock) => (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
}
