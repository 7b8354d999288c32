using RustNet.Tui.Painting;
using RustNet.Tui.Themes;

namespace RustNet.Tui.Panels;

/// <summary>What stands around the filter's text field: the slash before it, and behind it how many rows it leaves.</summary>
internal sealed class FilterLine(Func<Theme> theme, ScreenState state) : PaintedView(theme)
{
    /// <summary>Column where the text starts; the footer marks errors below it.</summary>
    public const int TextColumn = 3;

    /// <summary>Columns the text field has on a screen of this width.</summary>
    public static int FieldWidth(int screenWidth) => Math.Max(1, screenWidth - TextColumn - CountWidth(screenWidth));

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        painter.Write(painter.Write(0, 0, " ", Tone.Text), 0, "/ ", painter.Theme[state.Filter.Error is null ? Tone.Accent : Tone.Alarm] with { Style = Terminal.Gui.Drawing.TextStyle.Bold }, painter.Width);
        var width = CountWidth(painter.Width);
        if (width > 0)
        {
            var (shown, all) = (state.Model.Shown, state.Model.Unfiltered);
            var count = shown.TextOf(all) + " ";
            count = Glyphs.Measure(count) <= width ? count : shown.OnlyOpen.TextOf(all.OnlyOpen) + " ";
            painter.Field(painter.Width - width, 0, width, count, painter.Theme[Tone.Dim], rightAligned: true);
        }
    }

    private static int CountWidth(int screenWidth) => screenWidth >= 110 ? 44 : screenWidth >= 50 ? 20 : 0;
}
