using System.Globalization;
using System.Text;

namespace RustNet.App.Cli;

/// <summary>Makes text that the user or the system gave us safe to print on one line of a terminal or a log.</summary>
internal static class TerminalText
{
    /// <summary>
    /// The text with control characters, line breaks and direction overrides replaced, cut to <paramref name="maxLength"/>
    /// characters with an ellipsis.
    /// </summary>
    public static string Clean(string text, int maxLength = int.MaxValue)
    {
        var cut = text.Length > maxLength;
        if (!cut && !HasUnsafe(text))
        {
            return text;
        }

        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maxLength - (cut ? 1 : 0))
            {
                break;
            }

            clean.Append(IsUnsafe(rune) ? Rune.ReplacementChar : rune);
        }

        return cut ? clean.Append('…').ToString() : clean.ToString();
    }

    private static bool HasUnsafe(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune) || rune == Rune.ReplacementChar) // which also stands for half a surrogate pair
            {
                return true;
            }
        }

        return false;
    }

    // Control: C0, DEL, C1. Format: zero-width and bidirectional controls. The separators break lines on some terminals.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
