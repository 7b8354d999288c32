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

    [Theory]
    [InlineData("remote:1.2", "in force: remote:1", "No connection matches the filter in force: remote:1")]
    [InlineData("port:http", "in force: port:", "TCP")]
    [InlineData(")", "in force: no filter", "TCP")]
    public void What_is_in_force_is_said_while_something_else_is_typed(string typed, string title, string body)
    {
        using var screen = new ScreenHarness(100, 24, Flows.Mixed());

        screen.Type("/" + typed);
        Assert.Matches($"{System.Text.RegularExpressions.Regex.Escape(title)}(  |$)", screen.Lines[2]);
        Assert.Contains(body, screen.Text, StringComparison.Ordinal);
        screen.Press(Key.U.WithCtrl);
        Assert.DoesNotContain("in force", screen.Text, StringComparison.Ordinal);
        screen.Type("tls");

        Assert.DoesNotContain("in force", screen.Text, StringComparison.Ordinal);
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
    public void Enter_leaves_open_what_cannot_be_understood()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());

        screen.Type("/remote:1.2.3.4");
        screen.Press(Key.Enter);

        Assert.True(screen.State.Filter.IsEditing);
        Assert.Equal("remote:1.2.3.4", screen.State.Filter.Text);
        Assert.Contains("there is no keyword remote:", screen.Text, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    public void List_of_keywords_that_does_not_fit_says_so(int width)
    {
        using var screen = new ScreenHarness(width, 24, Flows.Mixed());

        screen.Type("/foo:bar");

        Assert.Contains("…", screen.Lines[^1], StringComparison.Ordinal);
        Assert.StartsWith("   ^^^^ there is no keyword foo:, ", screen.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(width >= 60, screen.Lines[^1].EndsWith("F1 help", StringComparison.Ordinal));
    }

    [Fact]
    public void Mistyped_keyword_is_answered_with_the_likely_one()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/remote:x");

        Assert.Contains("did you mean dst: ?", screen.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_stays_under_its_place_in_a_line_longer_than_the_screen()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/" + string.Concat(Enumerable.Repeat("port:443 ", 12)) + "rtt:>x");

        Assert.Equal(screen.Lines[^2].LastIndexOf('x'), screen.Lines[^1].IndexOf('^', StringComparison.Ordinal));
        Assert.Contains("rtt: takes an amount", screen.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Help_opens_at_the_filter_and_typing_goes_on_behind_it()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/foo:bar");
        screen.Press(Key.F1);
        Assert.StartsWith(" Filter", screen.Lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("^^^", screen.Text, StringComparison.Ordinal);
        screen.Press(Key.Esc);
        Assert.Contains("/ foo:bar", screen.Lines[^2], StringComparison.Ordinal);
        screen.Press(Key.W.WithCtrl);
        screen.Type("dns");

        Assert.Equal("dns", screen.State.Filter.Applied.Text);
        Assert.Single(screen.State.Model.Rows);
    }

    [Fact]
    public void Keys_of_a_shell_edit_the_line()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/port:443 tls");
        screen.Press(Key.A.WithCtrl);
        screen.Type("!");
        Assert.Equal("!port:443 tls", screen.State.Filter.Text);
        screen.Press(Key.E.WithCtrl, Key.W.WithCtrl);
        Assert.Equal("!port:443 ", screen.State.Filter.Text);
        screen.Press(Key.Home, Key.Delete, Key.End, Key.CursorLeft, Key.CursorLeft, Key.K.WithCtrl);
        Assert.Equal("port:44", screen.State.Filter.Text);
        screen.Press(Key.CursorLeft);
        screen.Type("8");
        Assert.Equal("port:484", screen.State.Filter.Text);
        screen.Press(Key.U.WithCtrl);
        Assert.Equal("4", screen.State.Filter.Text);
        screen.Press(Key.Y.WithCtrl);

        Assert.Equal("port:484", screen.State.Filter.Text);
        Assert.Equal("port:484", screen.State.Filter.Applied.Text);
    }

    [Fact]
    public void Earlier_filters_come_back()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Mixed());
        screen.Type("/dns");
        screen.Press(Key.Enter, Key.Esc);
        screen.Type("/tls");
        screen.Press(Key.Esc); // also one that was not kept

        screen.Type("/ne");
        Assert.Contains("^P ^N earlier", screen.Lines[^1], StringComparison.Ordinal);
        screen.Press(Key.P.WithCtrl);
        Assert.Equal("tls", screen.State.Filter.Applied.Text);
        screen.Press(Key.P.WithCtrl, Key.P.WithCtrl);
        Assert.Equal("dns", screen.State.Filter.Applied.Text);
        Assert.Single(screen.State.Model.Rows);
        screen.Press(Key.N.WithCtrl, Key.N.WithCtrl);

        Assert.Equal("ne", screen.State.Filter.Text);
    }

    [Fact]
    public void Keywords_can_name_the_interface()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Mixed());

        screen.Type("/interface:eth0");

        Assert.Equal(7, screen.State.Model.Rows.Count);
    }
}
