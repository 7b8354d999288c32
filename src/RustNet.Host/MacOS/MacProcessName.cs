using RustNet.Core.Dpi;

namespace RustNet.Host.MacOS;

/// <summary>Chooses what a process is called. Pure.</summary>
internal static class MacProcessName
{
    /// <summary>
    /// The longer of the kernel's names, unless that was cut and the executable has the whole one.
    /// </summary>
    /// <param name="process">What the kernel calls it.</param>
    /// <param name="executable">Path of the executable, or empty.</param>
    public static string Choose(in MacProcess process, ReadOnlySpan<byte> executable)
    {
        var file = executable[(executable.LastIndexOf((byte)'/') + 1)..];
        var hasLonger = process.Name.Length >= process.Command.Length && !process.Name.IsEmpty;
        var name = hasLonger ? process.Name : process.Command;
        var longest = (hasLonger ? 2 : 1) * ProcInfoLayout.CommandLength - 1;
        var isCut = name.Length >= longest && file.StartsWith(name);
        return WireText.Clean(name.IsEmpty || isCut ? file : name);
    }
}
