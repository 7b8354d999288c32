using RustNet.Tui.Painting;

namespace RustNet.Tui.Panels;

/// <summary>Where the packets come from and how that is going, in as many columns as there are. Pure.</summary>
internal static class SourceText
{
    private const int LeastSource = 7; // two characters, an ellipsis, four characters

    /// <summary>
    /// The parts that fit, <c>source · link type · state</c>: the link type gives way first, then the folder of a file, then the middle
    /// of its name, then the whole source. <paramref name="warning"/> stays behind them as long as any room is.
    /// </summary>
    /// <param name="source">Interface or path of the file.</param>
    /// <param name="linkType">Link type.</param>
    /// <param name="phase">What the user must know of the state, or empty.</param>
    /// <param name="warning">What must not be missed, or empty.</param>
    /// <param name="width">Columns for all of it.</param>
    public static (string Text, string Warning) Fit(string source, string linkType, string phase, string warning, int width)
    {
        var behind = phase.Length > 0 ? " · " + phase : "";
        var name = source[(source.LastIndexOfAny(['/', '\\']) + 1)..];
        name = name.Length > 0 ? name : source;
        foreach (var kept in (string[])[warning, ""])
        {
            var room = width - Glyphs.Measure(kept);
            var text = Array.Find([$"{source} · {linkType}{behind}", source + behind, $"{name} · {linkType}{behind}", name + behind], one => Glyphs.Measure(one) <= room)
                ?? (room - behind.Length >= LeastSource ? Shorten(name, room - behind.Length) + behind : phase.Length > 0 && phase.Length <= room ? phase : null);
            if (text is not null)
            {
                return (text, kept);
            }
        }

        return ("", Glyphs.Measure(warning) <= width ? warning : "");
    }

    /// <summary>A name cut in its middle: the beginning tells files apart, and so does the end.</summary>
    private static string Shorten(string name, int width)
    {
        if (Glyphs.Measure(name) <= width)
        {
            return name;
        }

        var tail = width / 2;
        var head = width - tail - 1;
        return Part(name, head, fromEnd: false) + "…" + Part(name, tail, fromEnd: true);
    }

    private static string Part(string text, int width, bool fromEnd)
    {
        var runes = text.EnumerateRunes().ToArray();
        var taken = 0;
        for (var columns = 0; taken < runes.Length; taken++)
        {
            columns += Glyphs.Of(fromEnd ? runes[^(taken + 1)] : runes[taken]).Width;
            if (columns > width)
            {
                break;
            }
        }

        return string.Concat((fromEnd ? runes[^taken..] : runes[..taken]).Select(rune => rune.ToString()));
    }
}
