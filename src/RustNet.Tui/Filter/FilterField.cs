using Terminal.Gui.Input;
using Terminal.Gui.Views;

namespace RustNet.Tui.Filter;

/// <summary>
/// The library's text field with the keys of a shell, which leaves to the window those that do not edit: arrows up and down,
/// Enter, Esc, Ctrl+C ...
/// </summary>
internal sealed class FilterField(Func<Key, bool> takes) : TextField
{
    private readonly LineEdit _edit = new();

    /// <summary>Replaces the text; typing goes on at a place in it, or at its end.</summary>
    public void Put(string text, int place = int.MaxValue)
    {
        if (Text != text)
        {
            Text = text;
        }

        InsertionPoint = Math.Min(place, new System.Globalization.StringInfo(Text).LengthInTextElements);
        ClearAllSelection();
    }

    /// <inheritdoc/>
    protected override bool OnKeyDown(Key key)
    {
        if (takes(key))
        {
            return true;
        }

        if (_edit.Apply(key, new EditedLine(Text, InsertionPoint)) is { } edited)
        {
            Put(edited.Text, edited.Place);
            return true;
        }

        return base.OnKeyDown(key);
    }
}
