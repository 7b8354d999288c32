using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Tui.Painting;
using RustNet.Tui.Panels;

namespace RustNet.Tui.Table;

/// <summary>
/// The query thread: looks at the table at the refresh interval, filters, groups and sorts into a new <see cref="TableModel"/> and
/// hands it over. The UI thread only ever says what it wants; while a model is being made, any number of wishes
/// (keystrokes) become one. Owned by the window, which joins the thread by disposing this.
/// </summary>
internal sealed class TableFeed : IDisposable
{
    private const int ApplicationsMeasured = 500; // their texts are made anew for that
    private const int AroundProcessName = 10; // blank, brackets, a process id of up to seven digits

    private readonly IMonitor _monitor;
    private readonly TimeSpan _interval;
    private readonly Action<TableModel> _publish;
    private readonly TimeProvider _clock;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TrafficHistory _traffic = new();
    private readonly Thread _thread;

    private TableSnapshot _table = TableSnapshot.Empty;
    private TableSnapshot _history = TableSnapshot.Empty;
    private IReadOnlyList<FlowSnapshot> _listening = [];
    private VisibleTable _visible = VisibleTable.Empty;
    private TrafficSnapshot _trafficNow = TrafficSnapshot.Empty;
    private bool _historyIsCurrent;

    // Shared: written by the UI thread, read by the query thread.
    private volatile ViewRequest _wanted = ViewRequest.Default;
    private volatile bool _isRefreshWanted;
    private volatile bool _isStopped;

    /// <param name="monitor">What to look at.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="publish">Called on the query thread with every new model.</param>
    /// <param name="clock">Paces the looks.</param>
    public TableFeed(IMonitor monitor, TimeSpan interval, Action<TableModel> publish, TimeProvider clock)
    {
        _monitor = monitor;
        _interval = interval;
        _publish = publish;
        _clock = clock;
        _thread = new Thread(Run) { Name = "rustnet-query", IsBackground = true };
    }

    /// <summary>Starts the thread; it looks at once.</summary>
    public void Start() => _thread.Start();

    /// <summary>Says what is wanted from now on; the newest wish wins.</summary>
    public void Want(ViewRequest request)
    {
        _wanted = request;
        _wake.Set();
    }

    /// <summary>Looks at the table again without waiting for the interval.</summary>
    public void Refresh()
    {
        _isRefreshWanted = true;
        _wake.Set();
    }

    /// <summary>Makes one model from what is wanted now. Called by the thread; tests call it in its place.</summary>
    /// <param name="look">Take a fresh look unless paused; otherwise the last one is filtered and sorted anew.</param>
    public void Pass(bool look)
    {
        var wanted = _wanted;
        if (look && !wanted.IsPaused)
        {
            Look();
        }

        if (!ReferenceEquals(_visible.Source, _table) || _visible.ShowsLocalhost != wanted.ShowsLocalhost)
        {
            _visible = VisibleTable.Of(_table, wanted.ShowsLocalhost);
        }

        var waiting = VisibleTable.Rows(_listening, wanted.ShowsLocalhost);
        var pinned = wanted.PinnedId == 0 ? null : Find(_table.Rows, wanted.PinnedId);
        if ((wanted.WithHistory || (wanted.PinnedId != 0 && pinned is null)) && !_historyIsCurrent)
        {
            _history = RestingRows.Of(_monitor.TakeHistory());
            _historyIsCurrent = true;
        }

        pinned ??= wanted.PinnedId == 0 ? null : Find(_history.Rows, wanted.PinnedId) ?? Find(_listening, wanted.PinnedId);
        var chosen = Select(wanted, wanted.WithListening ? waiting : [], out var shown, out var unfiltered);
        var widths = Longest(chosen);
        var rows = Arrange(chosen, wanted);
        _publish(new TableModel
        {
            Request = wanted,
            Rows = rows,
            Shown = shown,
            Unfiltered = unfiltered,
            ListeningOnLocalhost = _listening.Count - waiting.Count,
            ListeningHidden = _listening.Count - (wanted.WithListening ? waiting.Count : 0),
            LocalhostHidden = _visible.Hidden,
            Statistics = _visible.Table.Statistics,
            Status = _monitor.Status,
            Traffic = _trafficNow,
            Health = _visible.Health,
            Pinned = pinned,
            PinnedGroup = wanted.PinnedGroup is { } key && rows.Find(key) is { } group ? GroupSummary.Of(group, rows.Of(group)) : null,
            Widths = widths,
        });
    }

