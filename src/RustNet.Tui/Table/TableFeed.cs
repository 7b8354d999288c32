using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Tui.Panels;

namespace RustNet.Tui.Table;

/// <summary>
/// The query thread: looks at the table at the refresh interval, filters, groups and sorts into a new <see cref="TableModel"/> and
/// hands it over. The UI thread only ever says what it wants; while a model is being made, any number of wishes
/// (keystrokes) become one. Owned by the window, which joins the thread by disposing this.
/// </summary>
internal sealed class TableFeed : IDisposable
{
    private const int AroundProcessName = 10; // blank, brackets, a process id of up to seven digits

    private readonly IMonitor _monitor;
    private readonly TimeSpan _interval;
    private readonly Action<TableModel> _publish;
    private readonly TimeProvider _clock;
    private readonly bool _showLocalhost;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TrafficHistory _traffic = new();
    private readonly Thread _thread;

    private TableSnapshot _table = TableSnapshot.Empty;
    private TableSnapshot _history = TableSnapshot.Empty;
    private IReadOnlyList<FlowSnapshot> _listening = [];
    private int _listeningOnLocalhost; // left out of those
    private TrafficSnapshot _trafficNow = TrafficSnapshot.Empty;
    private TcpHealth _health;
    private bool _historyIsCurrent;

    // Shared: written by the UI thread, read by the query thread.
    private volatile ViewRequest _wanted = ViewRequest.Default;
    private volatile bool _isRefreshWanted;
    private volatile bool _isStopped;

    /// <param name="monitor">What to look at.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="publish">Called on the query thread with every new model.</param>
    /// <param name="clock">Paces the looks.</param>
    /// <param name="showLocalhost">Sockets that wait on a loopback address are shown, as the traffic there is.</param>
    public TableFeed(IMonitor monitor, TimeSpan interval, Action<TableModel> publish, TimeProvider clock, bool showLocalhost)
    {
        _showLocalhost = showLocalhost;
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

        var pinned = wanted.PinnedId == 0 ? null : Find(_table.Rows, wanted.PinnedId);
        if ((wanted.WithHistory || (wanted.PinnedId != 0 && pinned is null)) && !_historyIsCurrent)
        {
            _history = RestingRows.Of(_monitor.TakeHistory());
            _historyIsCurrent = true;
        }

        pinned ??= wanted.PinnedId == 0 ? null : Find(_history.Rows, wanted.PinnedId) ?? Find(_listening, wanted.PinnedId);
        var chosen = Select(wanted, out var shown, out var unfiltered);
        var widths = Longest(chosen);
        var rows = Arrange(chosen, wanted);
        _publish(new TableModel
        {
            Request = wanted,
            Rows = rows,
            Shown = shown,
            Unfiltered = unfiltered,
            ListeningOnLocalhost = _listeningOnLocalhost,
            ListeningHidden = _listeningOnLocalhost + (wanted.WithListening ? 0 : _listening.Count),
            Statistics = _table.Statistics,
            Status = _monitor.Status,
            Traffic = _trafficNow,
            Health = _health,
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
        TakeListening();
        _trafficNow = _traffic.Add(_table.Statistics);
        _health = HealthOf(_table.Rows);
        _historyIsCurrent = false;
        if (isOver)
        {
            _table = RestingRows.Of(_table);
            _trafficNow = _trafficNow.AtRest;
        }
    }

    private void TakeListening()
    {
        var all = _monitor.TakeListening();
        _listening = _showLocalhost ? all : [.. all.Where(static row => !IsOnLocalhost(row))];
        _listeningOnLocalhost = all.Count - _listening.Count;
    }

    private static bool IsOnLocalhost(FlowSnapshot row) => IPAddress.IsLoopback(FlowText.ToIPAddress(row.Identity.LocalAddress));

    private FlowSnapshot[] Select(ViewRequest wanted, out RowCounts shown, out RowCounts unfiltered)
    {
        var live = _table.Rows;
        var ended = wanted.WithHistory ? _history.Rows : [];
        var waiting = wanted.WithListening ? _listening : [];
        unfiltered = new RowCounts(live.Count, ended.Count, waiting.Count);
        shown = default;
        var chosen = new List<FlowSnapshot>(unfiltered.All);
        var now = _table.Statistics.Now;
        foreach (var rows in (ReadOnlySpan<IReadOnlyList<FlowSnapshot>>)[ended, live, waiting])
        {
            for (var i = 0; i < rows.Count; i++)
            {
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
        var (local, remote, process) = (0, 0, 0);
        foreach (var row in rows)
        {
            local = Math.Max(local, row.Identity.LocalText.Length);
            remote = Math.Max(remote, row.Identity.RemoteText.Length);
            if (row.Owner is { } owner)
            {
                process = Math.Max(process, owner.Process is { } known ? known.Name.Length + AroundProcessName : 1);
            }
        }

        return new ContentWidths(local, remote, process);
    }

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
