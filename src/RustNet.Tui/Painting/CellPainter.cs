using System.Drawing;
using System.Text;
using RustNet.Tui.Themes;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Painting;

/// <summary>
/// Writes text straight into the driver's cells, and only where it differs from what is there: the library itself never
/// compares and would send every cell again. Coordinates are those of one view; nothing is written outside it or outside
/// the clip. Who writes a cell twice in one drawing sends it every time, so views write from left to right. Lives for one
/// drawing; UI thread only.
/// </summary>
internal readonly ref struct CellPainter
{
    private const int MaxGraphemeLength = 16; // a base character and its marks; more is an attack on the terminal, not text

    private readonly Cell[,] _cells;
    private readonly bool[] _dirtyLines;
    private readonly Rectangle _area;
    private readonly Rectangle[] _clip;
    private readonly bool _isUnclipped;

    /// <summary>A painter for the part <paramref name="area"/> of the screen.</summary>
    public CellPainter(IDriver driver, Rectangle area, Theme theme)
    {
        _cells = driver.Contents ?? new Cell[0, 0];
        _dirtyLines = driver.GetOutputBuffer().DirtyLines;
        _area = Rectangle.Intersect(area, new Rectangle(0, 0, _cells.GetLength(1), Math.Min(_cells.GetLength(0), _dirtyLines.Length)));
        _clip = driver.Clip?.GetRectangles() ?? [];
        _isUnclipped = driver.Clip is null || Array.Exists(_clip, rectangle => rectangle.Contains(area));
        Theme = theme;
    }

    /// <summary>How tones look.</summary>
    public Theme Theme { get; }

    /// <summary>Columns of the view that are on the screen.</summary>
    public int Width => _area.Width;

    /// <summary>Rows of the view that are on the screen.</summary>
    public int Height => _area.Height;

    /// <summary>Writes text from a column on and answers the column after it; what does not fit in <paramref name="end"/> is cut.</summary>
    public int Write(int column, int row, ReadOnlySpan<char> text, Attribute attribute, int end)
    {
        end = Math.Min(end, Width);
        var lastBase = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            var (glyph, width) = Glyphs.Of(rune);
            if (width == 0)
            {
                if (glyph.Length > 0 && lastBase >= 0)
                {
                    Combine(lastBase, row, glyph);
                }

                continue;
            }

            if (column + width > end)
            {
                break;
            }

            Set(column, row, glyph, width, attribute);
            lastBase = column;
            column += width;
        }

        return column;
    }

    /// <summary>Writes text in a tone.</summary>
    public int Write(int column, int row, ReadOnlySpan<char> text, Tone tone) => Write(column, row, text, Theme[tone], Width);

    /// <summary>Fills the columns from <paramref name="column"/> up to <paramref name="end"/>.</summary>
    public void Fill(int column, int end, int row, Attribute attribute, string? glyph = null)
    {
        end = Math.Min(end, Width);
        for (; column < end; column++)
        {
            Set(column, row, glyph ?? Glyphs.Blank, 1, attribute);
        }
    }

    /// <summary>Blanks the columns from <paramref name="column"/> up to <paramref name="end"/> and answers the latter.</summary>
    public int Blank(int column, int end, int row)
    {
        Fill(column, end, row, Theme[Tone.Text]);
        return Math.Max(column, end);
    }

    /// <summary>Blanks from a column to the end of the row.</summary>
    public void Rest(int column, int row) => Fill(column, Width, row, Theme[Tone.Text]);

    /// <summary>Blanks whole rows.</summary>
    public void BlankRows(int from, int to)
    {
        for (; from < to; from++)
        {
            Rest(0, from);
        }
    }

    /// <summary>
    /// Writes text into a field of fixed width: cut with an ellipsis where it is too long, padded where it is shorter.
    /// </summary>
    public void Field(int column, int row, int width, ReadOnlySpan<char> text, Attribute attribute, bool rightAligned = false)
    {
        if (width <= 0)
        {
            return;
        }

        var needed = text.Length <= width && Ascii.IsValid(text) ? text.Length : Glyphs.Measure(text);
        var end = column + width;
        if (needed > width)
        {
            var at = Write(column, row, text, attribute, end - 1);
            Fill(at, end - 1, row, attribute);
            Write(end - 1, row, "…", attribute, end);
            return;
        }

        var start = rightAligned ? end - needed : column;
        Fill(column, start, row, attribute);
        Fill(Write(start, row, text, attribute, end), end, row, attribute);
    }

    /// <summary>Puts one glyph of width 1.</summary>
    public void Put(int column, int row, string glyph, Attribute attribute)
    {
        if (column < Width)
        {
            Set(column, row, glyph, 1, attribute);
        }
    }

    private void Set(int column, int row, string glyph, int width, Attribute attribute)
    {
        if ((uint)row >= (uint)Height || column < 0)
        {
            return;
        }

        var x = _area.X + column;
        var y = _area.Y + row;
        if (!_isUnclipped && !IsInClip(x, y))
        {
            return;
        }

        ref var cell = ref _cells[y, x];
        if (cell.Attribute == attribute && (ReferenceEquals(cell.Grapheme, glyph) || cell.Grapheme == glyph) && IsSecondHalfRight(x, y, width))
        {
            return;
        }

        // A wide glyph covers the next cell. Where one goes away, the cell it covered must be sent again although it
        // looks unchanged, and where its second half is overwritten, the first goes as well.
        if (IsWide(cell) && x + 1 < _cells.GetLength(1))
        {
            _cells[y, x + 1] = new Cell(attribute, true, Glyphs.Blank);
        }

        if (x > 0 && IsWide(_cells[y, x - 1]))
        {
            _cells[y, x - 1] = new Cell(_cells[y, x - 1].Attribute, true, Glyphs.Blank);
        }

        cell = new Cell(attribute, true, glyph);
        if (width == 2 && x + 1 < _cells.GetLength(1))
        {
            _cells[y, x + 1] = new Cell(attribute, false, Glyphs.Blank);
        }

        _dirtyLines[y] = true;
    }

    private static bool IsWide(in Cell cell) => cell.Grapheme.Length > 0 && cell.Grapheme[0] > 0x7f && Glyphs.Measure(cell.Grapheme) == 2;

    private bool IsSecondHalfRight(int x, int y, int width) =>
        width == 1 || (x + 1 < _cells.GetLength(1) && _cells[y, x + 1].Grapheme == Glyphs.Blank);

    private void Combine(int column, int row, string mark)
    {
        if ((uint)row >= (uint)Height || (!_isUnclipped && !IsInClip(_area.X + column, _area.Y + row)))
        {
            return;
        }

        ref var cell = ref _cells[_area.Y + row, _area.X + column];
        if (cell.Grapheme.Length + mark.Length <= MaxGraphemeLength)
        {
            cell = new Cell(cell.Attribute, true, cell.Grapheme + mark);
            _dirtyLines[_area.Y + row] = true;
        }
    }

    private bool IsInClip(int x, int y)
    {
        foreach (var rectangle in _clip)
        {
            if (rectangle.Contains(x, y))
            {
                return true;
            }
        }

        return false;
    }
}
