using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host;
using Serilog;

namespace RustNet.App.Pipeline;

/// <summary>
/// The thread that finds out whose connections there are: woken by the first packet of a new one, it asks the attributor,
/// again a few times where nothing is known yet, and tells the table. Owns that thread; the attributor is used by no other.
/// </summary>
internal sealed class AttributionLoop : IDisposable
{
    /// <summary>Longest time between two looks at what the system reports by itself.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(100);

    /// <summary>What is found is handed over, and what the system reports is taken in, after asking for so long.</summary>
    private static readonly TimeSpan s_asking = TimeSpan.FromMilliseconds(50);

    /// <summary>The last look takes no longer, however much is left.</summary>
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(1);

    /// <summary>Who waits for the end waits no longer, even if the system does not answer (a home directory on a dead server).</summary>
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(3);

    /// <summary>The user is told of a look that takes longer: nothing is found meanwhile.</summary>
    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_restAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenReports = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Waits between asking for the same connection: the report of an event may come after the packet, and a server may accept
    /// late. After the last one the process is taken for gone.
    /// </summary>
    private static readonly TimeSpan[] s_patience =
    [
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3),
    ];

    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_forwarded = new(null, OwnerMatch.Forwarded);

    private readonly IProcessAttributor _attributor;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stopping = new(false);
    private readonly Thread _thread;
    private readonly List<UnownedFlow> _fresh = [];
    private readonly AttributionBacklog _backlog = new();
    private readonly List<(UnownedFlow Flow, FlowOwner Owner)> _found = [];
    private FlowTable? _table;
    private volatile bool _isStopped;
    private bool _isAbandoned;
    private bool _isDisposed;
    private volatile IReadOnlyList<ListeningSocket> _listening = [];
    private volatile string _method;
    private volatile string? _degradation;
    private volatile string? _failure;
    private long _lookingSince; // 0 between looks; volatile
    private int _failures;
    private long _reportedAt;

    /// <summary>A loop that asks <paramref name="attributor"/>, which it owns from here on.</summary>
    public AttributionLoop(IProcessAttributor attributor, TimeProvider time, ILogger log)
    {
        _attributor = attributor;
        _time = time;
        _log = log;
        _method = attributor.Method;
        _degradation = attributor.Degradation;
        _thread = new Thread(Run) { Name = "attribution", IsBackground = true };
    }

    /// <summary>Mechanism in use, for the user, as of the last look. Any thread.</summary>
    public string Method => _method;

    /// <summary>
    /// Why a better one is not in use, or why this one fails or finds nothing for so long; or <see langword="null"/>. As of the last
    /// look. Any thread.
    /// </summary>
    public string? Degradation
    {
        get
        {
            var reasons = string.Join("; ", new[] { Silence, _failure, _degradation }.OfType<string>());
            return reasons.Length == 0 ? null : reasons;
        }
    }

    private string? Silence => Volatile.Read(ref _lookingSince) is not 0 and var since && _time.GetElapsedTime(since) is var silence && silence >= s_longestLook
        ? $"looking for processes: the system has not answered for {(long)silence.TotalSeconds} s"
        : null;

    /// <summary>Sockets that wait for connections, as of the last look. Any thread.</summary>
    public IReadOnlyList<ListeningSocket> Listening => _listening;

    /// <summary>For <see cref="FlowTableOptions.OwnersWanted"/>.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Starts the thread on the table it serves. Once.</summary>
    public void Start(FlowTable table)
    {
        Serve(table);
        _thread.Start();
    }

    /// <summary>Says which table; <see cref="TryPass"/> needs it.</summary>
    internal void Serve(FlowTable table) => _table = table;

    /// <summary>Stops the thread after a last look at what still has no owner, of a second at most.</summary>
    public void Stop()
    {
        _isStopped = true;
        _stopping.Set();
        _wake.Set();
        if (_thread.IsAlive && !_isAbandoned && !_thread.Join(s_stop))
        {
            _isAbandoned = true;
            _log.Warning("Process attribution does not stop: the system has not answered for {Seconds} s", s_stop.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Stop();
        if (_isAbandoned)
        {
            return; // its thread is still at work in there
        }

        _attributor.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_isStopped)
        {
            if (TryPass(isLast: false))
            {
                _wake.WaitOne(UntilNext());
            }
            else
            {
                _stopping.WaitOne(s_restAfterFailure);
            }
        }

        TryPass(isLast: true);
    }

    /// <summary>
    /// One look: what is new, and what is due to be asked for again (on the last look, all of it), as far as the time goes. A
    /// failure is reported, and false; what was found until then counts.
    /// </summary>
    internal bool TryPass(bool isLast)
    {
        Volatile.Write(ref _lookingSince, _time.GetTimestamp());
        try
        {
            Pass(isLast);
            _failure = null;
            return true;
        }
        catch (Exception failure)
        {
            // The table goes on without owners, and the next look may go well; the user sees what is wrong in the side panel.
            Report(failure);
            return false;
        }
        finally
        {
            Volatile.Write(ref _lookingSince, 0);
        }
    }

    /// <summary>How long to wait for the next look, unless it is woken: in whole milliseconds, which are what a wait knows.</summary>
    internal TimeSpan UntilNext()
    {
        if (_backlog.Fresh > 0)
        {
            return TimeSpan.Zero;
        }

        if (_backlog.NextDue is not { } due)
        {
            return s_idle;
        }

        var until = _time.GetElapsedTime(_time.GetTimestamp(), due);
        return until <= TimeSpan.Zero ? TimeSpan.Zero : until >= s_idle ? s_idle : TimeSpan.FromMilliseconds(Math.Ceiling(until.TotalMilliseconds));
    }

    private void Pass(bool isLast)
    {
        try
        {
            _attributor.Refresh();
            _listening = (_attributor as IListeningSockets)?.Listening ?? [];
            _method = _attributor.Method;
            _degradation = _attributor.Degradation;
            TakeFresh();
            AskAll(isLast);
        }
        finally
        {
            _table!.SetOwners(_found);
            _found.Clear();
            if (isLast)
            {
                TakeFresh(); // unless the look failed, only what has come during it
                _table.CountOwnersNotSought(_backlog.Fresh);
            }
        }
    }

    private void TakeFresh()
    {
        _fresh.Clear();
        _table!.TakeUnowned(_fresh);
        if (_backlog.Add(_fresh) is > 0 and var tooMany)
        {
            _table.CountOwnersNotSought(tooMany);
        }
    }

    private void AskAll(bool isLast)
    {
        // Not beyond now: what is put back must wait for its turn.
        var now = _time.GetTimestamp();
        var budget = isLast ? s_lastLook : s_asking;
        while (_time.GetElapsedTime(now) < budget && _backlog.TryTake(now, isLast, out var flow))
        {
            Ask(flow.Value, isLast);
        }
    }

    private void Ask(UnsettledFlow unsettled, bool isLast)
    {
        var query = unsettled.Query;
        FlowOwner? owner = null;
        var isAnswered = false;
        try
        {
            owner = _attributor.Find(in query);
            isAnswered = true;
        }
        finally
        {
            Settle(unsettled, owner, isAnswered, isLast);
        }
    }

    private void Settle(UnsettledFlow unsettled, FlowOwner? owner, bool isAnswered, bool isLast)
    {
        if (owner is not null)
        {
            _found.Add((unsettled.Flow, owner));
        }
        else if (unsettled.Attempt < s_patience.Length && !isLast)
        {
            var due = _time.GetTimestamp() + (long)(s_patience[unsettled.Attempt].TotalSeconds * _time.TimestampFrequency);
            _backlog.PutBack(unsettled with { Attempt = unsettled.Attempt + 1 }, due);
        }
        else if (isAnswered && unsettled.Attempt > 0 && WhyNobody(unsettled.Flow) is { } reason)
        {
            _found.Add((unsettled.Flow, reason));
        }
    }

    // Nobody was found in all that time; every mechanism looks for these sockets, not all of them for others.
    private static FlowOwner? WhyNobody(UnownedFlow flow) =>
        flow.Direction == FlowDirection.Forwarded ? s_forwarded
        : flow.Key.Protocol is IpProtocol.Tcp or IpProtocol.Udp ? s_exited
        : null;

    private void Report(Exception failure)
    {
        _failure = "looking for processes fails: " + WireText.Clean(failure.Message, WireText.LineLength);
        _failures++;
        if (_reportedAt == 0 || _time.GetElapsedTime(_reportedAt) >= s_betweenReports)
        {
            _log.Error(failure, "Process attribution failed, {Failures} times until now; it goes on", _failures);
            _reportedAt = _time.GetTimestamp();
        }
    }
}
