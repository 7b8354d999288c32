using System.Globalization;
using Terminal.Gui.Input;

namespace RustNet.Tui.Filter;

/// <summary>A line of text and the place in it where typing goes on, counted in characters as people see them.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">From 0 to the number of characters.</param>
internal readonly record struct EditedLine(string Text, int Place);

/// <summary>
/// The keys by which shells edit a line (GNU readline's, emacs mode), where the library's text field has others or none.
/// Remembers what was cut last. UI thread only.
/// </summary>
internal sealed class LineEdit
{
    private string _cut = "";

    /// <summary>What a key makes of a line, or <see langword="null"/> where it is none of these keys.</summary>
    public EditedLine? Apply(Key key, EditedLine line)
    {
        var all = Elements(line.Text);
        var place = Math.Clamp(line.Place, 0, all.Length);
        return key == Key.A.WithCtrl ? At(all, 0)
            : key == Key.E.WithCtrl ? At(all, all.Length)
            : key == Key.B.WithCtrl ? At(all, place - 1)
            : key == Key.F.WithCtrl ? At(all, place + 1)
            : key == Key.B.WithAlt || key == Key.CursorLeft.WithCtrl ? At(all, WordBefore(all, place))
            : key == Key.F.WithAlt || key == Key.CursorRight.WithCtrl ? At(all, WordBehind(all, place))
            : key == Key.U.WithCtrl ? Cut(all, 0, place)
            : key == Key.K.WithCtrl ? Cut(all, place, all.Length)
            : key == Key.W.WithCtrl ? Cut(all, TermBefore(all, place), place)
            : key == Key.Backspace.WithAlt ? Cut(all, WordBefore(all, place), place)
            : key == Key.D.WithAlt ? Cut(all, place, WordBehind(all, place))
            : key == Key.D.WithCtrl ? Without(all, place, Math.Min(place + 1, all.Length))
            : key == Key.H.WithCtrl ? Without(all, Math.Max(0, place - 1), place)
            : key == Key.Y.WithCtrl ? new EditedLine(string.Concat(all.AsSpan(0, place)) + _cut + string.Concat(all.AsSpan(place)), place + Elements(_cut).Length)
            : null;
    }

    private static EditedLine At(string[] all, int place) => new(string.Concat(all), Math.Clamp(place, 0, all.Length));

    private static EditedLine Without(string[] all, int from, int to) => new(string.Concat(all[..from]) + string.Concat(all[to..]), from);

    private EditedLine Cut(string[] all, int from, int to)
    {
        _cut = from < to ? string.Concat(all[from..to]) : _cut;
        return Without(all, from, to);
    }

    // Ctrl+W goes to the last blank, so that a whole term of the filter is one step; Alt+B stops at signs as well.
    private static int TermBefore(string[] all, int place) => Before(all, place, static element => element != " ");

    private static int WordBefore(string[] all, int place) => Before(all, place, IsOfWord);

    private static int Before(string[] all, int place, Func<string, bool> isInside)
    {
        while (place > 0 && !isInside(all[place - 1]))
        {
            place--;
        }

        while (place > 0 && isInside(all[place - 1]))
        {
            place--;
        }

        return place;
    }

    private static int WordBehind(string[] all, int place)
    {
        while (place < all.Length && !IsOfWord(all[place]))
        {
            place++;
        }

        while (place < all.Length && IsOfWord(all[place]))
        {
            place++;
        }

        return place;
    }

    private static bool IsOfWord(string element) => char.IsLetterOrDigit(element, 0);

    private static string[] Elements(string text)
    {
        var elements = new List<string>(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            elements.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        return [.. elements];
    }
}
