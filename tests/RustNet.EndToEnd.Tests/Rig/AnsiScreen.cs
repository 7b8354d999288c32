using System.Globalization;
using System.Text;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>A captured screen as runs of equally styled text, row by row.</summary>
internal sealed record AnsiScreen(IReadOnlyList<IReadOnlyList<StyledText>> Rows, string Escapes)
{
    /// <summary>The runs whose text contains <paramref name="text"/>.</summary>
    public IEnumerable<StyledText> Find(string text) =>
        Rows.SelectMany(row => row).Where(run => run.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>Reads what <c>tmux capture-pane -e</c> writes: SGR sequences (ECMA-48 §8.3.117) only.</summary>
    public static AnsiScreen Parse(string captured)
    {
        var rows = new List<IReadOnlyList<StyledText>>();
        var style = TextStyle.Plain;
        foreach (var line in captured.Split('\n'))
        {
            var row = new List<StyledText>();
            var text = new StringBuilder();
            for (var at = 0; at < line.Length; at++)
            {
                if (line[at] != '\u001b' || at + 1 == line.Length || line[at + 1] != '[')
                {
                    text.Append(line[at]);
                    continue;
                }

                var end = line.IndexOf('m', at);
                Flush(row, text, style);
                style = style.Apply(line[(at + 2)..end]);
                at = end;
            }

            Flush(row, text, style);
            rows.Add(row);
        }

        return new AnsiScreen(rows, captured);
    }

    private static void Flush(List<StyledText> row, StringBuilder text, TextStyle style)
    {
        if (text.Length > 0)
        {
            row.Add(new StyledText(text.ToString(), style));
            text.Clear();
        }
    }
}

internal sealed record StyledText(string Text, TextStyle Style);

/// <summary>The styles of a cell that the tests look at. Colours are the SGR words as they came, empty for the default.</summary>
internal sealed record TextStyle(bool Bold, bool Underlined, bool Reversed, string Foreground, string Background)
{
    public static TextStyle Plain { get; } = new(false, false, false, "", "");

    public bool IsCyan => Foreground is "36" or "96" or "38;5;6" or "38;5;14" or "38;5;51" || IsRgb((r, g, b) => r < g - 40 && r < b - 40);

    public bool IsYellow => Foreground is "33" or "93" or "38;5;3" or "38;5;11" || IsRgb((r, g, b) => b < r - 40 && b < g - 40);

    public bool IsRed => Foreground is "31" or "91" or "38;5;1" or "38;5;9" || IsRgb((r, g, b) => g < r - 40 && b < r - 40);

    public bool HasColor => Foreground.Length > 0 || Background.Length > 0;

    public TextStyle Apply(string parameters)
    {
        var style = this;
        var words = parameters.Split(';');
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "" or "0":
                    style = Plain;
                    break;
                case "1":
                    style = style with { Bold = true };
                    break;
                case "22":
                    style = style with { Bold = false };
                    break;
                case ['4', ..] when words[i] is "4" || words[i].StartsWith("4:", StringComparison.Ordinal):
                    style = style with { Underlined = true };
                    break;
                case "24":
                    style = style with { Underlined = false };
                    break;
                case "7":
                    style = style with { Reversed = true };
                    break;
                case "27":
                    style = style with { Reversed = false };
                    break;
                case "38" or "48":
                    var length = words[i + 1] == "2" ? 5 : 3;
                    var color = string.Join(';', words[i..(i + length)]);
                    style = words[i] == "38" ? style with { Foreground = color } : style with { Background = color };
                    i += length - 1;
                    break;
                case "39":
                    style = style with { Foreground = "" };
                    break;
                case "49":
                    style = style with { Background = "" };
                    break;
                case var word when word.Length == 2 && word[0] is '3' or '9':
                    style = style with { Foreground = word };
                    break;
                case var word when word[0] == '4' || (word.Length == 3 && word[..2] == "10"):
                    style = style with { Background = word };
                    break;
                default:
                    break;
            }
        }

        return style;
    }

    private bool IsRgb(Func<int, int, int, bool> passes)
    {
        if (!Foreground.StartsWith("38;2;", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = Foreground[5..].Split(';').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return passes(parts[0], parts[1], parts[2]);
    }
}
