using Terminal.Gui.Input;
using Terminal.Gui.Views;

namespace RustNet.Tui.Filter;

/// <summary>The library's text field, which leaves to the window the keys that do not edit: arrows up and down, Enter, Esc, Ctrl+C ...</summary>
internal sealed class FilterField(Func<Key, bool> takes) : TextField
{
    /// <inheritdoc/>
    protected override bool OnKeyDown(Key key) => takes(key) || base.OnKeyDown(key);
}
