using RustNet.Core.Flows;
using RustNet.Core.Names;

namespace RustNet.Tui.Table;

/// <summary>
/// How many rows there are of each kind. Connections are what packets have made; sockets that wait for connections are rows,
/// too, but no connections, and are always counted by themselves.
/// </summary>
/// <param name="Open">Connections in the table, but for those that have closed.</param>
/// <param name="Closed">Connections in the table that have closed and are about to leave it.</param>
/// <param name="Ended">Connections that have left it.</param>
/// <param name="Listening">Sockets that wait for connections.</param>
internal readonly record struct RowCounts(int Open, int Closed, int Ended, int Listening)
{
    /// <summary>Rows of all kinds.</summary>
    public int All => Open + Closed + Ended + Listening;

    /// <summary>Without what there may be no room to tell.</summary>
    public RowCounts OnlyOpen => this with { Closed = 0, Ended = 0, Listening = 0 };

    /// <summary>One row more.</summary>
    public RowCounts With(FlowSnapshot row) => row.Identity.IsListening ? this with { Listening = Listening + 1 }
        : row.End != FlowEnd.None ? this with { Ended = Ended + 1 }
        : IsClosed(row.State) ? this with { Closed = Closed + 1 }
        : this with { Open = Open + 1 };

    /// <summary>The counts in one line: <c>12 · 2 closed · 340 ended · 8 listening</c>; what there is none of is left out.</summary>
    public string Text => Join(CountText.Of(Open), Some(Closed), Some(Ended), Some(Listening));

    /// <summary>These of all: <c>3 of 12 · 1 of 8 listening</c>.</summary>
    public string TextOf(RowCounts all) => Join(
        $"{CountText.Of(Open)} of {CountText.Of(all.Open)}",
        all.Closed > 0 ? $"{CountText.Of(Closed)} of {CountText.Of(all.Closed)}" : "",
        all.Ended > 0 ? $"{CountText.Of(Ended)} of {CountText.Of(all.Ended)}" : "",
        all.Listening > 0 ? $"{CountText.Of(Listening)} of {CountText.Of(all.Listening)}" : "");

    // Over, but in the table for some seconds more; once a replay has ended they stay there.
    private static bool IsClosed(string state) => state is "CLOSED" or "QUIC_CLOSED" or "QUIC_DRAINING";

    private static string Some(int count) => count > 0 ? CountText.Of(count) : "";

    private static string Join(string open, string closed, string ended, string listening) =>
        open + Part(closed, "closed") + Part(ended, "ended") + Part(listening, "listening");

    private static string Part(string count, string word) => count.Length > 0 ? $" · {count} {word}" : "";
}
