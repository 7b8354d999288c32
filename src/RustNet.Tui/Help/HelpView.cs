using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;

namespace RustNet.Tui.Help;

/// <summary>Keys, filter words and marks: made from the tables that the program itself works by.</summary>
internal sealed class HelpView(Func<Theme> theme, ScreenState state, string version) : PageView(theme)
{
    private const string FilterTitle = "Filter";
    private const int FormWidth = 23;
    private const int KeyWidth = 16;

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
        var sections = new List<Func<int, int, List<PageLine>>>();
        foreach (var (group, title) in s_groups)
        {
            sections.Add((start, room) => Keys(start, room, group, title));
        }

        sections.AddRange([Mouse, Marks, Typing, Forms, Keywords]);
        lines.AddRange(HelpColumns.Lay(sections, 1, width - 1));
        if (state.HelpGoesToFilter)
        {
            state.HelpGoesToFilter = false;
            Top = lines.FindIndex(line => Array.Exists(line.Spans, span => span.Text == FilterTitle)); // as far as there is so much below it
        }

        return lines;
    }

    private static List<PageLine> Keys(int start, int width, KeyGroup group, string title)
    {
        var lines = new List<PageLine> { new(new PageSpan(start, title, Tone.Strong)) };
        foreach (var (help, label) in Merged(KeyMap.All.Where(binding => binding.Group == group)))
        {
            Entry(lines, start, width, KeyWidth, label, help);
        }

        return lines;
    }

    /// <summary>Neighbours that do the two halves of one thing share a line.</summary>
    private static IEnumerable<(string Help, string Label)> Merged(IEnumerable<KeyBinding> bindings)
    {
        var (help, label) = ("", "");
        foreach (var binding in bindings)
        {
            if (binding.Help != help && label.Length > 0)
            {
                yield return (help, label);
                label = "";
            }

            (help, label) = (binding.Help, label.Length > 0 ? $"{label}, {binding.Label}" : binding.Label);
        }

        yield return (help, label);
    }

    private static List<PageLine> Mouse(int start, int width) => Entries(start, width, KeyWidth, "Mouse",
    [
        ("click", "Select, sort, open a tab or group"),
        ("2 clicks", "Details; open or close a group"),
        ("wheel", "Scroll"),
    ]);

    private static List<PageLine> Typing(int start, int width) => Entries(start, width, KeyWidth, "Typing a filter",
    [
        ("Ctrl+P, Ctrl+N", "Earlier, later filter"),
        ("Ctrl+A, Ctrl+E", "Start, end (also Home, End)"),
        ("Ctrl+W", "Cut the word before"),
        ("Ctrl+U, Ctrl+K", "Cut all before, all behind"),
        ("Ctrl+Y", "Put back what was cut last"),
        ("F1", "This help, and back to typing"),
    ]);

    private static List<PageLine> Forms(int start, int width) =>
        Entries(start, width, FormWidth, FilterTitle, FilterSyntax.All.Select(form => (form.Form, form.Meaning)));

    private static List<PageLine> Keywords(int start, int width) => Entries(
        start, width, FilterKeywords.All.Max(keyword => keyword.Example.Length) + 2, "Filter keywords", FilterKeywords.All.Select(keyword => (keyword.Example, Meaning(keyword))));

    private static string Meaning(FilterKeyword keyword) =>
        keyword.Aliases.IsEmpty ? keyword.Meaning : $"{keyword.Meaning} (or {string.Join(' ', keyword.Aliases.Select(static alias => alias + ":"))})";

    private static List<PageLine> Entries(int start, int width, int wordWidth, string title, IEnumerable<(string Word, string Meaning)> entries)
    {
        var lines = new List<PageLine> { new(new PageSpan(start, title, Tone.Strong)) };
        foreach (var (word, meaning) in entries)
        {
            Entry(lines, start, width, wordWidth, word, meaning);
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

    private static void Entry(List<PageLine> lines, int start, int width, int wordWidth, string word, string meaning)
    {
        var isStacked = width < wordWidth + 14;
        var column = isStacked ? start + 2 : start + wordWidth;
        var pieces = TextWrap.Lines(meaning, Math.Max(1, width - (column - start)));
        if (isStacked)
        {
            lines.Add(new PageLine(new PageSpan(start, word, Tone.Accent)));
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            lines.Add(i == 0 && !isStacked
                ? new PageLine(new PageSpan(start, word, Tone.Accent), new PageSpan(column, pieces[i], Tone.Text))
                : new PageLine(new PageSpan(column, pieces[i], Tone.Text)));
        }
    }
}
