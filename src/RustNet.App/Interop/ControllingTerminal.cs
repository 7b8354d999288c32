using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RustNet.App.Interop;

/// <summary>
/// Lets the screen read keys while standard input carries a capture (<c>tcpdump -w - | rustnet --read -</c>): the pipe
/// moves to another descriptor and the controlling terminal takes its place.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class ControllingTerminal
{
    private const int ReadWrite = 2;

    /// <summary>
    /// Swaps them and answers the path under which the piped data is read from now on; <see langword="null"/> where the process
    /// has no terminal. Call before anything reads from standard input.
    /// </summary>
    public static string? TakeOverInput()
    {
        var terminal = Open("/dev/tty", ReadWrite);
        if (terminal < 0)
        {
            return null;
        }

        var piped = Duplicate(0);
        if (piped < 0 || DuplicateTo(terminal, 0) < 0)
        {
            return null;
        }

        _ = Close(terminal);
        return $"/dev/fd/{piped}";
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
