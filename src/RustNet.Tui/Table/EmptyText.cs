using RustNet.Core.Names;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>What stands in a table without rows: why there are none and what to do.</summary>
internal static class EmptyText
{
    /// <summary>The lines to show.</summary>
    public static (string Text, Tone Tone)[] For(ScreenState state)
    {
        var model = state.Model;
        if (model.Status is not { } status)
        {
            return [("Starting…", Tone.Dim)];
        }

        if (model.Unfiltered.All > 0)
        {
            return
            [
                (state.Filter.Error is null ? "No connection matches the filter" : $"No connection matches the filter in force: {state.Filter.Applied.Text}", Tone.Strong),
                ($"{Hidden(model.Unfiltered)} hidden · Esc shows them", Tone.Dim),
                (state.WithHistory || state.Filter.IsEditing ? "" : "t looks among connections that have ended, too", Tone.Dim),
            ];
        }

        if (model.LocalhostHidden > 0)
        {
            return [("No connections but those within localhost", Tone.Strong), ($"{CountText.Of(model.LocalhostHidden)} hidden · o shows them", Tone.Dim)];
        }

        if (status.Phase == MonitorPhase.Failed)
        {
            return [(status.IsLive ? "The capture has ended" : "The file could not be read to its end", Tone.Alarm), (status.Message ?? "", Tone.Text)];
        }

        if (status.Phase == MonitorPhase.Ended)
        {
            return [("No connections", Tone.Strong), (status.IsLive ? "Capturing has stopped" : Seen(model, state.WithHistory), Tone.Dim)];
        }

        if (!state.ShowsLocalhost && model.Statistics.PacketsLocalhostHidden > 0 && model.Statistics.ConnectionsTotal == 0)
        {
            return
            [
                ("No connections but those within localhost", Tone.Strong),
                ($"{CountText.Of(model.Statistics.PacketsLocalhostHidden, "packet")} of them hidden · o shows what comes from now on", Tone.Dim),
            ];
        }

        return model.Statistics.Packets == 0
            ? [(status.IsLive ? $"Waiting for packets on {status.Source}" : $"Reading {status.Source}", Tone.Strong), ("Connections appear here as soon as there are any", Tone.Dim)]
            : [("No connections", Tone.Strong), (Seen(model, state.WithHistory), Tone.Dim)];
    }

    private static string Seen(TableModel model, bool withHistory) =>
        CountText.Of(model.Statistics.Packets, "packet") + " seen" + (withHistory || model.Statistics.ConnectionsTotal == 0 ? "" : " · t shows connections that have ended");

    private static string Hidden(RowCounts all)
    {
        var connections = all.Open + all.Closed + all.Ended;
        var sockets = all.Listening == 0 ? "" : CountText.Of(all.Listening, "listening socket");
        return connections == 0 ? $"{sockets} {(all.Listening == 1 ? "is" : "are")}"
            : sockets.Length > 0 ? $"{CountText.Of(connections, "connection")} and {sockets} are"
            : $"{CountText.Of(connections)} {(connections == 1 ? "is" : "are")}";
    }
}
