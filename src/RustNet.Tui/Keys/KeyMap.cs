using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Terminal.Gui.Input;

namespace RustNet.Tui.Keys;

/// <summary>
/// The keys. A key is one line here: the handler, the Help tab and the footer all read it, so they cannot disagree.
/// The order is that of Help and of the footer.
/// </summary>
internal static class KeyMap
{
    private static readonly Dictionary<int, ScreenCommand> s_characters = [];
    private static readonly Dictionary<Key, ScreenCommand> s_named = [];

    /// <summary>All bindings.</summary>
    public static ImmutableArray<KeyBinding> All { get; } =
    [
        new("↑ k", ScreenCommand.Up, KeyGroup.Moving, "Up one row (Details: previous connection)", "", FooterOn.Nowhere, "CursorUp", "k"),
        new("↓ j", ScreenCommand.Down, KeyGroup.Moving, "Down one row (Details: next connection)", "", FooterOn.Nowhere, "CursorDown", "j"),
        new("g Home", ScreenCommand.First, KeyGroup.Moving, "First row", "", FooterOn.Nowhere, "g", "Home"),
        new("G End", ScreenCommand.Last, KeyGroup.Moving, "Last row", "", FooterOn.Nowhere, "G", "End"),
        new("PgUp", ScreenCommand.TenUp, KeyGroup.Moving, "Up ten rows", "", FooterOn.Nowhere, "PageUp"),
        new("PgDn", ScreenCommand.TenDown, KeyGroup.Moving, "Down ten rows", "", FooterOn.Nowhere, "PageDown"),
        new("Ctrl+B", ScreenCommand.PageUp, KeyGroup.Moving, "Up one page", "", FooterOn.Nowhere, "Ctrl+B"),
        new("Ctrl+F", ScreenCommand.PageDown, KeyGroup.Moving, "Down one page", "", FooterOn.Nowhere, "Ctrl+F"),
        new("Enter", ScreenCommand.Details, KeyGroup.Moving, "Details of the selected connection; on a group: open or close it", "details", FooterOn.Connection, "Enter"),
        new("→ l", ScreenCommand.OpenGroup, KeyGroup.Moving, "Grouped: open the group, then go to its first row", "open", FooterOn.Grouped, "CursorRight", "l"),
        new("←", ScreenCommand.CloseGroup, KeyGroup.Moving, "Grouped: close the group, also from a row in it", "close", FooterOn.Grouped, "CursorLeft"),
        new("Esc", ScreenCommand.Back, KeyGroup.Moving, "Back to the overview; there: clear the filter", "back", FooterOn.Details | FooterOn.Help, "Esc"),
        new("Tab", ScreenCommand.NextTab, KeyGroup.Moving, "Next tab", "", FooterOn.Nowhere, "Tab"),
        new("Shift+Tab", ScreenCommand.PreviousTab, KeyGroup.Moving, "Previous tab", "", FooterOn.Nowhere, "Shift+Tab"),
        new("1", ScreenCommand.Tab1, KeyGroup.Moving, "Overview", "", FooterOn.Nowhere, "1"),
        new("2", ScreenCommand.Tab2, KeyGroup.Moving, "Details", "", FooterOn.Nowhere, "2"),
        new("3", ScreenCommand.Tab3, KeyGroup.Moving, "Help", "", FooterOn.Nowhere, "3"),

        new("/", ScreenCommand.Filter, KeyGroup.View, "Filter: every keystroke filters, Enter keeps, Esc clears", "filter", FooterOn.Overview, "/"),
        new("s", ScreenCommand.SortNext, KeyGroup.View, "Sort by the next column", "sort", FooterOn.Overview, "s"),
        new("a", ScreenCommand.ToggleGrouping, KeyGroup.View, "Group connections by process, and back", "group", FooterOn.Overview, "a"),
        new("S", ScreenCommand.SortFlip, KeyGroup.View, "Sort the other way round", "flip", FooterOn.Overview, "S"),
        new("t", ScreenCommand.ToggleHistory, KeyGroup.View, "Show closed and timed-out connections too", "history", FooterOn.Overview, "t"),
        new("L", ScreenCommand.ToggleListening, KeyGroup.View, "Show or hide sockets that wait for connections", "", FooterOn.Nowhere, "L"),
        new("p", ScreenCommand.TogglePorts, KeyGroup.View, "Service names or port numbers", "ports", FooterOn.Overview, "p"),
        new("i", ScreenCommand.TogglePanel, KeyGroup.View, "Show or hide the side panel", "info", FooterOn.Overview, "i"),
        new("Space", ScreenCommand.TogglePause, KeyGroup.View, "Pause the view; capturing goes on. Grouped: open or close the group", "pause", FooterOn.Ungrouped, "Space"),
        new("r", ScreenCommand.ResetView, KeyGroup.View, "Reset the view: sort, filter, groups, history, pause, selection", "", FooterOn.Nowhere, "r"),

        new("c", ScreenCommand.Copy, KeyGroup.Program, "Copy the remote address, or the name of the group", "copy", FooterOn.Overview | FooterOn.Details, "c"),
        new("x", ScreenCommand.Clear, KeyGroup.Program, "Forget all connections (press twice)", "", FooterOn.Nowhere, "x"),
        new("h", ScreenCommand.Help, KeyGroup.Program, "This help, and back (also ? and F1)", "help", FooterOn.Right, "h", "?", "F1"),
        new("q", ScreenCommand.Quit, KeyGroup.Program, "Quit (press twice; any other key cancels)", "quit", FooterOn.Right, "q"),
        new("Ctrl+C", ScreenCommand.QuitNow, KeyGroup.Program, "Quit at once", "", FooterOn.Nowhere, "Ctrl+C"),
    ];

    static KeyMap()
    {
        foreach (var binding in All)
        {
            foreach (var name in binding.Keys)
            {
                if (name.Length == 1)
                {
                    s_characters.Add(name[0], binding.Command);
                }
                else
                {
                    s_named.Add(Key.TryParse(name, out var key) ? key : throw new InvalidOperationException($"No key is called {name}."), binding.Command);
                }
            }
        }
    }

    /// <summary>The command of a key, or <see langword="false"/>.</summary>
    public static bool TryFind(Key key, [NotNullWhen(true)] out ScreenCommand? command)
    {
        command = s_named.TryGetValue(key, out var named) ? named
            : !key.IsCtrl && !key.IsAlt && s_characters.TryGetValue(key.AsRune.Value, out var typed) ? typed
            : null;
        return command is not null;
    }
}
