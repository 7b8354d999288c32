using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RustNet.Host.Linux.Interop;

/// <summary>Processor time of the calling thread: what it works, not what it waits for its turn on a busy machine.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class ThreadClock
{
    private const int ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Nanoseconds since the thread began.</summary>
    public static long Now()
    {
        var time = stackalloc nint[2]; // struct timespec
        return GetTime(ThreadTime, time) == 0 ? time[0] * 1_000_000_000L + time[1] : 0;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, nint* time);
}
