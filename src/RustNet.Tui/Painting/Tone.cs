namespace RustNet.Tui.Painting;

/// <summary>What a piece of text is, so that a theme can say how it looks. Views never name a colour.</summary>
internal enum Tone : byte
{
    /// <summary>Ordinary text.</summary>
    Text,

    /// <summary>Text that matters most: headings, the name of the active tab.</summary>
    Strong,

    /// <summary>Labels and text that may be overlooked.</summary>
    Dim,

    /// <summary>Rules, tracks, separators.</summary>
    Line,

    /// <summary>The program's own colour: active things and keys.</summary>
    Accent,

    /// <summary>Column header.</summary>
    Header,

    /// <summary>Header of the column the table is sorted by.</summary>
    HeaderActive,

    /// <summary>Remote side.</summary>
    Remote,

    /// <summary>What inspection found.</summary>
    App,

    /// <summary>A process.</summary>
    Process,

    /// <summary>Bytes received.</summary>
    Down,

    /// <summary>Bytes sent.</summary>
    Up,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Ages: past 75 % of the timeout; also a notice that wants to be read.</summary>
    Warning,

    /// <summary>About to go: past 90 % of the timeout; also an error.</summary>
    Alarm,

    /// <summary>A connection that is no longer in the table.</summary>
    Historic,
}
