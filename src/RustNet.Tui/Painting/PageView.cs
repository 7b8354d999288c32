using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Painting;

/// <summary>A page of lines with a scroll bar.</summary>
internal abstract class PageView(Func<Theme> theme) : PaintedView(theme)
{
    private const int WheelLines = 3;

    /// <summary>First line in view.</summary>
    protected abstract int Top { get; set; }

    /// <summary>Lines of the page for a width.</summary>
    protected abstract IReadOnlyList<PageLine> Lines(int width);

    /// <summary>Scrolls by lines; beyond the ends means the end.</summary>
    public void Scroll(int delta)
    {
        Top = Math.Max(0, Top + delta); // painting knows how many lines there are and brings it back
        SetNeedsDraw();
    }

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        if (painter.Height == 0 || painter.Width == 0)
        {
            return;
        }

        var width = painter.Width - ScrollBar.Columns(painter.Width);
        var lines = Lines(width);
        Top = Math.Clamp(Top, 0, Math.Max(0, lines.Count - painter.Height));
        for (var y = 0; y < painter.Height; y++)
        {
            var column = 0;
            foreach (var span in Top + y < lines.Count ? lines[Top + y].Spans : [])
            {
                column = painter.Blank(column, span.Column, y);
                var columns = Math.Max(0, Math.Min(Glyphs.Measure(span.Text), width - column));
                painter.Field(column, y, columns, span.Text, painter.Theme[span.Tone]);
                column += columns;
            }

            painter.Blank(column, width, y);
        }

        ScrollBar.Paint(painter, 0, painter.Height, Top, lines.Count);
    }

    /// <inheritdoc/>
    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (mouse.Flags.HasFlag(MouseFlags.WheeledDown) || mouse.Flags.HasFlag(MouseFlags.WheeledUp))
        {
            Scroll(mouse.Flags.HasFlag(MouseFlags.WheeledDown) ? WheelLines : -WheelLines);
            return true;
        }

        return false;
    }
}
