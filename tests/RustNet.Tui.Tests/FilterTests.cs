using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>The filter line, through the whole screen.</summary>
public sealed class FilterTests
{
    [Fact]
    public void Every_keystroke_filters()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/dns");
        Assert.Single(screen.State.Model.Rows);
        screen.Press(Key.Backspace, Key.Backspace, Key.Backspace);

        Assert.Equal(7, screen.State.Model.Rows.Count);
    }

    [Fact]
    public void Open_line_shows_what_it_leaves()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/port:443");

        screen.Verify("filter.80x24");
    }

    [Fact]
    public void Bad_expression_is_marked_and_the_last_good_one_stays()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/port:443 rtt:>x");

        screen.Verify("filter-error.80x24");
        Assert.Single(screen.State.Model.Rows); // "port:443 rtt:>" was understood: the round-trip time has to be known
        Assert.Equal(screen.Lines[^2].IndexOf('x', StringComparison.Ordinal), screen.Lines[^1].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_expression_is_explained_on_the_smallest_screen()
    {
        using var screen = new ScreenHarness(20, 5, Flows.Mixed());

        screen.Type("/rtt:>x");

        screen.Verify("filter-error.20x5");
    }

    [Fact]
    public void Enter_keeps_and_the_title_says_so()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());

        screen.Type("/dns");
        screen.Press(Key.Enter);
        screen.Press(Key.J);

        Assert.False(screen.State.Filter.IsEditing);
        Assert.Contains("1 of 7  / dns", screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains("192.0.2.1:53", screen.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Escape_clears_while_typing_and_later()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/dns");
        screen.Press(Key.Esc);
        Assert.Equal(7, screen.State.Model.Rows.Count);
        screen.Type("/dns");
        screen.Press(Key.Enter, Key.Esc);

        Assert.Equal(7, screen.State.Model.Rows.Count);
        Assert.False(screen.State.Filter.IsEditing);
    }

    [Fact]
    public void Arrows_move_in_the_list_and_letters_are_typed()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(50));

        screen.Type("/443");
        screen.Press(Key.CursorDown, Key.CursorDown, Key.PageDown, Key.CursorUp);
        screen.Type("jq");

        Assert.Equal(11, screen.State.Selection.ChosenId - 1);
        Assert.Equal("443jq", screen.State.Filter.Text);
        Assert.False(screen.HasQuit);
    }

    [Fact]
    public void Opening_again_edits_the_filter_in_force()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/dn");
        screen.Press(Key.Enter);
        screen.Type("/s");

        Assert.Equal("dns", screen.State.Filter.Text);
    }

    [Fact]
    public void Filter_that_leaves_nothing_says_how_to_get_back()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/nothing-is-called-this");

        Assert.Contains("No connection matches the filter", screen.Text, StringComparison.Ordinal);
        Assert.Contains("7 are hidden", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keywords_can_name_the_interface()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/interface:eth0");

        Assert.Equal(7, screen.State.Model.Rows.Count);
    }
}
