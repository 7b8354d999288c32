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
                ("No connection matches the filter", Tone.Strong),
                ($"{Hidden(model.Unfiltered)} hidden · Esc shows them", Tone.Dim),
                (state.WithHistory || state.Filter.IsEditing ? "" : "t looks among connections that have ended, too", Tone.Dim),
            ];
        }

        if (status.Phase == MonitorPhase.Failed)
        {
            return [(status.IsLive ? "The capture has ended" : "The file could not be read to its end", Tone.Alarm), (status.Message ?? "", Tone.Text)];
        }

        if (status.Phase == MonitorPhase.Ended)
        {
            return [("No connections", Tone.Strong), (status.IsLive ? "Capturing has stopped" : "t shows those that have ended", Tone.Dim)];
        }

        if (model.Statistics.PacketsLocalhostHidden > 0 && model.Statistics.ConnectionsTotal == 0)
        {
            return
            [
                ("No connections but those within localhost", Tone.Strong),
                ($"{CountText.Of(model.Statistics.PacketsLocalhostHidden)} packets of them are hidden · start with --show-localhost to see them", Tone.Dim),
            ];
        }

        return model.Statistics.Packets == 0
            ? [(status.IsLive ? $"Waiting for packets on {status.Source}" : $"Reading {status.Source}", Tone.Strong), ("Connections appear here as soon as there are any", Tone.Dim)]
            : [("No connections", Tone.Strong), ($"{CountText.Of(model.Statistics.Packets)} packets seen · t shows connections that have ended", Tone.Dim)];
    }

    private static string Hidden(RowCounts all)
    {
        var connections = all.Open + all.Ended;
        var sockets = all.Listening == 0 ? "" : GroupLine.Counted(all.Listening, "listening socket", "listening sockets");
        return connections == 0 ? $"{sockets} {(all.Listening == 1 ? "is" : "are")}"
            : sockets.Length > 0 ? $"{GroupLine.Counted(connections, "connection", "connections")} and {sockets} are"
            : $"{CountText.Of(connections)} {(connections == 1 ? "is" : "are")}";
    }
}
