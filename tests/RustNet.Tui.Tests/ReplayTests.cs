using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Tui.Table;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>A replay that is over, and totals.</summary>
public sealed class ReplayTests
{
    private static readonly MonitorStatus s_ended = new() { Source = "/var/tmp/traces/2026-01-02-office-uplink-morning.pcapng", LinkType = "Ethernet", IsLive = false, Phase = MonitorPhase.Ended };

    [Fact]
    public void Rates_are_over_when_the_replay_is_and_totals_stay()
    {
        using var screen = new ScreenHarness(160, 40, Flows.Mixed(), prepare: monitor =>
        {
            monitor.Status = s_ended with { Phase = MonitorPhase.Running };
            monitor.History.Add(Flows.Make(50, down: 77_700, end: FlowEnd.Reset));
        });
        Assert.Contains("12.3K/1.2K", screen.Text, StringComparison.Ordinal);

        screen.Monitor.Statistics = screen.Monitor.Statistics with { Now = Flows.Now + PacketTime.Second, Bytes = 10_000_000, BytesReceived = 9_000_000 };
        screen.Refresh();
        Assert.Contains("1.0M/s", screen.Text, StringComparison.Ordinal);
        screen.Monitor.Status = s_ended;
        screen.Refresh();
        screen.Press(Key.T);

        Assert.Equal(8, screen.Lines.Count(line => line.Contains(" -/-", StringComparison.Ordinal)));
        Assert.DoesNotContain("1.0M/s", screen.Text, StringComparison.Ordinal);
        screen.Type("b");
        Assert.Contains("123.5K/789B", screen.Text, StringComparison.Ordinal);
        screen.Type("brate:");
        screen.Press(Key.Enter);
        Assert.Contains("0B/s", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_closed_is_not_counted_as_active()
    {
        using var screen = new ScreenHarness(200, 50, [.. Flows.Mixed(), Flows.Make(8, state: "CLOSED"), Flows.Make(9, protocol: IpProtocol.Udp, state: "QUIC_DRAINING")], prepare: monitor =>
        {
            monitor.Status = s_ended;
            monitor.History.Add(Flows.Make(50, state: "CLOSED", end: FlowEnd.Closed));
        });

        Assert.Contains("Active Connections  7 · 2 closed ", screen.Lines[2], StringComparison.Ordinal);
        Assert.Matches("In the table +7 · 2 closed", screen.Text);
        screen.Type("/state:closed");
        Assert.Contains("0 of 7 · 1 of 2 closed", screen.Lines[^2], StringComparison.Ordinal);
        screen.Press(Key.Enter);
        screen.Type("t");
        Assert.Contains("0 of 7 · 1 of 2 closed · 1 of 1 ended", screen.Lines[2], StringComparison.Ordinal);
        screen.Resize(50, 24);

        Assert.Contains("0 of 7", screen.Lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("of 2 closed", screen.Lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "0 packets seen")]
    [InlineData(1, 0, "1 packet seen")]
    [InlineData(1234, 5, "1,234 packets seen · t shows connections that have ended")]
    public void Empty_table_says_what_was_read(long packets, long connections, string expected)
    {
        using var screen = new ScreenHarness(120, 24, prepare: monitor =>
        {
            monitor.Status = s_ended;
            monitor.Statistics = new EngineStatistics { Packets = packets, ConnectionsTotal = connections };
        });

        Assert.Contains(screen.Lines, line => line.Trim() == expected);
    }

    [Fact]
    public void Resting_row_is_the_same_but_for_its_rates()
    {
        var row = Flows.Make(
            1, down: 5, up: 6, app: new SampleInfo("tls", "a.example", []), process: new ProcessInfo(1, "a"), tcp: new TcpQualitySnapshot { Retransmissions = 3 }, end: FlowEnd.Reset);

        var resting = RestingRows.Of(row);

        foreach (var property in typeof(FlowSnapshot).GetProperties())
        {
            Assert.Equal(property.Name is nameof(FlowSnapshot.DownRate) or nameof(FlowSnapshot.UpRate) ? 0.0 : property.GetValue(row), property.GetValue(resting));
        }
    }

    [Theory]
    [InlineData(80, "■ 2026-01-02…ning.pcapng · ended")]
    [InlineData(60, "ended")]
    [InlineData(140, "2026-01-02-office-uplink-morning.pcapng · Ethernet · ended")]
    [InlineData(40, "■")]
    public void Title_says_what_was_read_at_every_width(int width, string expected)
    {
        using var screen = new ScreenHarness(width, 24, Flows.Mixed(), prepare: monitor => monitor.Status = s_ended);

        Assert.EndsWith(expected, screen.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Key_sorts_by_totals_and_shows_them()
    {
        using var screen = new ScreenHarness(160, 24, Flows.Mixed());

        screen.Type("B");

        Assert.Contains("(Sort: Total ↓)", screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains("Recv+Sent↓", screen.Lines[3], StringComparison.Ordinal);
        Assert.Contains("864.2K/5.5K", screen.Lines[4], StringComparison.Ordinal);
        screen.Type("s");
        Assert.Contains("Recv↓/Sent", screen.Lines[3], StringComparison.Ordinal);
        screen.Type("b");
        Assert.Contains("(Sort: Down ↓)", screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains("Down↓/Up", screen.Lines[3], StringComparison.Ordinal);
        screen.Type("br");
        Assert.Contains("Down/Up", screen.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Click_on_the_header_of_totals_sorts_by_the_half_that_is_clicked()
    {
        using var screen = new ScreenHarness(160, 24, Flows.Mixed());
        screen.Type("b");
        var header = screen.Lines[3].IndexOf("Recv/Sent", StringComparison.Ordinal);

        screen.Click(header + 1, 3);
        Assert.Contains("(Sort: Received ↓)", screen.Lines[2], StringComparison.Ordinal);
        screen.Click(header + 7, 3);
        Assert.Contains("(Sort: Sent ↓)", screen.Lines[2], StringComparison.Ordinal);
        screen.Click(header + 7, 3);

        Assert.Contains("(Sort: Sent ↑)", screen.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_show_totals_too()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Owned());

        screen.Type("aB");

        Assert.Contains("(Sort: Total ↓)", screen.Lines[2], StringComparison.Ordinal);
        Assert.EndsWith("1.4M/8.7K", screen.Lines[4], StringComparison.Ordinal); // the eleventh connection, of nobody
    }
}
