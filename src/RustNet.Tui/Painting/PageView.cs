using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Painting;

/// <summary>A page of lines with a scroll bar.</summary>
internal abstract class PageView(Func<Theme> theme) : PaintedView(theme)
{
    private const int WheelLines = 3;
    private const int ScrollBarColumns = 2;

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

        var scrollBar = painter.Width >= 30 ? ScrollBarColumns : 0;
        var width = painter.Width - scrollBar;
        var lines = Lines(width);
        Top = Math.Clamp(Top, 0, Math.Max(0, lines.Count - painter.Height));
        for (var y = 0; y < painter.Height; y++)
        {
            var column = 0;
            foreach (var span in Top + y < lines.Count ? lines[Top + y].Spans : [])
            {
                column = painter.Blank(column, span.Column, y);
                column = painter.Write(column, y, span.Text, painter.Theme[span.Tone], width);
            }

            painter.Blank(column, width, y);
            PaintScrollBar(painter, y, lines.Count, width);
        }
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

    private void PaintScrollBar(in CellPainter painter, int y, int count, int column)
    {
        if (column >= painter.Width)
        {
            return;
        }

        var height = painter.Height;
        painter.Put(column, y, Glyphs.Blank, painter.Theme[Tone.Text]);
        if (count <= height)
        {
            painter.Put(column + 1, y, Glyphs.Blank, painter.Theme[Tone.Text]);
            return;
        }

        var thumb = Math.Clamp(height * height / count, 1, height);
        var first = (int)Math.Round((double)Top / (count - height) * (height - thumb));
        var isThumb = y >= first && y < first + thumb;
        painter.Put(column + 1, y, isThumb ? "┃" : "│", painter.Theme[isThumb ? Tone.Accent : Tone.Line]);
    }
}
