using System.Globalization;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>
/// A terminal of fixed size, drawn by a tmux server of its own, with a command running in it. The screen can be read as
/// text or with its colours, keys can be sent, and everything is gone after the test.
/// </summary>
internal sealed class TmuxScreen : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly string _socket;
    private IDisposable? _owned;

    private TmuxScreen() => _socket = _folder.Locate("tmux.sock");

    /// <param name="owned">Disposed with the screen.</param>
    /// <param name="command">Words of the command; it replaces the shell, so that the pane's process is the command itself.</param>
    public static async Task<TmuxScreen> StartAsync(
        IEnumerable<string> command, int columns = 120, int rows = 35, string? workingDirectory = null, string terminal = "tmux-256color",
        IReadOnlyDictionary<string, string>? variables = null, IDisposable? owned = null)
    {
        Privileges.RequireTools("tmux");
        var screen = new TmuxScreen { _owned = owned };
        ExitCommands.Add(screen, "tmux", "-S", screen._socket, "kill-server");
        string[] settings = [.. (variables ?? new Dictionary<string, string>()).SelectMany(v => new[] { "-e", $"{v.Key}={v.Value}" })];
        await screen.TmuxAsync([
            "set-option", "-g", "status", "off", ";",
            "set-option", "-g", "remain-on-exit", "on", ";",
            "set-option", "-g", "default-shell", "/bin/sh", ";",
            "set-option", "-g", "default-terminal", terminal, ";",
            "set-option", "-s", "escape-time", "0", ";",
            "set-option", "-g", "history-limit", "0", ";",
            "new-session", "-d", "-s", "main", "-x", Number(columns), "-y", Number(rows),
            "-c", workingDirectory ?? screen._folder.Path, .. settings,
            "exec " + string.Join(' ', command.Select(Quote)),
        ]);
        return screen;
    }

    /// <summary>Starts the program on a screen.</summary>
    public static Task<TmuxScreen> StartRustNetAsync(
        NetworkNamespace? within, string[] options, int columns = 120, int rows = 35, string? workingDirectory = null,
        string terminal = "tmux-256color", IReadOnlyDictionary<string, string>? variables = null) =>
        StartAsync(
            [.. within is null ? [] : within.Prefix.Prepend("ip"), RustNetProgram.FilePath, .. options],
            columns, rows, workingDirectory, terminal, variables);

    /// <summary>Sends keys by tmux name: <c>Enter</c>, <c>Escape</c>, <c>C-c</c>, <c>Down</c>, or a character.</summary>
    public Task SendKeysAsync(params string[] keys) => TmuxAsync(["send-keys", "-t", "main", .. keys]);

    /// <summary>Types text as it is.</summary>
    public Task TypeAsync(string text) => TmuxAsync(["send-keys", "-t", "main", "-l", text]);

    /// <summary>The screen as text, one line per row.</summary>
    public Task<string> CaptureAsync() => TmuxAsync(["capture-pane", "-t", "main", "-p"]);

    /// <summary>The screen with its colours and text styles.</summary>
    public async Task<AnsiScreen> CaptureAnsiAsync() => AnsiScreen.Parse(await CaptureEscapesAsync());

    /// <summary>The screen as text with escape sequences for colours and text styles.</summary>
    public Task<string> CaptureEscapesAsync() => TmuxAsync(["capture-pane", "-t", "main", "-p", "-e"]);

    /// <summary>A tmux format, such as <c>#{alternate_on}</c>.</summary>
    public async Task<string> QueryAsync(string format) => (await TmuxAsync(["display-message", "-t", "main", "-p", format])).TrimEnd('\n');

    public Task ResizeAsync(int columns, int rows) =>
        TmuxAsync(["resize-window", "-t", "main", "-x", Number(columns), "-y", Number(rows)]);

    /// <summary>Takes the terminal away, as closing a terminal window does.</summary>
    public Task CloseTerminalAsync() => TmuxAsync(["kill-pane", "-t", "main"]);

    /// <summary>Sends a signal to the program that the shell on the screen runs in the foreground.</summary>
    public async Task SendSignalToChildAsync(string signal) =>
        await RunningProcess.SignalAsync(int.Parse(Assert.Single(await ChildrenAsync()), CultureInfo.InvariantCulture), signal);

    /// <summary>Whether the shell on the screen runs the program already.</summary>
    public async Task<bool> HasChildAsync()
    {
        var children = await ChildrenAsync();
        return children.Length == 1 && (await File.ReadAllTextAsync($"/proc/{children[0]}/cmdline", TestBound.Token)).StartsWith(RustNetProgram.FilePath, StringComparison.Ordinal);
    }

    private async Task<string[]> ChildrenAsync()
    {
        var shell = await ProcessIdAsync();
        return (await File.ReadAllTextAsync($"/proc/{shell}/task/{shell}/children", TestBound.Token)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<int> ProcessIdAsync() => int.Parse(await QueryAsync("#{pane_pid}"), CultureInfo.InvariantCulture);

    public Task<string> WaitForAsync(string text, TimeSpan? bound = null) =>
        WaitForAsync(screen => screen.Contains(text, StringComparison.Ordinal), $"\"{text}\" on the screen", bound);

    /// <summary>Waits until the screen passes, and answers it.</summary>
    public async Task<string> WaitForAsync(Func<string, bool> passes, string what, TimeSpan? bound = null)
    {
        var screen = "";
        await TestBound.UntilAsync(
            async () =>
            {
                screen = await CaptureAsync();
                return passes(screen);
            },
            () => $"{what}. The screen:\n{screen.TrimEnd()}",
            bound);
        return screen;
    }

    /// <summary>Waits until the command has ended; answers its exit code, 128 + n for one that signal n killed.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? bound = null)
    {
        string[] status = [];
        await TestBound.UntilAsync(
            async () =>
            {
                status = (await QueryAsync("#{pane_dead},#{pane_dead_status},#{pane_dead_signal}")).Split(',');
                if (status[0] == "1" && status[1].Length == 0 && status[2].Length == 0)
                {
                    await TmuxAsync(["run-shell", "true"]); // tmux 3.3 can miss the end of a child until another one ends
                    return false;
                }

                return status[0] == "1";
            },
            () => "the program on the screen ended",
            bound);
        return status[1].Length > 0 ? int.Parse(status[1], CultureInfo.InvariantCulture) : 128 + int.Parse(status[2], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var kill = RunningProcess.Start("tmux", ["-S", _socket, "kill-server"]))
        {
            kill.Input.Close();
            await kill.WaitForExitAsync();
        }

        ExitCommands.Remove(this);
        _folder.Dispose();
        _owned?.Dispose();
    }

    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private Task<string> TmuxAsync(string[] arguments) => RunningProcess.RunAsync("tmux", ["-S", _socket, "-f", "/dev/null", "-u", .. arguments]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
