using RustNet.Core.Flows;

namespace RustNet.Tui.Table;

/// <summary>
/// Connections over which nothing flows any more: of a capture that is over, or ended ones. Packet time stands still for
/// them, so their last rates would stay for ever. Pure.
/// </summary>
internal static class RestingRows
{
    /// <summary>The same rows with rates of 0; rows that have none are not copied.</summary>
    public static TableSnapshot Of(TableSnapshot table)
    {
        FlowSnapshot[]? rows = null;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i] is { DownRate: not 0 } or { UpRate: not 0 })
            {
                rows ??= [.. table.Rows];
                rows[i] = Of(table.Rows[i]);
            }
        }

        return rows is null ? table : table with { Rows = rows };
    }

    /// <summary>The same row with rates of 0.</summary>
    public static FlowSnapshot Of(FlowSnapshot row) => new()
    {
        Identity = row.Identity,
        State = row.State,
        LastSeen = row.LastSeen,
        PacketsSent = row.PacketsSent,
        PacketsReceived = row.PacketsReceived,
        BytesSent = row.BytesSent,
        BytesReceived = row.BytesReceived,
        AgesFrom = row.AgesFrom,
        Timeout = row.Timeout,
        End = row.End,
        App = row.App,
        Owner = row.Owner,
        Tcp = row.Tcp,
        ResponseMilliseconds = row.ResponseMilliseconds,
    };
}
