namespace RustNet.Host.Linux.Proc;

/// <summary>Reads <c>/proc/PID/status</c> (proc_pid_status(5)). Never throws.</summary>
internal static class ProcessStatus
{
    /// <summary>The effective user id.</summary>
    public static bool TryUser(ReadOnlySpan<byte> text, out uint user)
    {
        // Uid: real effective saved file-system
        user = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith("Uid:"u8))
            {
                var fields = new Fields(line["Uid:"u8.Length..]);
                return fields.Skip(1) && fields.TryNext(out user);
            }
        }

        return false;
    }
}
