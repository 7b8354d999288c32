using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Tui.Panels;

namespace RustNet.Tui.Table;

/// <summary>What the user wants to see.</summary>
/// <param name="Filter">Rows that do not match are left out.</param>
/// <param name="Sort">Order of the rows.</param>
/// <param name="WithHistory">Ended connections are shown among the others.</param>
/// <param name="WithListening">Sockets that wait for connections are shown behind the connections.</param>
/// <param name="IsPaused">The last look at the table is kept.</param>
/// <param name="PinnedId">Connection to report also where the filter hides it or it has ended, 0 for none.</param>
internal sealed record ViewRequest(FilterExpression Filter, SortOrder Sort, bool WithHistory, bool WithListening, bool IsPaused, long PinnedId)
{
    /// <summary>Connections within localhost, and sockets that wait there, are shown.</summary>
    public bool ShowsLocalhost { get; init; } = true;

    /// <summary>Connections are grouped by process, and these groups show theirs; <see langword="null"/> where they are not grouped.</summary>
    public OpenGroups? Groups { get; init; }

    /// <summary>Group to sum up, or <see langword="null"/>.</summary>
    public GroupKey? PinnedGroup { get; init; }

    /// <summary>Everything, in creation order.</summary>
    public static ViewRequest Default { get; } = new(FilterExpression.All, default, false, true, false, 0);
}

/// <summary>What the screen shows: filtered, sorted rows and everything around them, of one moment. Immutable.</summary>
internal sealed record TableModel
{
    /// <summary>Nothing yet.</summary>
    public static TableModel Empty { get; } = new();

    /// <summary>What was asked for.</summary>
    public ViewRequest Request { get; init; } = ViewRequest.Default;

    /// <summary>Rows to show, in order.</summary>
    public TableRows Rows { get; init; } = TableRows.Empty;

    /// <summary>What is in <see cref="Rows"/>, also what closed groups hide.</summary>
    public RowCounts Shown { get; init; }

    /// <summary>What there was before filtering.</summary>
    public RowCounts Unfiltered { get; init; }

    /// <summary>Listening sockets that are not shown, whatever the filter: the user hides them all, or localhost is hidden.</summary>
    public int ListeningHidden { get; init; }

    /// <summary>Of those, the ones that are hidden because localhost is.</summary>
    public int ListeningOnLocalhost { get; init; }

    /// <summary>Connections of the table that are hidden because they are within localhost.</summary>
    public int LocalhostHidden { get; init; }

    /// <summary>Totals of the same moment; connections in the table are those that may be shown.</summary>
    public EngineStatistics Statistics { get; init; } = new();

    /// <summary>Capture state, or <see langword="null"/> before the first look.</summary>
    public MonitorStatus? Status { get; init; }

    /// <summary>Traffic of the last minutes.</summary>
    public TrafficSnapshot Traffic { get; init; } = TrafficSnapshot.Empty;

    /// <summary>TCP quality summed over the connections in the table now.</summary>
    public TcpHealth Health { get; init; }

    /// <summary>The pinned connection as it is now or as it was when it ended, or <see langword="null"/>.</summary>
    public FlowSnapshot? Pinned { get; init; }

    /// <summary>The pinned group summed up, or <see langword="null"/> where none is or it has no connections.</summary>
    public GroupSummary? PinnedGroup { get; init; }

    /// <summary>Longest texts in <see cref="Rows"/>.</summary>
    public ContentWidths Widths { get; init; }

    /// <summary>Packet time of this moment: ages count from it.</summary>
    public long Now => Statistics.Now;
}

/// <summary>TCP quality of the open connections together.</summary>
/// <param name="Retransmissions">Segments repeated.</param>
/// <param name="OutOfOrder">Segments out of order.</param>
/// <param name="FastRetransmissions">Fast retransmissions.</param>
/// <param name="ZeroWindows">Windows of 0 announced.</param>
/// <param name="MedianRtt">Median round-trip time, milliseconds; <see langword="null"/> where none is known.</param>
internal readonly record struct TcpHealth(long Retransmissions, long OutOfOrder, long FastRetransmissions, long ZeroWindows, double? MedianRtt);

/// <summary>Longest texts of the columns whose width follows their contents, characters.</summary>
internal readonly record struct ContentWidths
{
    /// <summary>Local addresses.</summary>
    public int Local { get; init; }

    /// <summary>Remote addresses.</summary>
    public int Remote { get; init; }

    /// <summary>What stands in place of the remote address of sockets that wait, where local addresses have no column.</summary>
    public int Waiting { get; init; }

    /// <summary>States.</summary>
    public int State { get; init; }

    /// <summary>Names of services.</summary>
    public int Service { get; init; }

    /// <summary>Applications, as far as they have been looked at: not all of a great table are.</summary>
    public int Application { get; init; }

    /// <summary>Process names with their ids; 0 where nobody has looked for the process of any row.</summary>
    public int Process { get; init; }

    /// <summary>Wide enough for both.</summary>
    public ContentWidths Or(ContentWidths other) => new()
    {
        Local = Math.Max(Local, other.Local),
        Remote = Math.Max(Remote, other.Remote),
        Waiting = Math.Max(Waiting, other.Waiting),
        State = Math.Max(State, other.State),
        Service = Math.Max(Service, other.Service),
        Application = Math.Max(Application, other.Application),
        Process = Math.Max(Process, other.Process),
    };
}
