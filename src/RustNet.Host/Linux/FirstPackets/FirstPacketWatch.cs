using System.Runtime.Versioning;
using RustNet.Core.Dpi;
using RustNet.Core.Names;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Netlink;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// Finds whose connections are while their first packet is on its way: for processes that live for a few milliseconds only, which are gone
/// when the capture delivers. Has a thread of its own with its own sight of /proc and of sockets, because whoever answers questions is
/// busy for longer than such a process lives; what it finds it puts into a queue. Idle, it costs nothing; busy, a bounded share of a processor.
/// Used by one thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FirstPacketWatch : IDisposable
{
    private const int PacketsAtOnce = 128;
    private const int Share = 20; // percent of a processor
    private const long Store = 200_000_000; // nanoseconds of work
    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(2);

    private static readonly HolderSearchBounds s_bounds = FirstPacketSearch.Bounds with { Except = Environment.ProcessId };

    private readonly PacketTap _tap;
    private readonly ISocketLookup _sockets;
    private readonly ProcDirectory _proc;
    private readonly TimeProvider _clock;
    private readonly FirstPacketSearch _search;
    private readonly DatagramTraffic _traffic = new();
    private readonly WorkBudget _budget = new(Share, Store);
    private readonly SightingQueue _found = new();
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private volatile int _udpRests;
    private volatile string? _failure;
    private long _lost;
    private bool _isStarted;

    private FirstPacketWatch(PacketTap tap, ISocketLookup sockets, ProcDirectory proc, TimeProvider clock)
    {
        _tap = tap;
        _sockets = sockets;
        _proc = proc;
        _clock = clock;
        _search = new FirstPacketSearch(
            sockets, new HolderSearch(proc, clock, bounds: s_bounds), ProcessFacts.OfThisMachine(proc, clock), proc, EphemeralPorts.Read(proc), clock, _found);
        _thread = new Thread(Run) { Name = "first packets", IsBackground = true };
        Sighted = new SightedSockets(_found);
    }

    /// <summary>What was found.</summary>
    public SightedSockets Sighted { get; }

    /// <summary>What is missed, and why; <see langword="null"/> if nothing is.</summary>
    public string? Degradation
    {
        get
        {
            var missed = Interlocked.Read(ref _lost) + _search.Missed + _found.Dropped;
            string?[] reasons =
            [
                _failure,
                missed == 0 ? null : CountText.Of(missed, "connection") + " could not be looked at while opening",
                _udpRests == 0 ? null : "UDP was too busy for that " + CountText.Of(_udpRests, "time"),
            ];
            var text = string.Join("; ", reasons.OfType<string>());
            return text.Length == 0 ? null : text;
        }
    }

    /// <summary>
    /// Opens it for the network namespace of the calling thread; nothing is looked at before <see cref="Start"/>. <see langword="null"/> with the
    /// reason, for the user, where it is refused. Needs CAP_NET_RAW, which capturing needs as well.
    /// </summary>
    public static FirstPacketWatch? Open(TimeProvider clock, out string? refusal)
    {
        if (PacketTap.Open(out refusal) is not { } tap)
        {
            refusal = "processes that live for milliseconds are missed: " + refusal;
            return null;
        }

        if (SocketDiagnosis.Open(out refusal) is not { } sockets)
        {
            tap.Dispose();
            refusal = "processes that live for milliseconds are missed: " + refusal;
            return null;
        }

        return new FirstPacketWatch(tap, sockets, new ProcDirectory(), clock);
    }

    /// <summary>Starts the thread, unless it was.</summary>
    public void Start()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _thread.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopping = true;
        _tap.Wake();
        if (_isStarted && !_thread.Join(s_stop))
        {
            return; // the system does not answer it; what it uses is left to it
        }

        _tap.Dispose();
        _sockets.Dispose();
        _proc.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                Turn();
            }
        }
        catch (Exception failure)
        {
            // Whoever asks goes on without it; the user sees why in the side panel.
            _failure = "processes that live for milliseconds are missed: " + WireText.Clean(failure.Message, WireText.LineLength);
        }
    }

    private void Turn()
    {
        var pause = _budget.Pause(BootClock.Now());
        _tap.Wait(pause > 0 ? Milliseconds(pause) : Patience(), forPackets: pause == 0);
        if (_isStopping || pause > 0)
        {
            return; // what comes meanwhile is counted by the kernel
        }

        var begin = ThreadClock.Now();
        _search.Begin();
        var isAll = ReadAll();
        if (_tap.TakeLost() is > 0 and var lost)
        {
            Interlocked.Add(ref _lost, lost);
            _search.ForgetDatagrams();
        }

        if (isAll)
        {
            _search.HandOver();
        }

        _search.Look();
        if (_traffic.TryChange(UnixTime.Now(_clock), out var filter))
        {
            _search.ForgetDatagrams();
            _tap.SetFilter(filter);
            _udpRests = _traffic.RestCount;
        }

        _budget.Spend(ThreadClock.Now() - begin, BootClock.Now());
    }

    // False if there may be more.
    private bool ReadAll()
    {
        for (var i = 0; i < PacketsAtOnce; i++)
        {
            if (!_tap.TryRead(out var packet, out var isFirst))
            {
                return true;
            }

            if (isFirst)
            {
                _traffic.Count(in packet);
                _search.Take(in packet);
            }
        }

        return false;
    }

    private int Patience()
    {
        var due = (_search.NextDue, _traffic.NextChange) switch
        {
            ({ } one, { } other) => Math.Min(one, other),
            var (one, other) => one ?? other,
        };
        return due is { } time ? Milliseconds(time - UnixTime.Now(_clock)) : -1;
    }

    // Rounded up: earlier would be too early, and once more.
    private static int Milliseconds(long nanoseconds) =>
        (int)Math.Clamp((nanoseconds + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, 1, 60_000);
}
