namespace RustNet.Tui;

/// <summary>The tabs, from left to right.</summary>
internal enum ScreenTab : byte
{
    /// <summary>The table of connections.</summary>
    Overview,

    /// <summary>All facts of the selected connection.</summary>
    Details,

    /// <summary>Keys, filter words, marks.</summary>
    Help,
}
