using System.Text;
using RustNet.Core.Dpi;
using Terminal.Gui.Text;

namespace RustNet.Tui.Painting;

/// <summary>
/// One string per character, made once: a cell of the terminal holds a string, and making one per cell and frame would
/// be megabytes per second. UI thread only.
/// </summary>
internal static class Glyphs
{
    private const int MaxCached = 4096;
    private static readonly string[] s_ascii = MakeAscii();
    private static readonly string[] s_braille = MakeBraille();
    private static readonly Dictionary<int, (string Text, int Width)> s_others = [];

    /// <summary>The blank cell.</summary>
    public static string Blank => s_ascii[' '];

    /// <summary>
    /// Text and width (0, 1 or 2 columns) of a character. Whatever could steer the terminal (control and format
    /// characters, line separators, private use, surrogates) has an empty text.
    /// </summary>
    public static (string Text, int Width) Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7f ? (s_ascii[rune.Value], 1) : ("", 0);
        }

        if (s_others.TryGetValue(rune.Value, out var known))
        {
            return known;
        }

        var made = WireText.IsPlain(rune) ? (rune.ToString(), Math.Clamp(rune.GetColumns(), 0, 2)) : ("", 0);
        if (s_others.Count < MaxCached) // text from the wire decides what is asked for, so the cache has a ceiling
        {
            s_others[rune.Value] = made;
        }

        return made;
    }

    /// <summary>Braille pattern with the given dots (Unicode block 2800, bit 0 = dot 1 ... bit 7 = dot 8).</summary>
    public static string Braille(int dots) => s_braille[dots & 0xff];

    /// <summary>Columns the text takes when painted.</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Of(rune).Width;
        }

        return width;
    }

    private static string[] MakeAscii()
    {
        var all = new string[128];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = ((char)i).ToString();
        }

        return all;
    }

    private static string[] MakeBraille()
    {
        var all = new string[256];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = ((char)(0x2800 + i)).ToString();
        }

        return all;
    }
}
