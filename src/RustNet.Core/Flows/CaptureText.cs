using System.Text;

namespace RustNet.Core.Flows;

/// <summary>Cleans the command name of a PKTAP header.</summary>
internal static class CaptureText
{
    /// <summary>The text before the first NUL, with everything that a terminal would not simply print replaced by <c>?</c>.</summary>
    public static string Clean(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).EnumerateRunes())
        {
            text.Append(IsPrintable(rune) ? rune.ToString() : "?");
        }

        return text.ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned
        or System.Globalization.UnicodeCategory.SpaceSeparator);
}
