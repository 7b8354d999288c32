using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Proc;

/// <summary>Chooses what a process is called. Pure.</summary>
internal static class ProcessName
{
    private const int CutAt = 15; // TASK_COMM_LEN without its zero
    private const int ArgumentsTried = 3;

    /// <summary>
    /// The kernel's name for its first thread, unless that was cut and the executable, or a script among the first arguments, has
    /// the whole one; or unless a runtime has called the thread "main", which tells nothing.
    /// </summary>
    /// <param name="name">The kernel's name.</param>
    /// <param name="executable">Path of the executable, or empty.</param>
    /// <param name="arguments">The content of cmdline, or empty.</param>
    public static string Choose(ReadOnlySpan<byte> name, ReadOnlySpan<byte> executable, ReadOnlySpan<byte> arguments)
    {
        var file = FileName(WithoutDeletedMark(executable));
        if (name.IsEmpty || (name.EndsWith("MainThread"u8) && !file.IsEmpty)) // node, Firefox's helpers
        {
            return WireText.Clean(file);
        }

        if (name.Length < CutAt)
        {
            return WireText.Clean(name);
        }

        if (file.StartsWith(name))
        {
            return WireText.Clean(file);
        }

        for (var i = 0; i < ArgumentsTried; i++)
        {
            var argument = FileName(CommandLineText.Argument(arguments, i));
            if (argument.StartsWith(name) && !argument.Contains((byte)' '))
            {
                return WireText.Clean(argument);
            }
        }

        return WireText.Clean(name);
    }

    /// <summary>True where the kernel's name is all that <see cref="Choose"/> would look at.</summary>
    public static bool IsTelling(ReadOnlySpan<byte> name) => name.Length is > 0 and < CutAt && !name.EndsWith("MainThread"u8);

    /// <summary>The path as it was before the file was replaced or removed, which the kernel marks.</summary>
    public static ReadOnlySpan<byte> WithoutDeletedMark(ReadOnlySpan<byte> executable)
    {
        var mark = " (deleted)"u8;
        return executable.EndsWith(mark) ? executable[..^mark.Length] : executable;
    }

    private static ReadOnlySpan<byte> FileName(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];
}
