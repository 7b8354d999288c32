using RustNet.Core.Flows;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>What keys do, through the whole screen.</summary>
public sealed class KeyTests
{
    [Fact]
    public void Quit_wants_the_key_twice()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Press(Key.Q);
        Assert.Contains("Press q again", screen.Lines[^1], StringComparison.Ordinal);
        Assert.False(screen.HasQuit);
        screen.Press(Key.Q);

        Assert.True(screen.HasQuit);
    }

    [Theory]
    [InlineData('j')]
    [InlineData('ä')]
    [InlineData('x')]
    public void Quit_is_cancelled_by_any_other_key(char other)
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Press(Key.Q, new Key(other), Key.Q);

        Assert.False(screen.HasQuit);
        Assert.Contains("Press q again", screen.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Control_c_quits_at_once_also_while_the_filter_is_open()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Press(new Key('/'), new Key('a'), Key.C.WithCtrl);

        Assert.True(screen.HasQuit);
    }

    [Fact]
    public void Clear_wants_the_key_twice()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Press(Key.X, Key.J, Key.X);
        Assert.Equal(0, screen.Monitor.Clears);
        screen.Press(Key.X);

        Assert.Equal(1, screen.Monitor.Clears);
    }

    [Theory]
    [InlineData("j", 1)]
    [InlineData("jjjk", 2)]
    [InlineData("G", 99)]
    [InlineData("Gg", 0)]
    public void Letters_move_the_selection(string keys, int row)
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(100));

        screen.Type(keys);

        Assert.Equal(row, screen.State.Selection.Index);
    }

    [Fact]
    public void Page_keys_move_ten_rows_and_control_f_a_page()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(100));

        screen.Press(Key.PageDown);
        Assert.Equal(10, screen.State.Selection.Index);
        screen.Press(Key.F.WithCtrl);
        Assert.Equal(10 + screen.State.Selection.PageSize, screen.State.Selection.Index);
        screen.Press(Key.B.WithCtrl, Key.PageUp);

        Assert.Equal(0, screen.State.Selection.Index);
    }

    [Fact]
    public void Tab_goes_round_and_numbers_go_straight()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());
        var seen = new List<ScreenTab>();

        foreach (var key in (Key[])[Key.Tab, Key.Tab, Key.Tab, Key.Tab.WithShift, Key.D2, Key.D1, Key.H, Key.Esc])
        {
            screen.Press(key);
            seen.Add(screen.State.Tab);
        }

        Assert.Equal(
            [ScreenTab.Details, ScreenTab.Help, ScreenTab.Overview, ScreenTab.Help, ScreenTab.Details, ScreenTab.Overview, ScreenTab.Help, ScreenTab.Overview],
            seen);
    }

    [Fact]
    public void Copy_takes_the_remote_address_and_says_so_for_a_while()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Press(Key.J, Key.C);
        Assert.Equal(["192.0.2.1:53"], screen.Clipboard.Copied);
        Assert.Contains("Copied 192.0.2.1:53", screen.Lines[^1], StringComparison.Ordinal);
        screen.Advance(TimeSpan.FromSeconds(4));

        Assert.DoesNotContain("Copied", screen.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Space_pauses_the_view_and_not_the_capture()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());

        screen.Press(Key.Space);
        screen.Monitor.Rows.Add(Flows.Make(99, remote: "203.0.113.99:9"));
        screen.Refresh();
        Assert.DoesNotContain("203.0.113.99", screen.Text, StringComparison.Ordinal);
        Assert.Contains("PAUSED", screen.Lines[0], StringComparison.Ordinal);
        screen.Press(Key.Space);
        screen.Refresh();

        Assert.Contains("203.0.113.99", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PAUSED", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_replace_service_names()
    {
        using var screen = new ScreenHarness(120, 24, [Flows.Make(1, remote: "198.51.100.8:80")]);
        Assert.Matches(@"ESTABLISHED\s+http ", screen.Lines[4]);

        screen.Press(Key.P);

        Assert.Matches(@"ESTABLISHED\s+80 ", screen.Lines[4]);
    }

    [Fact]
    public void Details_stay_with_a_connection_that_ends()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());
        screen.Press(Key.J, Key.Enter);
        Assert.Contains("192.0.2.1:53", screen.Text, StringComparison.Ordinal);

        screen.Monitor.History.Add(Flows.Make(2, "192.0.2.10:41234", "192.0.2.1:53", Core.Wire.IpProtocol.Udp, "DNS_RESPONSE", end: FlowEnd.Timeout));
        screen.Monitor.Rows.RemoveAt(1);
        screen.Refresh();

        Assert.Contains("192.0.2.1:53", screen.Text, StringComparison.Ordinal);
        Assert.Contains("timed out", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_brings_the_first_view_back()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());
        var before = screen.Text;

        screen.Press(Key.J, Key.T, Key.P, Key.I, Key.R);
        screen.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(before, screen.Text);
    }
}
