namespace RustNet.Tui;

/// <summary>How the screen ended. The terminal is as it was before in every case.</summary>
/// <param name="Signal">POSIX number of the signal that ended it, 0 when the user quit.</param>
public readonly record struct ScreenResult(int Signal)
{
    /// <summary>The user quit.</summary>
    public static ScreenResult Quit => default;

    /// <summary>Exit code of the program: 0, or 128 plus the signal's number as shells have it.</summary>
    public int ExitCode => Signal == 0 ? 0 : 128 + Signal;
}
