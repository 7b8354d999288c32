using RustNet.Tui.Painting;

namespace RustNet.Tui.Details;

/// <summary>Sections as lines of a given width. Pure.</summary>
internal static class DetailsText
{
    private const int LeastLabelWidth = 12;
    private const int MostLabelWidth = 34;
    private const int FairLabelWidth = 22;   // where two fifths of the width are less
    private const int LeastValueWidth = 16;

    /// <summary>Lays sections below each other. Long values go on below themselves.</summary>
    /// <param name="sections">What to lay.</param>
    /// <param name="start">Column where the lines start.</param>
    /// <param name="width">Columns they may take.</param>
    public static List<PageLine> Lay(IReadOnlyList<DetailSection> sections, int start, int width)
    {
        var lines = new List<PageLine>();
        // Labels of application fields are of any length; as long as the others stand in one column, the values do.
        var longest = sections.SelectMany(section => section.Fields).Select(field => field.Label.Length + 2).DefaultIfEmpty().Max();
        var label = Math.Clamp(longest, LeastLabelWidth, Math.Clamp(width * 2 / 5, FairLabelWidth, MostLabelWidth));
        label = width >= label + LeastValueWidth ? label : 0;
        foreach (var section in sections)
        {
            if (lines.Count > 0)
            {
                lines.Add(PageLine.Empty);
            }

            lines.Add(new PageLine(new PageSpan(start, section.Title, Tone.Strong)));
            foreach (var field in section.Fields)
            {
                Lay(lines, field, start, width, label);
            }
        }

        return lines;
    }

    private static void Lay(List<PageLine> lines, DetailField field, int start, int width, int labelWidth)
    {
        var pieces = TextWrap.Lines(field.Value, Math.Max(1, labelWidth == 0 ? width - 2 : width - labelWidth));
        if (labelWidth == 0)
        {
            // Too narrow for two columns: the value follows its label, or goes below where it does not fit.
            if (Glyphs.Measure(field.Label) + 1 + Glyphs.Measure(field.Value) <= width)
            {
                lines.Add(new PageLine(new PageSpan(start, field.Label, Tone.Dim), new PageSpan(start + Glyphs.Measure(field.Label) + 1, field.Value, field.Tone)));
                return;
            }

            lines.Add(new PageLine(new PageSpan(start, field.Label, Tone.Dim)));
            lines.AddRange(pieces.Select(piece => new PageLine(new PageSpan(start + 2, piece, field.Tone))));
            return;
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var value = new PageSpan(start + labelWidth, pieces[i], field.Tone);
            lines.Add(i == 0 ? new PageLine(new PageSpan(start, Cut(field.Label, labelWidth - 1), Tone.Dim), value) : new PageLine(value));
        }
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
