using RustNet.Tui.Filter;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests.Filter;

/// <summary>The keys of a shell; the place is a | in the text.</summary>
public sealed class LineEditTests
{
    [Theory]
    [InlineData("Ctrl+A", "tcp port:4|43", "|tcp port:443")]
    [InlineData("Ctrl+E", "tcp port:4|43", "tcp port:443|")]
    [InlineData("Ctrl+B", "tc|p", "t|cp")]
    [InlineData("Ctrl+B", "|tcp", "|tcp")]
    [InlineData("Ctrl+F", "tc|p", "tcp|")]
    [InlineData("Ctrl+F", "tcp|", "tcp|")]
    [InlineData("Ctrl+U", "tcp port:4|43", "|43")]
    [InlineData("Ctrl+K", "tcp port:4|43", "tcp port:4|")]
    [InlineData("Ctrl+W", "tcp port:443|", "tcp |")]
    [InlineData("Ctrl+W", "tcp  |", "|")]
    [InlineData("Ctrl+W", "|tcp", "|tcp")]
    [InlineData("Alt+B", "tcp port:443|", "tcp port:|443")]
    [InlineData("Ctrl+CursorLeft", "tcp port:|443", "tcp |port:443")]
    [InlineData("Alt+F", "tcp| port:443", "tcp port|:443")]
    [InlineData("Ctrl+CursorRight", "|tcp", "tcp|")]
    [InlineData("Alt+Backspace", "tcp port:443|", "tcp port:|")]
    [InlineData("Alt+D", "tcp |port:443", "tcp |:443")]
    [InlineData("Ctrl+D", "tc|p", "tc|")]
    [InlineData("Ctrl+D", "tcp|", "tcp|")]
    [InlineData("Ctrl+H", "tc|p", "t|p")]
    [InlineData("Ctrl+W", "bücher 日本|語", "bücher |語")]
    [InlineData("Ctrl+B", "e\u0301|x", "|e\u0301x")] // a letter and its accent are one
    public void Key_edits(string key, string before, string after)
    {
        Assert.True(Key.TryParse(key, out var parsed));

        Assert.Equal(after, Show(new LineEdit().Apply(parsed, Read(before))!.Value));
    }

    [Fact]
    public void Control_y_puts_back_what_was_cut_last()
    {
        var edit = new LineEdit();
        Assert.Equal("a |", Show(edit.Apply(Key.Y.WithCtrl, Read("a |"))!.Value));

        edit.Apply(Key.W.WithCtrl, Read("tcp port:443|"));
        edit.Apply(Key.U.WithCtrl, Read("|x")); // cuts nothing

        Assert.Equal("a port:443|b", Show(edit.Apply(Key.Y.WithCtrl, Read("a |b"))!.Value));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Home")]
    [InlineData("Ctrl+C")]
    [InlineData("CursorLeft")]
    public void Other_keys_are_left_alone(string key)
    {
        Assert.True(Key.TryParse(key, out var parsed));

        Assert.Null(new LineEdit().Apply(parsed, Read("tcp|")));
    }

    [Fact]
    public void History_goes_back_and_forth_and_keeps_what_was_being_typed()
    {
        var history = new FilterHistory();
        Assert.Null(history.Older("x"));
        foreach (var text in (string[])["tcp", "udp", "  ", "tcp", "dns"])
        {
            history.Add(text);
        }

        Assert.Equal(["dns", "tcp", "udp", null], [history.Older("ne"), history.Older("dns"), history.Older("tcp"), history.Older("udp")]);
        Assert.Equal(["tcp", "dns", "ne", null], [history.Newer(), history.Newer(), history.Newer(), history.Newer()]);
        Assert.Equal("tcp", history.Older("dns")); // what is there already is no step
    }

    [Fact]
    public void History_is_bounded()
    {
        var history = new FilterHistory();
        for (var i = 0; i < FilterHistory.Capacity + 5; i++)
        {
            history.Add($"{i}");
        }

        var count = 0;
        for (var text = ""; history.Older(text) is { } older; text = older)
        {
            count++;
        }

        Assert.Equal(FilterHistory.Capacity, count);
    }

    private static EditedLine Read(string marked)
    {
        var before = marked[..marked.IndexOf('|', StringComparison.Ordinal)];
        return new EditedLine(marked.Replace("|", "", StringComparison.Ordinal), new System.Globalization.StringInfo(before).LengthInTextElements);
    }

    private static string Show(EditedLine line)
    {
        var elements = new System.Globalization.StringInfo(line.Text);
        var place = line.Place == 0 ? 0 : elements.SubstringByTextElements(0, line.Place).Length;
        return line.Text.Insert(place, "|");
    }
}
