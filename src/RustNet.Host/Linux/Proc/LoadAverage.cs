namespace RustNet.Host.Linux.Proc;

/// <summary>Reads <c>/proc/loadavg</c> (proc_loadavg(5)). Never throws.</summary>
internal static class LoadAverage
{
    /// <summary>The process id that was given out last, by which the newest processes are known; the largest number if it is not there.</summary>
    public static int LastProcess(ReadOnlySpan<byte> text)
    {
        // 0.20 0.18 0.12 1/80 11206
        var fields = new Fields(text.TrimEnd((byte)'\n'));
        return fields.Skip(4) && fields.TryNext(out int last) ? last : int.MaxValue;
    }
}
