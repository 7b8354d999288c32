using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>Sorting (SPEC §14), through the whole screen.</summary>
public sealed class SortTests
{
    [Theory]
    [InlineData("remote:desc", "(Sort: Remote Addr ↓)", "Down/Up")]
    [InlineData("down", "(Sort: Down ↓)", "Down↓/Up")]
    [InlineData("total", "(Sort: Total ↓)", "Recv+Sent↓")]
    public void Screen_starts_with_the_order_asked_for(string asked, string title, string header)
    {
        Assert.True(Core.Query.SortOrder.TryParse(asked, out var order));
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());

        screen.State.StartWith(new TuiOptions { Sort = order });
        screen.Press(Key.K);

        Assert.Contains(title, screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains(header, screen.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Key_cycles_through_the_columns()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());
        var titles = new List<string>();

        for (var i = 0; i < 10; i++)
        {
            screen.Press(Key.S);
            var title = screen.Lines[2];
            titles.Add(title.Contains('(', StringComparison.Ordinal) ? title[title.IndexOf("(Sort", StringComparison.Ordinal)..(title.IndexOf(')', StringComparison.Ordinal) + 1)] : "");
        }

        Assert.Equal(
            ["(Sort: Protocol ↑)", "(Sort: Local Addr ↑)", "(Sort: Remote Addr ↑)", "(Sort: State ↑)", "(Sort: Service ↑)", "(Sort: Application ↑)", "(Sort: Down ↓)", "(Sort: Up ↓)", "(Sort: Process ↑)", ""],
            titles);
    }

    [Fact]
    public void Active_header_is_cyan_and_underlined_and_carries_the_arrow()
    {
        using var screen = new ScreenHarness(120, 35, Flows.Mixed());

        screen.Press(Key.S, Key.S, Key.S, Key.S.WithShift);

        screen.Verify("sorted.120x35");
        var header = screen.CellAt(3, screen.Lines[3].IndexOf("Remote Address ↓", StringComparison.Ordinal));
        Assert.True(header.Attribute!.Value.Style.HasFlag(Terminal.Gui.Drawing.TextStyle.Underline));
        Assert.False(screen.CellAt(3, 3).Attribute!.Value.Style.HasFlag(Terminal.Gui.Drawing.TextStyle.Underline));
    }

    [Fact]
    public void Selection_follows_its_connection()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());
        screen.Press(Key.J, Key.J);
        var chosen = screen.State.Selection.ChosenId;

        for (var i = 0; i < 10; i++)
        {
            screen.Press(Key.S);
            Assert.Equal(chosen, screen.State.Selection.Current!.Identity.Id);
            Assert.StartsWith("▌", screen.Lines[4 + screen.State.Selection.Index - screen.State.Selection.Top], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sort_and_filter_do_not_touch_each_other()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());

        screen.Press(Key.S, Key.S, Key.S);
        screen.Type("/tcp");
        screen.Press(Key.Enter);
        Assert.Contains("(Sort: Remote Addr ↑)", screen.Lines[2], StringComparison.Ordinal);
        screen.Press(Key.S);
        Assert.Contains("/ tcp", screen.Lines[2], StringComparison.Ordinal);
        screen.Press(Key.Esc);

        Assert.Contains("(Sort: State ↑)", screen.Lines[2], StringComparison.Ordinal);
    }
}
