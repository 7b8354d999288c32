using System.Text;

namespace RustNet.Tui.Painting;

/// <summary>Breaks long text into lines. Pure.</summary>
internal static class TextWrap
{
    /// <summary>
    /// Cuts a text into pieces of at most <paramref name="width"/> columns: at blanks; where that would leave more than half of a
    /// line empty, behind a sign that parts words (<c>/ , - . : &amp; ? = ; _</c>), but not inside a number; in the middle of a word only
    /// where there is neither.
    /// </summary>
    public static List<string> Lines(string text, int width)
    {
        var pieces = new List<string>();
        while (Glyphs.Measure(text) > width)
        {
            var cut = Cut(text, width);
            pieces.Add(text[..cut].TrimEnd());
            text = text[cut..].TrimStart();
        }

        if (text.Length > 0 || pieces.Count == 0)
        {
            pieces.Add(text);
        }

        return pieces;
    }

    /// <summary>Where the first line of a text that is too long for it ends.</summary>
    private static int Cut(string text, int width)
    {
        var (end, columns) = (0, 0);
        var (blank, columnsToBlank) = (0, 0);
        var sign = 0;
        var last = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            // What parts words parts them behind it: known once the next character is.
            sign = end > 0 && IsPartedBy(last, rune) && !IsInNumber(text, end) ? end : sign;
            if (rune.Value == ' ')
            {
                (blank, columnsToBlank) = (end, columns); // a blank that does not fit any more needs no room
            }

            var next = columns + Glyphs.Of(rune).Width;
            if (next > width)
            {
                break;
            }

            columns = next;
            end += rune.Utf16SequenceLength;
            last = rune;
        }

        return blank > 0 && (columnsToBlank * 2 >= width || sign <= blank) ? blank
            : sign > 0 ? sign
            : Math.Max(text.EnumerateRunes().First().Utf16SequenceLength, end); // a character wider than the width still has to go somewhere
    }

    private static bool IsPartedBy(Rune sign, Rune next) =>
        sign.Value is '/' or ',' or '-' or '.' or ':' or '&' or '?' or '=' or ';' or '_' && next.Value != ' ' && next != sign;

    private static bool IsInNumber(string text, int end) =>
        text[end - 1] is ',' or '.' or ':' or '-' && end >= 2 && char.IsAsciiDigit(text[end - 2]) && end < text.Length && char.IsAsciiDigit(text[end]);
}
