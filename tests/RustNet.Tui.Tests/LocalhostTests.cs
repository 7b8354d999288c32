using RustNet.Core.Flows;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>Localhost shown and hidden by a key.</summary>
public sealed class LocalhostTests
{
    [Fact]
    public void Key_shows_and_hides_what_is_within_localhost()
    {
        using var screen = Start(showLocalhost: false);
        Assert.Contains("Active Connections  7 · 1 listening", screen.Lines[2], StringComparison.Ordinal);
        Assert.Matches("In the table +7", screen.Text);
        Assert.Matches("Localhost hidden +2\n", screen.Text);
        Assert.False(screen.Monitor.TracksLocalhost);

        screen.Type("o");
        Assert.Contains("Localhost is shown", screen.Lines[^1], StringComparison.Ordinal);
        Assert.True(screen.Monitor.TracksLocalhost);
        Assert.Contains("Active Connections  9 · 2 listening", screen.Lines[2], StringComparison.Ordinal);
        Assert.Matches("In the table +9", screen.Text);
        Assert.Contains("127.0.0.1:5432", screen.Text, StringComparison.Ordinal);
        screen.Type("t");
        Assert.Contains("9 · 1 ended · 2 listening", screen.Lines[2], StringComparison.Ordinal);

        screen.Type("o");
        Assert.Contains("Localhost is hidden", screen.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("7 · 1 listening", screen.Lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_brings_back_what_the_start_asked_for()
    {
        using var hidden = Start(showLocalhost: false);
        hidden.Type("or");
        Assert.DoesNotContain("127.0.0.1", hidden.Text, StringComparison.Ordinal);

        using var shown = Start(showLocalhost: true);
        shown.Type("o");
        Assert.DoesNotContain("127.0.0.1", shown.Text, StringComparison.Ordinal);
        shown.Type("r");

        Assert.Contains("127.0.0.1", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Details_stay_with_what_is_hidden()
    {
        using var screen = Start(showLocalhost: true);

        screen.Type("/127.0.0.9");
        screen.Press(Key.Enter, Key.Enter, Key.O);
        screen.Refresh();

        Assert.Contains("127.0.0.9:8080", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_with_nothing_but_localhost_names_the_key()
    {
        using var screen = new ScreenHarness(80, 24, Within(), showLocalhost: false);
        Assert.Contains("2 hidden · o shows them", screen.Text, StringComparison.Ordinal);

        using var untracked = new ScreenHarness(80, 24, showLocalhost: false, prepare: monitor =>
            monitor.Statistics = new EngineStatistics { Packets = 1, PacketsLocalhostHidden = 1 });
        Assert.Contains("1 packet of them hidden · o shows what comes from now on", untracked.Text, StringComparison.Ordinal);
        untracked.Type("o");

        Assert.DoesNotContain("o shows", string.Concat(untracked.Lines[..^1]), StringComparison.Ordinal);
        Assert.Contains("its connections count from when they were first shown", untracked.Lines[^1], StringComparison.Ordinal);
    }

    private static FlowSnapshot[] Within() =>
    [
        Flows.Make(8, "127.0.0.1:40000", "127.0.0.9:8080", direction: FlowDirection.Loop),
        Flows.Make(9, "[::1]:40001", "[::1]:8080", direction: FlowDirection.Loop),
    ];

    private static ScreenHarness Start(bool showLocalhost) => new(200, 50, [.. Flows.Mixed(), .. Within()], showLocalhost: showLocalhost, prepare: monitor =>
    {
        monitor.Listening = [Flows.Listening(1, 22, new ProcessInfo(812, "sshd")), Flows.Listening(2, 5432, new ProcessInfo(9, "postgres"), "127.0.0.1")];
        monitor.History.Add(Flows.Make(5, "127.0.0.1:40005", "127.0.0.1:8080", end: FlowEnd.Closed));
    });
}
