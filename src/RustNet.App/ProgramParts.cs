using RustNet.App.Cli;
using RustNet.Capture;
using RustNet.Core.Flows;
using RustNet.Host;
using RustNet.Tui;

namespace RustNet.App;

/// <summary>
/// Everything outside the program's own logic that <see cref="Startup"/> puts together: the process's streams, the machine,
/// the screen. One real set; tests bring their own.
/// </summary>
internal sealed record ProgramParts
{
    /// <summary>Standard output, for people and for JSON lines. Throws an <see cref="IOException"/> when it takes no more.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error, for one line when something is wrong.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Columns of the terminal that standard output is, or 80.</summary>
    public required int OutputWidth { get; init; }

    /// <summary>Whether standard input is a terminal, from which no capture can be read.</summary>
    public required bool InputIsTerminal { get; init; }

    /// <summary>Value of the variable NO_COLOR.</summary>
    public required string? NoColorVariable { get; init; }

    /// <summary>Where session logs go, relative to the current directory.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Clock for everything that is not packet time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Opens a live capture and compiles its filter; throws a <see cref="CaptureException"/>.</summary>
    public required Func<RunOptions, ICaptureSource> OpenLive { get; init; }

    /// <summary>Opens the file at a path, under a name for the user, for as fast as possible; throws a <see cref="CaptureException"/>.</summary>
    public required Func<string, string, ICaptureSource> OpenFile { get; init; }

    /// <summary>Slows a file down to packet time times a factor.</summary>
    public required Func<ICaptureSource, double, ICaptureSource> Pace { get; init; }

    /// <summary>Why the screen cannot be shown on this terminal, or <see langword="null"/>; before anything else of the screen.</summary>
    public required Func<string?> CheckTerminal { get; init; }

    /// <summary>Makes room on standard input for the keyboard; answers the path the piped capture is at now, or <see langword="null"/>.</summary>
    public required Func<string?> TakeOverInput { get; init; }

    /// <summary>The table of <c>--list-interfaces</c>; throws a <see cref="CaptureException"/>.</summary>
    public required Func<string> ListInterfaces { get; init; }

    /// <summary>
    /// Loads the best way this system has to tell whose connections there are, needing the rights of the start; <see langword="null"/>
    /// where it has none.
    /// </summary>
    public required Func<IProcessAttributor?> LoadAttribution { get; init; }

    /// <summary>Keeps the table informed of this machine's addresses until disposed.</summary>
    public required Func<Action<LocalAddressSet>, IDisposable> WatchLocalAddresses { get; init; }

    /// <summary>Shows the screen until the user quits or a signal ends it; throws a <see cref="CaptureException"/> before it touches a terminal that cannot show it.</summary>
    public required Func<IMonitor, RunOptions, ScreenResult> RunScreen { get; init; }
}
