using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RustNet.Host.Linux.Interop;

/// <summary>
/// When the machine was started, to the nanosecond: <c>btime</c> of /proc/stat has whole seconds, which is too coarse to tell
/// a process that is younger than a packet.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class BootClock
{
    private const int RealTime = 0; // CLOCK_REALTIME
    private const int BootTime = 7; // CLOCK_BOOTTIME: suspended time counts, as in the start time of a process
    private const int MostTries = 5;
    private const long Undisturbed = 20_000; // nanoseconds
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since the machine started, suspended time counted.</summary>
    public static long Now() => Read(BootTime);

    /// <summary>
    /// Nanoseconds since 1970 UTC at which the machine started, by the wall clock of now. Two clocks are read for it, and nothing may come
    /// between: it is done again where something did.
    /// </summary>
    public static long StartedAt()
    {
        var (best, shortest) = (0L, long.MaxValue);
        for (var tries = 0; tries < MostTries && shortest > Undisturbed; tries++)
        {
            var before = Read(BootTime);
            var realTime = Read(RealTime);
            var took = Read(BootTime) - before;
            (best, shortest) = took < shortest ? (realTime - before - took / 2, took) : (best, shortest);
        }

        return best;
    }

    private static long Read(int clock)
    {
        TimeSpecification time;
        return GetTime(clock, &time) == 0 ? time.Seconds * NanosecondsPerSecond + time.Nanoseconds : 0;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpecification* time);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
