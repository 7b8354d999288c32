using RustNet.Core.Dpi;

namespace RustNet.Host;

/// <summary>Reads arguments, each ended by a zero, as <c>/proc/PID/cmdline</c> and KERN_PROCARGS2 have them. A program may write anything there. Never throws.</summary>
internal static class CommandLineText
{
    /// <summary>Characters kept.</summary>
    public const int MaxLength = 1024;

    /// <summary>The arguments, cleaned and joined by blanks; <see langword="null"/> where there are none.</summary>
    public static string? Join(ReadOnlySpan<byte> arguments)
    {
        arguments = arguments.TrimEnd((byte)0);
        if (arguments.IsEmpty)
        {
            return null;
        }

        // Never more than could be kept, and one character to show that more was there.
        Span<byte> joined = stackalloc byte[(MaxLength + 1) * 4];
        joined = joined[..Math.Min(joined.Length, arguments.Length)];
        arguments[..joined.Length].CopyTo(joined);
        joined.Replace((byte)0, (byte)' ');
        return WireText.Clean(joined, MaxLength);
    }

    /// <summary>One argument, the program's own name being the first; empty where there are not so many.</summary>
    public static ReadOnlySpan<byte> Argument(ReadOnlySpan<byte> arguments, int index)
    {
        for (; index > 0; index--)
        {
            var end = arguments.IndexOf((byte)0);
            if (end < 0)
            {
                return default;
            }

            arguments = arguments[(end + 1)..];
        }

        var length = arguments.IndexOf((byte)0);
        return length < 0 ? arguments : arguments[..length];
    }
}
