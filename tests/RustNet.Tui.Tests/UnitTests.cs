using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Panels;
using RustNet.Tui.Table;
using RustNet.Tui.Tests.Testing;
using RustNet.Tui.Themes;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Tests;

/// <summary>The small parts that are pure.</summary>
public sealed class UnitTests
{
    [Theory]
    [InlineData(74.9, " ")]
    [InlineData(75, "~")]
    [InlineData(90, "~")]
    [InlineData(90.1, "!")]
    [InlineData(100, "!")]
    public void RowMark_changes_at_the_shares_of_the_timeout(double percent, string mark) =>
        Assert.Equal(mark, RowMark.Of(Flows.Make(1, idleSeconds: percent, timeoutSeconds: 100), Flows.Now));

    [Fact]
    public void RowMark_of_an_ended_connection_says_so() =>
        Assert.Equal("×", RowMark.Of(Flows.Make(1, end: FlowEnd.Reset), Flows.Now));

    [Theory]
    [InlineData("192.0.2.1:443", 21, "192.0.2.1:443")]
    [InlineData("[2001:db8:1:2:3:4:5:6]:443", 17, "[2001:db8:1:…:443")]
    [InlineData("203.0.113.200:61234", 15, "203.0.11…:61234")]
    [InlineData("[2001:db8:1:2:3:4:5:6]:443", 6, "[2001:db8:1:2:3:4:5:6]:443")]
    public void EndpointText_keeps_the_port(string endpoint, int width, string shown) =>
        Assert.Equal(shown, EndpointText.Fit(endpoint, width, hasPort: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ColumnLayout_never_overlaps_and_never_exceeds_the_width(bool withProcess)
    {
        for (var width = 1; width <= 320; width++)
        {
            var end = 0;
            foreach (var (_, start, columns) in ColumnLayout.Place(width, 2, new ContentWidths { Local = 47, Remote = 47, Waiting = 50, State = 30, Service = 20, Process = 40 }, withProcess))
            {
                Assert.True(start >= end && columns > 0, $"width {width}");
                end = start + columns;
            }

            Assert.True(end <= width + 2, $"width {width} ends at {end}");
        }
    }

    [Fact]
    public void ScreenLayout_covers_every_cell_once()
    {
        foreach (var tab in Enum.GetValues<ScreenTab>())
        {
            for (var height = 1; height <= 60; height++)
            {
                foreach (var width in (int[])[1, 20, 71, 72, 100, 154, 300])
                {
                    foreach (var isFilterOpen in (bool[])[false, true])
                    {
                        var layout = ScreenLayout.For(new System.Drawing.Size(width, height), tab, isFilterOpen, panel: true);
                        var covered = ((System.Drawing.Rectangle[])[layout.Tabs, layout.Table, layout.Panel, layout.Page, layout.Filter, layout.Footer])
                            .Sum(part => part.Width * part.Height);
                        Assert.True(covered == width * height, $"{tab} {width}x{height} filter {isFilterOpen}: {covered}");
                    }
                }
            }
        }
    }

    [Fact]
    public void TrafficHistory_turns_totals_into_rates_of_packet_time()
    {
        var history = new TrafficHistory();
        history.Add(Totals(1, 0, 0));

        history.Add(Totals(1.5, 400, 40));
        var traffic = history.Add(Totals(3, 1000, 100));

        Assert.Equal(500, traffic.DownNow);
        Assert.Equal(50, traffic.UpNow);
        Assert.Equal([500.0, 500.0], traffic.Down);
    }

    [Fact]
    public void TrafficHistory_shows_what_flows_within_the_first_second_and_lets_it_fade()
    {
        var history = new TrafficHistory();
        history.Add(Totals(1, 0, 0));

        Assert.Equal(300, history.Add(Totals(1.4, 300, 0)).DownNow);
        Assert.Equal(500, history.Add(Totals(3, 1000, 0)).DownNow);
        Assert.Equal(200, history.Add(Totals(6, 1000, 0)).DownNow);
        Assert.Equal(0, history.Add(Totals(12, 1000, 0)).DownNow);
        for (var i = 0; i < 1000; i++)
        {
            history.Add(Totals(12, 1000, 0)); // packet time may stand still
        }

        Assert.Equal(1000, history.Add(Totals(12, 2000, 0)).DownNow);
    }

    [Fact]
    public void TrafficHistory_starts_over_when_the_totals_do_and_survives_leaps()
    {
        var history = new TrafficHistory();
        history.Add(Totals(1, 0, 0));
        Assert.Equal(TrafficHistory.Capacity, history.Add(Totals(1_000_000, 1000, 0)).Down.Length);

        history.Add(Totals(5, 10, 0));

        Assert.Equal(90, history.Add(Totals(6, 100, 0)).DownNow);
    }

    [Theory]
    [InlineData("", 5, "")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("日本語", 1, "日|本|語")]
    [InlineData("one two", 3, "one|two")]
    [InlineData("GET /very/long/path/to/it", 14, "GET /very/|long/path/to/|it")]
    [InlineData("a=1&b=22&c=333", 9, "a=1&b=22&|c=333")]
    [InlineData("h2,http/1.1", 8, "h2,http/|1.1")]
    [InlineData("h2,http/1.1", 5, "h2,|http/|1.1")]
    [InlineData("TLS_ECDHE_RSA_WITH_AES", 10, "TLS_ECDHE_|RSA_WITH_|AES")]
    [InlineData("at 192.0.2.10 or so", 9, "at|192.0.2.1|0 or so")] // not inside a number where it can be helped
    [InlineData("x-12.5", 5, "x-|12.5")]
    [InlineData("systemd-resolved", 10, "systemd-|resolved")]
    [InlineData("2001:db8:ffff:1234::1", 12, "2001:db8:|ffff:1234::1")]
    public void Wrap_cuts_at_blanks_then_behind_signs_and_in_words_at_last(string text, int width, string pieces) =>
        Assert.Equal(pieces, string.Join('|', TextWrap.Lines(text, width)));

    [Fact]
    public void KeyMap_has_every_command_and_no_key_twice()
    {
        Assert.Equal(Enum.GetValues<ScreenCommand>(), KeyMap.All.Select(binding => binding.Command).Distinct().Order());
        var keys = KeyMap.All.SelectMany(binding => binding.Keys).ToArray();
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("xterm-256color", null, null, false, "dark")]
    [InlineData("xterm", null, null, false, "16")]
    [InlineData("xterm", "truecolor", null, false, "dark")]
    [InlineData("linux", null, null, false, "16")]
    [InlineData("tmux-256color", null, "1", false, "mono")]
    [InlineData("xterm-256color", null, null, true, "mono")]
    public void ThemeChoice_fits_the_terminal(string term, string? colorTerm, string? noColor, bool option, string theme) =>
        Assert.Equal(theme, ThemeChoice.Choose(option, name => name switch { "TERM" => term, "COLORTERM" => colorTerm, "NO_COLOR" => noColor, _ => null }, null).Name);

    [Fact]
    public void ThemeChoice_is_light_on_a_light_background() =>
        Assert.Equal("light", ThemeChoice.Choose(false, name => name == "TERM" ? "xterm-256color" : null, new Attribute(new Color(0, 0, 0), new Color(250, 250, 250))).Name);

    [Theory]
    [InlineData(true, true, true, "xterm", null)]
    [InlineData(false, true, false, "xterm", "standard output is not a terminal")]
    [InlineData(false, false, true, "xterm", "standard input is not a terminal")]
    [InlineData(true, true, true, "dumb", "TERM is dumb")]
    [InlineData(true, true, true, null, "TERM is not set")]
    public void CheckTerminal_says_what_is_missing(bool attached, bool input, bool output, string? term, string? message)
    {
        var answer = TuiEnvironment.Judge(attached, input, output, term, isWindows: false);

        if (message is null)
        {
            Assert.Null(answer);
            return;
        }

        Assert.Contains(message, answer, StringComparison.Ordinal);
        Assert.Contains("--headless", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipboard_sequence_carries_the_text_in_base64()
    {
        var written = "";

        new Osc52Clipboard(text => written += text).Copy("192.0.2.1:53");

        Assert.Equal("\e]52;c;MTkyLjAuMi4xOjUz\a", written);
    }

    [Fact]
    public void Refresh_without_changes_sends_no_cell()
    {
        using var screen = new ScreenHarness(200, 50, Flows.Mixed());
        screen.Refresh();
        var sent = screen.Output.Length;

        screen.Refresh();

        Assert.Equal(sent, screen.Output.Length);
        Assert.Equal(0, screen.DirtyCells());
    }

    private static EngineStatistics Totals(double seconds, long down, long up) =>
        new() { Now = (long)(seconds * PacketTime.Second), BytesReceived = down, BytesSent = up, Bytes = down + up, Packets = down / 10 };
}
