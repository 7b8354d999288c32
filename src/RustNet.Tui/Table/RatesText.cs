using RustNet.Core.Names;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>The cell of the two rates, or of the two totals: each has its own tone, and what does not flow steps back.</summary>
internal static class RatesText
{
    private const double Least = 0.5; // bytes per second that do not round to 0

    /// <summary>Both rates, bytes per second, as <c>12.3K/-</c>.</summary>
    public static string Of(double down, double up) => down < Least && up < Least ? "-/-" : $"{One(down)}/{One(up)}";

    /// <summary>Both totals, bytes, as <c>12.3K/-</c>.</summary>
    public static string OfTotals(long received, long sent) => Of(received, sent);

    /// <summary>Paints what <see cref="Of"/> has made, right aligned.</summary>
    public static void Paint(in CellPainter painter, int start, int y, int width, string text, bool isSelected)
    {
        var theme = painter.Theme;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (text.Length > width)
        {
            painter.Field(start, y, width, text, theme[Tone.Text, isSelected], rightAligned: true);
            return;
        }

        var end = start + width;
        var at = end - text.Length;
        painter.Fill(start, at, y, theme[Tone.Text, isSelected]);
        at = painter.Write(at, y, text.AsSpan(0, slash), theme[slash == 1 ? Tone.Dim : Tone.Down, isSelected], end);
        at = painter.Write(at, y, "/", theme[Tone.Dim, isSelected], end);
        painter.Write(at, y, text.AsSpan(slash + 1), theme[text.Length - slash == 2 ? Tone.Dim : Tone.Up, isSelected], end);
    }

    private static string One(double rate) => rate < Least ? Column.None : UnitText.Bytes((long)Math.Round(rate));
}
