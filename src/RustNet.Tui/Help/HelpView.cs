using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;

namespace RustNet.Tui.Help;

/// <summary>Keys, filter words and marks: made from the tables that the program itself works by.</summary>
internal sealed class HelpView(Func<Theme> theme, ScreenState state, string version) : PageView(theme)
{
    private const int LeastWidthForTwoColumns = 110;
    private const int WordWidth = 24;
    private const int KeyWidth = 11;

    private static readonly (string Mark, string Meaning, Tone Tone)[] s_marks =
    [
        ("", "fresh: below 75 % of its timeout", Tone.Text),
        ("~", "from 75 % of its timeout", Tone.Warning),
        ("!", "above 90 %: about to be removed", Tone.Alarm),
        ("×", "ended; t shows these", Tone.Historic),
    ];

    private static readonly (KeyGroup Group, string Title)[] s_groups =
        [(KeyGroup.Moving, "Moving"), (KeyGroup.View, "View"), (KeyGroup.Program, "Program")];

    /// <inheritdoc/>
    protected override int Top
    {
        get => state.HelpTop;
        set => state.HelpTop = value;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PageLine> Lines(int width)
    {
        var heading = version.Length == 0 ? "rustnet" : $"rustnet {version}";
        var lines = new List<PageLine>
        {
            new(new PageSpan(0, "▎", Tone.Accent), new PageSpan(2, heading, Tone.Strong), new PageSpan(4 + heading.Length, "every connection of this machine", Tone.Dim)),
            PageLine.Empty,
        };
        if (width < LeastWidthForTwoColumns)
        {
            lines.AddRange(Keys(1, width - 1));
            lines.Add(PageLine.Empty);
            lines.AddRange(Filter(1, width - 1));
            lines.Add(PageLine.Empty);
            lines.AddRange(Marks(1, width - 1));
            return lines;
        }

        var half = width * 9 / 20;
        var left = Keys(1, half - 3);
        List<PageLine> right = [.. Marks(half, width - half - 1), PageLine.Empty, .. Filter(half, width - half - 1)];
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            lines.Add(new PageLine([.. i < left.Count ? left[i].Spans : [], .. i < right.Count ? right[i].Spans : []]));
        }

        return lines;
    }

    private static List<PageLine> Keys(int start, int width)
    {
        var lines = new List<PageLine>();
        foreach (var (group, title) in s_groups)
        {
            if (lines.Count > 0)
            {
                lines.Add(PageLine.Empty);
            }

            lines.Add(new PageLine(new PageSpan(start, title, Tone.Strong)));
            foreach (var binding in KeyMap.All.Where(binding => binding.Group == group))
            {
                Entry(lines, start, width, KeyWidth, binding.Label, binding.Help, Tone.Accent);
            }
        }

        lines.Add(PageLine.Empty);
        lines.Add(new PageLine(new PageSpan(start, "Mouse", Tone.Strong)));
        Entry(lines, start, width, KeyWidth, "click", "Select a row, sort by a header, open a tab or group", Tone.Accent);
        Entry(lines, start, width, KeyWidth, "2 clicks", "Details of a row; open or close a group", Tone.Accent);
        Entry(lines, start, width, KeyWidth, "wheel", "Scroll", Tone.Accent);
        return lines;
    }

    private static List<PageLine> Filter(int start, int width)
    {
        var lines = new List<PageLine> { new(new PageSpan(start, "Filter", Tone.Strong)) };
        foreach (var form in FilterSyntax.All)
        {
            Entry(lines, start, width, WordWidth, form.Form, form.Meaning, Tone.Accent);
        }

        lines.Add(PageLine.Empty);
        lines.Add(new PageLine(new PageSpan(start, "Filter keywords", Tone.Strong)));
        foreach (var keyword in FilterKeywords.All)
        {
            Entry(lines, start, width, WordWidth, keyword.Example, keyword.Meaning, Tone.Accent);
        }

        return lines;
    }

    private static List<PageLine> Marks(int start, int width)
    {
        var lines = new List<PageLine> { new(new PageSpan(start, "Marks and colours of rows", Tone.Strong)) };
        foreach (var (mark, meaning, tone) in s_marks)
        {
            var shown = TextWrap.Lines(meaning, Math.Max(1, width - 3))[0];
            lines.Add(new PageLine(new PageSpan(start, mark, tone), new PageSpan(start + 3, shown, tone)));
        }

        return lines;
    }

    private static void Entry(List<PageLine> lines, int start, int width, int wordWidth, string word, string meaning, Tone tone)
    {
        var isStacked = width < wordWidth + 14;
        var column = isStacked ? start + 2 : start + wordWidth;
        var pieces = TextWrap.Lines(meaning, Math.Max(1, width - (column - start)));
        if (isStacked)
        {
            lines.Add(new PageLine(new PageSpan(start, word, tone)));
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            lines.Add(i == 0 && !isStacked
                ? new PageLine(new PageSpan(start, word, tone), new PageSpan(column, pieces[i], Tone.Text))
                : new PageLine(new PageSpan(column, pieces[i], Tone.Text)));
        }
    }
}
