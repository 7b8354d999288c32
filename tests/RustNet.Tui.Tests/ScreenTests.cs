using RustNet.Core.Flows;
using RustNet.Tui.Tests.Testing;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>Whole screens, compared as text with Expectations/.</summary>
public sealed class ScreenTests
{
    [Theory]
    [InlineData(200, 50)]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    [InlineData(20, 5)]
    public void Overview_fits_every_size(int width, int height)
    {
        using var screen = new ScreenHarness(width, height, Flows.Mixed());

        screen.Verify($"overview.{width}x{height}");
    }

    [Theory]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    [InlineData(20, 5)]
    public void Details_show_every_fact(int width, int height)
    {
        using var screen = new ScreenHarness(width, height, Flows.Mixed());

        screen.Press(Key.Enter);

        screen.Verify($"details.{width}x{height}");
    }

    [Theory]
    [InlineData(200, 50)]
    [InlineData(80, 24)]
    [InlineData(20, 5)]
    public void Help_lists_keys_filter_words_and_marks(int width, int height)
    {
        using var screen = new ScreenHarness(width, height, Flows.Mixed());

        screen.Press(Key.H);

        screen.Verify($"help.{width}x{height}");
    }

    [Fact]
    public void Details_have_the_whole_application_on_an_ordinary_screen()
    {
        var process = new ProcessInfo(4803, "firefox")
        {
            Executable = "/usr/lib/firefox/firefox",
            CommandLine = "/usr/lib/firefox/firefox -contentproc -childID 3 -isForBrowser",
            User = "alice",
            StartTime = Flows.Now,
            Parents = [new(4700, "firefox"), new(900, "gnome-shell"), new(1, "systemd")],
        };
        using var screen = new ScreenHarness(120, 35, [Flows.Make(1, app: Flows.Mixed()[0].App, process: process)]);

        screen.Press(Key.Enter);

        screen.Verify("details-process.120x35");
        foreach (var fact in (string[])["firefox (4803)", "www.example.com", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "h2,http/1.1"])
        {
            Assert.Contains(fact, screen.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(165, 45)]
    [InlineData(200, 50)]
    [InlineData(240, 60)]
    public void Help_fits_a_large_screen(int width, int height)
    {
        using var screen = new ScreenHarness(width, height, Flows.Mixed());

        screen.Press(Key.H);
        var first = screen.Text;
        screen.Type("G");

        Assert.Equal(first, screen.Text); // there is nothing further down
        Assert.Contains("Ctrl+C", first, StringComparison.Ordinal);
        Assert.All(Core.Query.FilterKeywords.All, keyword => Assert.Contains(keyword.Example, first, StringComparison.Ordinal));
    }

    [Fact]
    public void First_frame_is_there_before_the_first_packet()
    {
        using var screen = new ScreenHarness(80, 24, prepare: monitor => monitor.Statistics = new EngineStatistics());

        screen.Verify("empty.80x24");
    }

    [Fact]
    public void Side_panel_can_be_asked_for_on_a_smaller_screen()
    {
        using var screen = new ScreenHarness(120, 35, Flows.Mixed());

        screen.Press(Key.I);
        screen.Verify("panel.120x35");
        screen.Press(Key.I);

        screen.Verify("overview.120x35");
    }

    [Fact]
    public void Trouble_is_shown()
    {
        using var screen = new ScreenHarness(120, 35, Flows.Mixed(), prepare: monitor =>
        {
            monitor.Status = monitor.Status with { Phase = MonitorPhase.Failed, Message = "eth0 has disappeared; the table stays as it is", Dropped = 1234 };
            monitor.Statistics = monitor.Statistics with { ConnectionsNotTracked = 17, Oddities = [new("ipv4.truncated_header", 3)] };
        });

        screen.Press(Key.I);

        screen.Verify("trouble.120x35");
    }

    [Fact]
    public void Replay_shows_its_speed_and_packet_time()
    {
        using var screen = new ScreenHarness(160, 24, Flows.Mixed(), prepare: monitor =>
            monitor.Status = new MonitorStatus { Source = "trace.pcapng", LinkType = "Ethernet", IsLive = false, ReplaySpeed = 2.5 });

        screen.Verify("replay.160x24");
    }

    [Fact]
    public void History_mixes_ended_connections_in()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed()[1..3], prepare: monitor =>
            monitor.History.AddRange([Flows.Make(1, state: "CLOSED", end: FlowEnd.Closed), Flows.Make(9, state: "CLOSED", remote: "203.0.113.9:80", end: FlowEnd.Reset)]));

        screen.Press(Key.T);

        screen.Verify("history.80x24");
    }

    [Fact]
    public void Without_colours_everything_can_still_be_told_apart()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed(), BuiltInThemes.Mono);

        screen.Verify("overview.80x24");
        Assert.DoesNotContain("\e[38;", screen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[48;", screen.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(300, 100)]
    [InlineData(10, 60)]
    [InlineData(300, 3)]
    public void Any_size_is_survived_on_every_tab(int width, int height)
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(500));

        foreach (var tab in (Key[])[Key.D1, Key.D2, Key.D3])
        {
            screen.Press(tab);
            screen.Resize(width, height);
            screen.Press(Key.CursorDown, Key.End, Key.Home, new Key('/'), new Key('x'), Key.Esc);
            screen.Resize(80, 24);
        }

        screen.Press(Key.Esc, Key.R, Key.D1);
        Assert.Contains("Active Connections", screen.Text, StringComparison.Ordinal);
    }
}
