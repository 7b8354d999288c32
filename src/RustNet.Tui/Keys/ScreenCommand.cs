namespace RustNet.Tui.Keys;

/// <summary>What a key does.</summary>
internal enum ScreenCommand : byte
{
    Up, Down, First, Last, TenUp, TenDown, PageUp, PageDown,
    Details, Back, NextTab, PreviousTab, Tab1, Tab2, Tab3, Help,
    Filter, SortNext, SortFlip, ToggleHistory, ToggleListening, ToggleLocalhost, ToggleGrouping, OpenGroup, CloseGroup, TogglePause, ToggleTotals, SortTotals, TogglePorts, TogglePanel, ResetView,
    Copy, Clear, Quit, QuitNow,
}
