namespace RustNet.Tui.Painting;

/// <summary>Breaks long text into lines. Pure.</summary>
internal static class TextWrap
{
    /// <summary>Cuts a text into pieces of at most <paramref name="width"/> columns, at blanks and commas where there are some.</summary>
    public static List<string> Lines(string text, int width)
    {
        var pieces = new List<string>();
        while (Glyphs.Measure(text) > width)
        {
            var end = 0;
            var columns = 0;
            var lastBreak = 0;
            foreach (var rune in text.EnumerateRunes())
            {
                var next = columns + Glyphs.Of(rune).Width;
                if (next > width)
                {
                    break;
                }

                columns = next;
                end += rune.Utf16SequenceLength;
                lastBreak = rune.Value is ' ' or ',' ? end : lastBreak;
            }

            // A character wider than the width still has to go somewhere: every turn takes at least one.
            var cut = lastBreak > 0 ? lastBreak : Math.Max(text.EnumerateRunes().First().Utf16SequenceLength, end);
            pieces.Add(text[..cut].TrimEnd());
            text = text[cut..].TrimStart();
        }

        if (text.Length > 0 || pieces.Count == 0)
        {
            pieces.Add(text);
        }

        return pieces;
    }
}
