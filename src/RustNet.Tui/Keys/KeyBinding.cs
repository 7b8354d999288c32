namespace RustNet.Tui.Keys;

/// <summary>Heading of the Help tab that a key stands under.</summary>
internal enum KeyGroup : byte
{
    /// <summary>Moving in lists and between tabs.</summary>
    Moving,

    /// <summary>What the table shows.</summary>
    View,

    /// <summary>Everything else.</summary>
    Program,
}

/// <summary>Tabs, and what they show, whose footer offers a key.</summary>
[Flags]
internal enum FooterOn : byte
{
    /// <summary>None.</summary>
    Nowhere = 0,

    /// <summary>Overview.</summary>
    Overview = 1,

    /// <summary>Details.</summary>
    Details = 2,

    /// <summary>Help.</summary>
    Help = 4,

    /// <summary>All, on the right.</summary>
    Right = 8,

    /// <summary>Overview while connections are grouped.</summary>
    Grouped = 16,

    /// <summary>Overview while they are not.</summary>
    Ungrouped = 32,

    /// <summary>Overview, but not on the row of a group.</summary>
    Connection = 64,
}

/// <summary>One line of the key map.</summary>
/// <param name="Label">Keys as people write them.</param>
/// <param name="Command">What they do.</param>
/// <param name="Group">Where Help lists them.</param>
/// <param name="Help">One line for Help.</param>
/// <param name="Hint">One word for the footer, or empty.</param>
/// <param name="Footer">Where the footer has it.</param>
/// <param name="Keys">
/// The keys: a single character (matched by what was typed, whatever modifiers that took), or a name of the library
/// such as <c>CursorUp</c> or <c>Ctrl+C</c>.
/// </param>
internal sealed record KeyBinding(string Label, ScreenCommand Command, KeyGroup Group, string Help, string Hint, FooterOn Footer, params string[] Keys);
