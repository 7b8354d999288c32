using RustNet.Core.Flows;
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

    /// <summary>
    /// Waits between asking for the same connection: the report of an event may come after the packet, and a server may accept
    /// late. After the last one the process is taken for gone.
    /// </summary>
    private static readonly TimeSpan[] s_patience =
    [
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3),
    ];

    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);

    private readonly IProcessAttributor _attributor;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly List<UnownedFlow> _fresh = [];
    private readonly PriorityQueue<Waiting, long> _waiting = new();
    private readonly List<(UnownedFlow Flow, FlowOwner Owner)> _found = [];
    private FlowTable? _table;
    private volatile bool _isStopped;
    private bool _isDisposed;
    private volatile IReadOnlyList<ListeningSocket> _listening = [];

    /// <summary>A loop that asks <paramref name="attributor"/>, which it owns from here on.</summary>
    public AttributionLoop(IProcessAttributor attributor, TimeProvider time, ILogger log)
    {
        _attributor = attributor;
        _time = time;
        _log = log;
        _thread = new Thread(Run) { Name = "attribution", IsBackground = true };
    }

    /// <summary>Mechanism in use, for the user.</summary>
    public string Method => _attributor.Method;

    /// <summary>Why a better one is not in use, or <see langword="null"/>.</summary>
    public string? Degradation => _attributor.Degradation;

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

    /// <summary>Says which table; <see cref="Pass"/> needs it.</summary>
    internal void Serve(FlowTable table) => _table = table;

    /// <summary>Stops the thread after a last look at everything that still has no owner.</summary>
    public void Stop()
    {
        _isStopped = true;
        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
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
        _attributor.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isStopped)
            {
                Pass(isLast: false);
                _wake.WaitOne(UntilNext());
            }

            Pass(isLast: true);
        }
        catch (Exception failure)
        {
            // The table goes on without owners; the user sees a reason where the process would be.
            _log.Error(failure, "Process attribution failed");
        }
    }

    /// <summary>One look: what is new, and what is due to be asked for again (on the last look, all of it).</summary>
    internal void Pass(bool isLast)
    {
        _attributor.Refresh();
        _listening = (_attributor as IListeningSockets)?.Listening ?? [];
        _fresh.Clear();
        _table!.TakeUnowned(_fresh);
        foreach (var flow in _fresh)
        {
            Ask(new Waiting(flow, 0), isLast);
        }

        // Not beyond now: what is put back must wait for its turn.
        var now = _time.GetTimestamp();
        while (_waiting.TryPeek(out var waiting, out var due) && (due <= now || isLast))
        {
            _waiting.Dequeue();
            Ask(waiting, isLast);
        }

        _table.SetOwners(_found);
        _found.Clear();
    }

    private void Ask(Waiting waiting, bool isLast)
    {
        var flow = waiting.Flow;
        var key = flow.Key;
        var query = new SocketQuery(
            key.Protocol,
            flow.LocalIsA ? key.AddressA : key.AddressB,
            flow.LocalIsA ? key.PortA : key.PortB,
            flow.LocalIsA ? key.AddressB : key.AddressA,
            flow.LocalIsA ? key.PortB : key.PortA,
            flow.Direction,
            flow.IsInitiatorLocal,
            flow.FirstSeen,
            waiting.Attempt);
        if (_attributor.Find(in query) is { } owner)
        {
            _found.Add((flow, owner));
        }
        else if (waiting.Attempt < s_patience.Length && !isLast)
        {
            var due = _time.GetTimestamp() + (long)(s_patience[waiting.Attempt].TotalSeconds * _time.TimestampFrequency);
            _waiting.Enqueue(waiting with { Attempt = waiting.Attempt + 1 }, due);
        }
        else
        {
            _found.Add((flow, s_exited));
        }
    }

    private TimeSpan UntilNext()
    {
        if (!_waiting.TryPeek(out _, out var due))
        {
            return s_idle;
        }

        var until = _time.GetElapsedTime(_time.GetTimestamp(), due);
        return until <= TimeSpan.Zero ? TimeSpan.Zero : until < s_idle ? until : s_idle;
    }

    private readonly record struct Waiting(UnownedFlow Flow, int Attempt);
}
