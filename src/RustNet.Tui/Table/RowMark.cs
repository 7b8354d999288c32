using RustNet.Core.Flows;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>How near a connection is to leaving the table (SPEC §7): a colour, and a mark for who sees none.</summary>
internal static class RowMark
{
    private const double Stale = 0.75;
    private const double Critical = 0.90;

    /// <summary>Mark of a row: blank, <c>~</c> from 75 % of the timeout, <c>!</c> above 90 %, <c>×</c> when it has ended.</summary>
    public static string Of(FlowSnapshot row, long now) => ToneOf(row, now) switch
    {
        Tone.Warning => "~",
        Tone.Alarm => "!",
        Tone.Historic => "×",
        _ => " ",
    };

    /// <summary>Tone of the whole row; <see cref="Tone.Text"/> means that every column has its own.</summary>
    public static Tone ToneOf(FlowSnapshot row, long now) =>
        row.End != FlowEnd.None ? Tone.Historic
        : row.Staleness(now) switch
        {
            > Critical => Tone.Alarm,
            >= Stale => Tone.Warning,
            _ => Tone.Text,
        };
}