    /// <summary>Stops the thread and waits for it.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _wake.Dispose();
    }

    private void Run()
    {
        var due = TimeSpan.Zero;
        while (!_isStopped)
        {
            var started = _clock.GetTimestamp();
            var look = due <= TimeSpan.Zero || _isRefreshWanted;
            _isRefreshWanted = false;
            Pass(look);
            var took = _clock.GetElapsedTime(started);
            if (look)
            {
                // A table so large that looking takes longer than the interval must not take a whole core.
                due = _interval > took + took ? _interval : took + took;
            }

            due -= took;
            var waited = _clock.GetTimestamp();
            if (due > TimeSpan.Zero)
            {
                _wake.WaitOne(due);
            }

            due -= _clock.GetElapsedTime(waited);
        }
    }

    private void Look()
    {
        var isOver = _monitor.Status.Phase != MonitorPhase.Running; // before the rows: they are never more over than it says
        _table = _monitor.Take();
        _listening = _monitor.TakeListening();
        _trafficNow = _traffic.Add(_table.Statistics);
        _historyIsCurrent = false;
        if (isOver)
        {
            _table = RestingRows.Of(_table);
            _trafficNow = _trafficNow.AtRest;
        }
    }

    private FlowSnapshot[] Select(ViewRequest wanted, IReadOnlyList<FlowSnapshot> waiting, out RowCounts shown, out RowCounts unfiltered)
    {
        var live = _visible.Table.Rows;
        var ended = wanted.WithHistory ? VisibleTable.Rows(_history.Rows, wanted.ShowsLocalhost) : [];
        unfiltered = default;
        shown = default;
        var chosen = new List<FlowSnapshot>(live.Count + ended.Count + waiting.Count);
        var now = _table.Statistics.Now;
        foreach (var rows in (ReadOnlySpan<IReadOnlyList<FlowSnapshot>>)[ended, live, waiting])
        {
            for (var i = 0; i < rows.Count; i++)
            {
                unfiltered = unfiltered.With(rows[i]);
                if (wanted.Filter.Matches(rows[i], now))
                {
                    chosen.Add(rows[i]);
                    shown = shown.With(rows[i]);
                }
            }
        }

        var all = chosen.ToArray();
        if (ended.Count > 0)
        {
            // Sorting keeps the order of creation among equals, so that order has to be there first.
            Array.Sort(all, static (a, b) => a.Identity.Id.CompareTo(b.Identity.Id));
        }

        return all;
    }

    private static TableRows Arrange(FlowSnapshot[] rows, ViewRequest wanted)
    {
        if (wanted.Groups is { } open)
        {
            return TableRows.Grouped(rows, wanted.Sort, open);
        }

        wanted.Sort.Sort(rows);
        return TableRows.Flat(rows);
    }

    private static FlowSnapshot? Find(IReadOnlyList<FlowSnapshot> rows, long id)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Identity.Id == id)
            {
                return rows[i];
            }
        }

        return null;
    }

    private static ContentWidths Longest(FlowSnapshot[] rows)
    {
        var longest = default(ContentWidths);
        var applications = 0;
        foreach (var row in rows)
        {
            var identity = row.Identity;
            longest = longest.Or(new ContentWidths
            {
                Local = identity.LocalText.Length,
                Remote = identity.RemoteText.Length,
                Waiting = identity.IsListening ? EndpointText.Waiting(identity).Length : 0,
                State = row.State.Length,
                Service = identity.Service?.Length ?? 0,
                Application = row.App is { } app && applications++ < ApplicationsMeasured ? Glyphs.Measure(app.Summary) : 0,
                Process = row.Owner is not { } owner ? 0 : owner.Process is { } known ? known.Name.Length + AroundProcessName : 1,
            });
        }

        return longest;
    }
}
