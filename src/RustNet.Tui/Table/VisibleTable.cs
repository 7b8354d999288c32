using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Tui.Table;

/// <summary>What the user wants to see of a look at the table, before any filter: with or without localhost. Immutable.</summary>
/// <param name="Source">The look.</param>
/// <param name="ShowsLocalhost">Connections within localhost are among <paramref name="Table"/>.</param>
/// <param name="Table">The look without what is hidden; its numbers of connections are those of its rows.</param>
/// <param name="Health">TCP quality of the rows.</param>
internal sealed record VisibleTable(TableSnapshot Source, bool ShowsLocalhost, TableSnapshot Table, TcpHealth Health)
{
    /// <summary>Nothing yet.</summary>
    public static VisibleTable Empty { get; } = new(TableSnapshot.Empty, false, TableSnapshot.Empty, default);

    /// <summary>Connections that are left out.</summary>
    public int Hidden => Source.Rows.Count - Table.Rows.Count;

    /// <summary>What is to be seen of a look.</summary>
    public static VisibleTable Of(TableSnapshot source, bool showsLocalhost)
    {
        var rows = Rows(source.Rows, showsLocalhost);
        var table = ReferenceEquals(rows, source.Rows) ? source : new TableSnapshot(rows, source.Statistics with
        {
            Connections = rows.Count,
            TcpConnections = rows.Count(static row => row.Identity.Key.Protocol == IpProtocol.Tcp),
            UdpConnections = rows.Count(static row => row.Identity.Key.Protocol == IpProtocol.Udp),
        });
        return new VisibleTable(source, showsLocalhost, table, HealthOf(rows));
    }

    /// <summary>The rows that are to be seen of some; the same list where that is all.</summary>
    public static IReadOnlyList<FlowSnapshot> Rows(IReadOnlyList<FlowSnapshot> rows, bool showsLocalhost) =>
        showsLocalhost || !rows.Any(static row => row.Identity.IsLocalhost) ? rows : [.. rows.Where(static row => !row.Identity.IsLocalhost)];

    private static TcpHealth HealthOf(IReadOnlyList<FlowSnapshot> rows)
    {
        long retransmissions = 0, outOfOrder = 0, fast = 0, zeroWindows = 0;
        var rtts = new List<double>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Tcp is { } tcp)
            {
                retransmissions += tcp.Retransmissions;
                outOfOrder += tcp.OutOfOrder;
                fast += tcp.FastRetransmissions;
                zeroWindows += tcp.ZeroWindows;
                if (rows[i].RttMilliseconds is { } rtt)
                {
                    rtts.Add(rtt);
                }
            }
        }

        rtts.Sort();
        return new TcpHealth(retransmissions, outOfOrder, fast, zeroWindows, rtts.Count == 0 ? null : rtts[rtts.Count / 2]);
    }
}
