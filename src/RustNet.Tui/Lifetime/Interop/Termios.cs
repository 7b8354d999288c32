using System.Runtime.InteropServices;

namespace RustNet.Tui.Lifetime.Interop;

/// <summary>
/// The modes of the controlling terminal (POSIX termios), kept as the bytes the system gave: nothing here needs to know
/// what is in them, only to put them back. Does nothing on Windows.
/// </summary>
internal static partial class Termios
{
    private const int StandardInput = 0;
    private const int Now = 0; // TCSANOW, 0 on Linux, macOS and the BSDs
    private const int RoomForAnySystem = 256; // the structure takes 60 bytes on Linux, 72 on macOS

    /// <summary>The present modes, or <see langword="null"/> where standard input is not a terminal.</summary>
    public static byte[]? Save()
    {
        var modes = new byte[RoomForAnySystem];
        return !OperatingSystem.IsWindows() && TcGetAttr(StandardInput, modes) == 0 ? modes : null;
    }

    /// <summary>Puts modes back; a terminal that is gone is left alone.</summary>
    public static void Restore(byte[]? modes)
    {
        if (modes is not null)
        {
            _ = TcSetAttr(StandardInput, Now, modes);
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int TcGetAttr(int descriptor, [Out] byte[] modes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int TcSetAttr(int descriptor, int when, byte[] modes);
}
