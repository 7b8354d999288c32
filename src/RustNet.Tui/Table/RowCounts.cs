using RustNet.Core.Flows;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>
/// How many rows there are of each kind. Connections are what packets have made; sockets that wait for connections are rows,
/// too, but no connections, and are always counted by themselves.
/// </summary>
/// <param name="Open">Connections in the table.</param>
/// <param name="Ended">Connections that have left it.</param>
/// <param name="Listening">Sockets that wait for connections.</param>
internal readonly record struct RowCounts(int Open, int Ended, int Listening)
{
    /// <summary>Rows of all kinds.</summary>
    public int All => Open + Ended + Listening;

    /// <summary>One row more.</summary>
    public RowCounts With(FlowSnapshot row) => row.Identity.IsListening ? this with { Listening = Listening + 1 }
        : row.End != FlowEnd.None ? this with { Ended = Ended + 1 }
        : this with { Open = Open + 1 };

    /// <summary>The counts in one line: <c>12 · 340 ended · 8 listening</c>; what there is none of is left out.</summary>
    public string Text => Join(CountText.Of(Open), Ended > 0 ? CountText.Of(Ended) : "", Listening > 0 ? CountText.Of(Listening) : "");

    /// <summary>These of all: <c>3 of 12 · 1 of 8 listening</c>.</summary>
    public string TextOf(RowCounts all) => Join(
        $"{CountText.Of(Open)} of {CountText.Of(all.Open)}",
        all.Ended > 0 ? $"{CountText.Of(Ended)} of {CountText.Of(all.Ended)}" : "",
        all.Listening > 0 ? $"{CountText.Of(Listening)} of {CountText.Of(all.Listening)}" : "");

    private static string Join(string open, string ended, string listening) =>
        open + (ended.Length > 0 ? $" · {ended} ended" : "") + (listening.Length > 0 ? $" · {listening} listening" : "");
}
