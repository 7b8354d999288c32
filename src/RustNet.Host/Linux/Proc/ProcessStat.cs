namespace RustNet.Host.Linux.Proc;

/// <summary>What <c>/proc/PID/stat</c> says (proc_pid_stat(5)). A view of the text; never throws.</summary>
internal readonly ref struct ProcessStat
{
    /// <summary>Start times are counted in these: USER_HZ, 100 on every architecture that .NET runs on.</summary>
    public const long NanosecondsPerTick = 10_000_000;

    private const uint KernelThread = 0x0020_0000; // PF_KTHREAD

    private ProcessStat(ReadOnlySpan<byte> name, int parent, int session, uint flags, long startTicks)
    {
        Name = name;
        Parent = parent;
        Session = session;
        IsKernelThread = (flags & KernelThread) != 0;
        StartTicks = startTicks;
    }

    /// <summary>Name of the process's first thread, at most 15 bytes of any kind; kernel threads have longer ones.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Process id of the parent, 0 for none.</summary>
    public int Parent { get; }

    /// <summary>Its session.</summary>
    public int Session { get; }

    /// <summary>The kernel itself is at work, not a program.</summary>
    public bool IsKernelThread { get; }

    /// <summary>When it started, hundredths of seconds since boot. With the process id it names a process for good.</summary>
    public long StartTicks { get; }

    /// <summary>Reads the line.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessStat stat)
    {
        stat = default;
        // pid (name) state ppid pgrp session tty tpgid flags ... starttime: a name may have blanks and parentheses itself
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf((byte)')');
        if (open < 0 || close < open)
        {
            return false;
        }

        var fields = new Fields(text[(close + 1)..]);
        if (!fields.Skip(1)
            || !fields.TryNext(out int parent)
            || !fields.Skip(1)
            || !fields.TryNext(out int session)
            || !fields.Skip(2)
            || !fields.TryNext(out uint flags)
            || !fields.Skip(12)
            || !fields.TryNext(out ulong start) || start > long.MaxValue / NanosecondsPerTick)
        {
            return false;
        }

        stat = new ProcessStat(text[(open + 1)..close], parent, session, flags, (long)start);
        return true;
    }
}
