using RustNet.Core.Query;
using RustNet.Tui.Tests.Testing;

namespace RustNet.Tui.Tests;

public sealed class MouseTests
{
    [Fact]
    public void Click_selects_and_double_click_opens_details()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(100));

        screen.Click(10, 9);
        Assert.Equal(5, screen.State.Selection.Index);
        Assert.Equal(ScreenTab.Overview, screen.State.Tab);
        screen.DoubleClick(10, 7);

        Assert.Equal(3, screen.State.Selection.Index);
        Assert.Equal(ScreenTab.Details, screen.State.Tab);
    }

    [Fact]
    public void Wheel_scrolls()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(100));

        screen.Wheel(10, 9, down: true);
        screen.Wheel(10, 9, down: true);
        Assert.Equal(6, screen.State.Selection.Index);
        screen.Wheel(10, 9, down: false);

        Assert.Equal(3, screen.State.Selection.Index);
    }

    [Fact]
    public void Click_on_tabs_opens_them()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Click(screen.Lines[0].IndexOf("Help", StringComparison.Ordinal), 0);
        Assert.Equal(ScreenTab.Help, screen.State.Tab);
        screen.Click(screen.Lines[0].IndexOf("Overview", StringComparison.Ordinal), 0);

        Assert.Equal(ScreenTab.Overview, screen.State.Tab);
    }

    [Fact]
    public void Click_on_a_header_sorts_and_a_second_click_turns_it_round()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());
        var x = screen.Lines[3].IndexOf("Remote Address", StringComparison.Ordinal);

        screen.Click(x, 3);
        Assert.Equal(new SortOrder(SortColumn.Remote, false), screen.State.Sort);
        Assert.Contains("Active Connections (Sort: Remote Addr ↑)", screen.Lines[2], StringComparison.Ordinal);
        screen.Click(x, 3);

        Assert.Equal(new SortOrder(SortColumn.Remote, true), screen.State.Sort);
        Assert.Contains("Remote Address ↓", screen.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Click_on_either_half_of_the_rates_sorts_by_it()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());
        var x = screen.Lines[3].IndexOf("Down/Up", StringComparison.Ordinal);

        screen.Click(x, 3);
        Assert.Contains("Down↓/Up", screen.Lines[3], StringComparison.Ordinal);
        screen.Click(x + 6, 3);

        Assert.Contains("Down/Up↓", screen.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Click_on_a_key_in_the_footer_presses_it()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Click(screen.Lines[^1].IndexOf("help", StringComparison.Ordinal), 23);

        Assert.Equal(ScreenTab.Help, screen.State.Tab);
    }
}
