namespace RustNet.Tui.Painting;

/// <summary>A blank column and a bar that shows which part of a list is in view.</summary>
internal static class ScrollBar
{
    private const int LeastWidth = 30;

    /// <summary>Columns it takes at the right edge of a view of this width; narrow views do without.</summary>
    public static int Columns(int width) => width >= LeastWidth ? 2 : 0;

    /// <summary>Paints it beside <paramref name="rows"/> rows from <paramref name="y"/> on; only blanks where everything is in view.</summary>
    /// <param name="painter">Paints the view whose right edge it stands at.</param>
    /// <param name="y">First row of the list.</param>
    /// <param name="rows">Rows in view.</param>
    /// <param name="top">First entry in view.</param>
    /// <param name="count">Entries there are.</param>
    public static void Paint(in CellPainter painter, int y, int rows, int top, int count)
    {
        if (Columns(painter.Width) == 0 || rows <= 0)
        {
            return;
        }

        var isNeeded = count > rows;
        var thumb = isNeeded ? (int)Math.Clamp((long)rows * rows / count, 1, rows) : 0;
        var first = isNeeded ? (int)Math.Round((double)top / (count - rows) * (rows - thumb)) : 0;
        for (var i = 0; i < rows; i++)
        {
            var isThumb = i >= first && i < first + thumb;
            painter.Put(painter.Width - 2, y + i, Glyphs.Blank, painter.Theme[Tone.Text]);
            painter.Put(painter.Width - 1, y + i, !isNeeded ? Glyphs.Blank : isThumb ? "┃" : "│", painter.Theme[isThumb ? Tone.Accent : Tone.Line]);
        }
    }
}
