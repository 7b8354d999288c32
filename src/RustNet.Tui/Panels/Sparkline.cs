using RustNet.Tui.Painting;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace RustNet.Tui.Panels;

/// <summary>A small graph in braille: two values a column, four steps a row.</summary>
internal static class Sparkline
{
    private static readonly int[] s_leftDots = [0x40, 0x04, 0x02, 0x01];  // dots 7 3 2 1, from the bottom up
    private static readonly int[] s_rightDots = [0x80, 0x20, 0x10, 0x08]; // dots 8 6 5 4

    /// <summary>Paints the newest values, the newest at the right, scaled to the largest of them.</summary>
    public static void Paint(in CellPainter painter, int column, int row, int width, int height, ReadOnlySpan<double> values, Attribute attribute)
    {
        var shown = values.Length > width * 2 ? values[^(width * 2)..] : values;
        var highest = 1.0;
        foreach (var value in shown)
        {
            highest = Math.Max(highest, value);
        }

        for (var x = 0; x < width; x++)
        {
            // Counted from the right end: the newest pair stands in the last column.
            var right = shown.Length - 1 - ((width - 1 - x) * 2);
            for (var y = 0; y < height; y++)
            {
                var dots = Dots(shown, right - 1, highest, height, height - 1 - y, s_leftDots) | Dots(shown, right, highest, height, height - 1 - y, s_rightDots);
                painter.Put(column + x, row + y, dots == 0 ? Glyphs.Blank : Glyphs.Braille(dots), attribute);
            }
        }
    }

    private static int Dots(ReadOnlySpan<double> values, int index, double highest, int height, int rowFromBottom, int[] dots)
    {
        if ((uint)index >= (uint)values.Length)
        {
            return 0;
        }

        var steps = (int)Math.Ceiling(values[index] / highest * height * 4) - (rowFromBottom * 4);
        if (rowFromBottom == 0)
        {
            steps = Math.Max(steps, 1); // a base line, so that quiet seconds are seen as seconds
        }

        var result = 0;
        for (var i = 0; i < Math.Clamp(steps, 0, 4); i++)
        {
            result |= dots[i];
        }

        return result;
    }
}
