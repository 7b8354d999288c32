using System.Drawing;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace RustNet.Tui.Tests.Painting;

public sealed class CellPainterTests : IDisposable
{
    private readonly IApplication _app;

    public CellPainterTests()
    {
        _app = Application.Create();
        _app.Init(DriverRegistry.Names.ANSI);
        _app.Driver!.SetScreenSize(20, 3);
    }

    private string FirstLine => _app.Driver!.ToString()!.Split('\n')[0].TrimEnd();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("日本", "日本")]
    [InlineData("e\u0301a", "e\u0301a")]
    [InlineData("a\e[31mb", "a[31mb")]
    [InlineData("a\u202eb\u200bc\u0007d\u009be", "abcde")]
    [InlineData("\u0301x", "x")]
    public void Write_keeps_text_and_drops_what_could_steer_the_terminal(string text, string shown)
    {
        Painter().Write(0, 0, text, Tone.Text);

        Assert.Equal(shown, FirstLine);
    }

    [Fact]
    public void Write_stacks_no_more_marks_than_a_language_needs()
    {
        Painter().Write(0, 0, "a" + new string('\u0301', 500), Tone.Text);

        Assert.InRange(_app.Driver!.Contents![0, 0].Grapheme.Length, 1, 16);
    }

    [Fact]
    public void Write_never_splits_a_wide_character_at_the_edge()
    {
        var column = Painter().Write(19, 0, "日", Tone.Text);

        Assert.Equal(19, column);
    }

    [Theory]
    [InlineData("1234567890", 6, "12345…")]
    [InlineData("日本語日本語", 6, "日本 …")]
    [InlineData("abc", 6, "abc   |")]
    public void Field_cuts_and_pads(string text, int width, string shown)
    {
        var painter = Painter();

        painter.Field(0, 0, width, text, painter.Theme[Tone.Text]);
        painter.Write(width, 0, "|", Tone.Text);

        Assert.StartsWith(shown, FirstLine, StringComparison.Ordinal);
        Assert.EndsWith("|", FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_the_same_again_sends_nothing()
    {
        Painter().Write(0, 0, "some text 日本", Tone.Accent);
        Flush();

        Painter().Write(0, 0, "some text 日本", Tone.Accent);

        Assert.Equal(0, DirtyCells());
    }

    [Fact]
    public void Narrow_text_over_wide_text_leaves_no_half()
    {
        Painter().Write(0, 0, "日本語", Tone.Text);
        Flush();

        Painter().Write(0, 0, "│ab│cd", Tone.Text);

        Assert.Equal("│ab│cd", FirstLine);
        Assert.Equal(6, DirtyCells());
    }

    [Fact]
    public void Order_of_writing_does_not_matter_over_wide_text()
    {
        Painter().Write(0, 0, "日本語", Tone.Text);
        Flush();

        Painter().Write(1, 0, "b", Tone.Text);
        Painter().Write(0, 0, "a", Tone.Text);

        Assert.StartsWith("ab", FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_outside_the_view_or_the_clip()
    {
        var painter = new CellPainter(_app.Driver!, new Rectangle(2, 1, 4, 1), BuiltInThemes.Dark);
        painter.Write(-1, 0, "no", Tone.Text);
        painter.Write(0, -1, "no", Tone.Text);
        painter.Write(0, 1, "no", Tone.Text);
        painter.Write(0, 0, "yes, but cut", Tone.Text);

        Assert.Equal(["", "  yes,", ""], _app.Driver!.ToString()!.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd()).ToArray());
    }

    private CellPainter Painter() => new(_app.Driver!, new Rectangle(0, 0, 20, 3), BuiltInThemes.Dark);

    private void Flush()
    {
        for (var y = 0; y < 3; y++)
        {
            for (var x = 0; x < 20; x++)
            {
                _app.Driver!.Contents![y, x].IsDirty = false;
            }
        }
    }

    private int DirtyCells()
    {
        var count = 0;
        foreach (var cell in _app.Driver!.Contents!)
        {
            count += cell.IsDirty ? 1 : 0;
        }

        return count;
    }
}
