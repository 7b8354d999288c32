namespace RustNet.EndToEnd.Tests.Screen;

/// <summary>Terminals of every size and kind, and none at all.</summary>
public sealed class TerminalTests
{
    [Theory]
    [InlineData(200, 50)]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    [InlineData(20, 5)]
    public async Task Nothing_breaks_at_this_size(int columns, int rows)
    {
        await using var desk = await ReplayScreen.StartAsync(SampleCaptures.Desk(), columns, rows);
        var screen = desk.Screen;

        // The remote address is what stays longest, its port longer than its middle.
        await screen.WaitForAsync(s => s.Has("198.") && s.Has(":443"), "the first connection");
        foreach (var key in new[] { "Enter", "1", "h", "1", "s", "s", "s", "S", "G", "g", "NPage", "i", "i", "p", "r" })
        {
            await screen.SendKeysAsync(key);
        }

        await screen.TypeAsync("/198.51");
        await screen.WaitForAsync(s => s.Has("198.") && !s.Has("203.") && s.Has("198.51"), "the filtered list");
        await screen.SendKeysAsync("Enter");
        await screen.SendKeysAsync("q", "q");
        Assert.Equal(0, await screen.WaitForExitAsync());
    }

    [Fact]
    public async Task A_resize_is_followed_at_once()
    {
        await using var desk = await ReplayScreen.StartDeskAsync(200, 50);
        var screen = desk.Screen;
        foreach (var (columns, rows) in new[] { (80, 24), (20, 5), (3, 2), (200, 50), (120, 35) })
        {
            await screen.ResizeAsync(columns, rows);
            if (columns >= 20)
            {
                await screen.WaitForAsync(
                    s => s.Has("198.") && s.Has(":443") && s.TrimEnd('\n').Rows().Length == rows && s.Rows().Any(row => row.Length > columns / 2),
                    $"the table at {columns}x{rows}");
            }
        }

        await screen.WaitForAsync(s => s.Has("Application") && s.Has("192.0.2.200:22"), "everything again");
        await screen.SendKeysAsync("C-c");
        await screen.WaitForExitAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_colour_no_colour_is_sent(bool byVariable)
    {
        await using var desk = await ReplayScreen.StartDeskAsync(
            options: byVariable ? [] : ["--no-color"], variables: byVariable ? new Dictionary<string, string> { ["NO_COLOR"] = "1" } : null);
        var screen = desk.Screen;
        await screen.SendKeysAsync("s", "j");
        await screen.WaitForAsync("Sort: Protocol");
        await screen.SendKeysAsync("h");
        await screen.WaitForAsync("Shift+Tab");
        await AssertNoColorAsync(screen);
        await screen.SendKeysAsync("1");
        await screen.WaitForAsync("192.0.2.200:22");
        await AssertNoColorAsync(screen);
    }

    [Fact]
    public async Task With_colour_the_screen_is_coloured_and_the_selected_row_stands_out()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        await desk.Screen.WaitForAsync("ended");

        var ansi = await desk.Screen.CaptureAnsiAsync();

        Assert.Contains(ansi.Rows.SelectMany(row => row), run => run.Style.Foreground.Length > 0);
        var selected = ansi.Find("198.51.100.10:443").First().Style;
        var other = ansi.Find("203.0.113.20:80").First().Style;
        Assert.NotEqual((selected.Background, selected.Reversed), (other.Background, other.Reversed));
    }

    [Fact]
    public async Task Stale_rows_turn_yellow_then_red_and_carry_a_mark()
    {
        // UDP leaves after 60 s: one row is 48 s old (80 %), one 57 s (95 %), when the file ends.
        var capture = Testing.CaptureBytes.Pcap(
            Testing.Captured.At(0, Testing.FrameBytes.Udp("10.0.0.5:5001", "192.0.2.1:6001", new byte[10])),
            Testing.Captured.At(9, Testing.FrameBytes.Udp("10.0.0.5:5002", "192.0.2.2:6002", new byte[10])),
            Testing.Captured.At(57, Testing.FrameBytes.Udp("10.0.0.5:5003", "192.0.2.3:6003", new byte[10])));
        await using var stale = await ReplayScreen.StartAsync(capture);
        await stale.Screen.WaitForAsync(s => s.Has("192.0.2.3:6003") && s.Has("ended"), "three rows");
        await stale.Screen.SendKeysAsync("G"); // the selected row may be drawn its own way

        await TestBound.UntilAsync(
            async () =>
            {
                var ansi = await stale.Screen.CaptureAnsiAsync();
                return ansi.Find("192.0.2.1:6001").First().Style.IsRed && ansi.Find("192.0.2.2:6002").First().Style.IsYellow;
            },
            () => "a red row and a yellow one");
        var text = await stale.Screen.CaptureAsync();
        Assert.Contains("!", text.Row("192.0.2.1:6001"), StringComparison.Ordinal);
        Assert.Contains("~", text.Row("192.0.2.2:6002"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_it_says_so_and_names_headless()
    {
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("web.pcap", SampleCaptures.Web()));

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("--headless", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dumb_terminal_is_refused_with_a_hint()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());
        await using var shell = await TmuxScreen.StartAsync(["sh"], terminal: "dumb");

        await shell.TypeAsync($"TERM=dumb {TmuxScreen.Quote(RustNetProgram.FilePath)} --read {TmuxScreen.Quote(file)}; echo exit code $?\n");

        var text = await shell.WaitForAsync("exit code 1");
        Assert.Contains("--headless", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Remote Address", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_interface_is_told_and_the_table_stays()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var screen = await TmuxScreen.StartRustNetAsync(network.Host, ["-i", NetworkNamespaces.Interface, "-r", "100"], 160, 40);
        await screen.WaitForAsync("Remote Address");
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "31", "1");
        await screen.WaitForAsync("ECHO_REPLY");

        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "del", NetworkNamespaces.Interface);

        var text = await screen.WaitForAsync("capture lost");
        Assert.Contains("ECHO_REPLY", text, StringComparison.Ordinal);
        await screen.SendKeysAsync("h");
        await screen.WaitForAsync("Shift+Tab");
        await screen.SendKeysAsync("C-c");
        await screen.WaitForExitAsync();
    }

    [Fact]
    public async Task A_configuration_file_in_the_current_folder_is_ignored()
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Locate(".tui"));
        folder.Write(".tui/config.json", """
            { "Application.ForceDriver": "nosuchdriver", "Driver.Force16Colors": true, "Application.QuitKey": "j", "Theme": "Anders" }
            """);
        var file = folder.Write("sample.pcap", SampleCaptures.Desk());
        await using var screen = await TmuxScreen.StartRustNetAsync(null, ["--read", file, "--speed", "max", "-r", "100"], 160, 40, folder.Path);
        await screen.WaitForAsync("192.0.2.200:22");

        await screen.SendKeysAsync("j", "Enter");
        await screen.WaitForAsync("10.0.0.5:51001 → 203.0.113.20:80");
        Assert.Contains("38;2;", await screen.CaptureEscapesAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertNoColorAsync(TmuxScreen screen)
    {
        var colored = (await screen.CaptureAnsiAsync()).Rows.SelectMany(row => row).FirstOrDefault(run => run.Style.HasColor);
        Assert.True(colored is null, colored?.ToString());
    }
}
