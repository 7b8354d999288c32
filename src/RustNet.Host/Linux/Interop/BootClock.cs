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
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since 1970 UTC at which the machine started, by the wall clock of now.</summary>
    public static long StartedAt() => Read(RealTime) - Read(BootTime);

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
