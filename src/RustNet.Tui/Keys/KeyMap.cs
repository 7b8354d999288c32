using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Terminal.Gui.Input;

namespace RustNet.Tui.Keys;

/// <summary>
/// The keys. A key is one line here: the handler, the Help tab and the footer all read it, so they cannot disagree.
/// The order is that of Help and of the footer; neighbours with the same text for Help are one line there.
/// </summary>
internal static class KeyMap
{
    private static readonly Dictionary<int, ScreenCommand> s_characters = [];
    private static readonly Dictionary<Key, ScreenCommand> s_named = [];

    /// <summary>All bindings.</summary>
    public static ImmutableArray<KeyBinding> All { get; } =
    [
        new("↑ k", ScreenCommand.Up, KeyGroup.Moving, "Up, down one row, in Details too", "", FooterOn.Nowhere, "CursorUp", "k"),
        new("↓ j", ScreenCommand.Down, KeyGroup.Moving, "Up, down one row, in Details too", "", FooterOn.Nowhere, "CursorDown", "j"),
        new("g Home", ScreenCommand.First, KeyGroup.Moving, "First, last row", "", FooterOn.Nowhere, "g", "Home"),
        new("G End", ScreenCommand.Last, KeyGroup.Moving, "First, last row", "", FooterOn.Nowhere, "G", "End"),
        new("PgUp", ScreenCommand.TenUp, KeyGroup.Moving, "Up, down ten rows", "", FooterOn.Nowhere, "PageUp"),
        new("PgDn", ScreenCommand.TenDown, KeyGroup.Moving, "Up, down ten rows", "", FooterOn.Nowhere, "PageDown"),
        new("Ctrl+B", ScreenCommand.PageUp, KeyGroup.Moving, "Up, down one page", "", FooterOn.Nowhere, "Ctrl+B"),
        new("Ctrl+F", ScreenCommand.PageDown, KeyGroup.Moving, "Up, down one page", "", FooterOn.Nowhere, "Ctrl+F"),
        new("Enter", ScreenCommand.Details, KeyGroup.Moving, "Details; of a group: open, close it", "details", FooterOn.Connection, "Enter"),
        new("→ l", ScreenCommand.OpenGroup, KeyGroup.Moving, "Open the group, then go into it", "open", FooterOn.Grouped, "CursorRight", "l"),
        new("←", ScreenCommand.CloseGroup, KeyGroup.Moving, "Close the group, also from inside", "close", FooterOn.Grouped, "CursorLeft"),
        new("Esc", ScreenCommand.Back, KeyGroup.Moving, "Back; on Overview: clear the filter", "back", FooterOn.Details | FooterOn.Help, "Esc"),
        new("Tab", ScreenCommand.NextTab, KeyGroup.Moving, "Next, previous tab", "", FooterOn.Nowhere, "Tab"),
        new("Shift+Tab", ScreenCommand.PreviousTab, KeyGroup.Moving, "Next, previous tab", "", FooterOn.Nowhere, "Shift+Tab"),
        new("1", ScreenCommand.Tab1, KeyGroup.Moving, "Overview, Details, Help", "", FooterOn.Nowhere, "1"),
        new("2", ScreenCommand.Tab2, KeyGroup.Moving, "Overview, Details, Help", "", FooterOn.Nowhere, "2"),
        new("3", ScreenCommand.Tab3, KeyGroup.Moving, "Overview, Details, Help", "", FooterOn.Nowhere, "3"),

        new("/", ScreenCommand.Filter, KeyGroup.View, "Filter; Enter keeps, Esc clears it", "filter", FooterOn.Overview, "/"),
        new("s", ScreenCommand.SortNext, KeyGroup.View, "Sort by the next column", "sort", FooterOn.Overview, "s"),
        new("a", ScreenCommand.ToggleGrouping, KeyGroup.View, "Group by process, and back", "group", FooterOn.Overview, "a"),
        new("S", ScreenCommand.SortFlip, KeyGroup.View, "Sort the other way round", "flip", FooterOn.Overview, "S"),
        new("t", ScreenCommand.ToggleHistory, KeyGroup.View, "Show ended connections too", "history", FooterOn.Overview, "t"),
        new("L", ScreenCommand.ToggleListening, KeyGroup.View, "Show or hide listening sockets", "", FooterOn.Nowhere, "L"),
        new("o", ScreenCommand.ToggleLocalhost, KeyGroup.View, "Show or hide localhost", "", FooterOn.Nowhere, "o"),
        new("p", ScreenCommand.TogglePorts, KeyGroup.View, "Service names or port numbers", "ports", FooterOn.Overview, "p"),
        new("b", ScreenCommand.ToggleTotals, KeyGroup.View, "Bytes per second, or in total", "bytes", FooterOn.Overview, "b"),
        new("B", ScreenCommand.SortTotals, KeyGroup.View, "Sort by bytes in total, both ways", "", FooterOn.Nowhere, "B"),
        new("i", ScreenCommand.TogglePanel, KeyGroup.View, "Show or hide the side panel", "info", FooterOn.Overview, "i"),
        new("Space", ScreenCommand.TogglePause, KeyGroup.View, "Pause the view; grouped: open, close", "pause", FooterOn.Ungrouped, "Space"),
        new("r", ScreenCommand.ResetView, KeyGroup.View, "Reset the view: sort, filter, groups ...", "", FooterOn.Nowhere, "r"),

        new("c", ScreenCommand.Copy, KeyGroup.Program, "Copy remote address or group name", "copy", FooterOn.Overview | FooterOn.Details, "c"),
        new("x", ScreenCommand.Clear, KeyGroup.Program, "Forget all connections (press twice)", "", FooterOn.Nowhere, "x"),
        new("h", ScreenCommand.Help, KeyGroup.Program, "This help, and back (also ?, F1)", "help", FooterOn.Right, "h", "?", "F1"),
        new("q", ScreenCommand.Quit, KeyGroup.Program, "Quit (press twice)", "quit", FooterOn.Right, "q"),
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
