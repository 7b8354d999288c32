using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf.Records;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Owners as the kernel's own events tell them, and as snapshots of all sockets do: at the start, every few seconds, and when a
/// question waits for one. Sees the sockets of all users and all network namespaces. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfAttributor : IProcessAttributor, IListeningSockets, IWaitingSocketsWitness, ISocketNews, ISocketEventSink
{
    /// <summary>One snapshot that fails may be an accident.</summary>
    private const int FailuresToShow = 2;

    /// <summary>Who waits now is not known from a snapshot that was begun so long ago: two beats, one of which may fail, and what passes take.</summary>
    private static readonly TimeSpan s_longestAge = TimeSpan.FromSeconds(12);

    private readonly IBpfSources _sources;
    private readonly HolderTable _holders;
    private readonly HolderProcesses _processes;
    private readonly TimeProvider _clock;
    private readonly Func<long> _uptime;
    private readonly SnapshotBeat _beat;
    private readonly List<SocketRecord> _sockets = [];
    private long _untold;
    private long? _seenAt;
    private int _failures;
    private string? _whySnapshotsFail;

    /// <summary>Answers by these; takes them over.</summary>
    /// <param name="sources">Events and snapshots, of which there is one at least.</param>
    /// <param name="holders">Keeps what they tell.</param>
    /// <param name="processes">What is known of processes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="uptime">Nanoseconds since boot, by the clock of the events.</param>
    internal BpfAttributor(IBpfSources sources, HolderTable holders, HolderProcesses processes, TimeProvider clock, Func<long> uptime)
    {
        _sources = sources;
        _holders = holders;
        _processes = processes;
        _clock = clock;
        _uptime = uptime;
        _beat = new SnapshotBeat(clock);
    }

    /// <inheritdoc/>
    public string Method => _sources.Events is null ? "BPF snapshots" : "BPF events";

    /// <inheritdoc/>
    public string? Degradation
    {
        get
        {
            List<string> reasons = [.. _sources.Events?.Missing ?? []];
            Add(reasons, _sources.WhyNoEvents);
            Add(reasons, _sources.WhyNoSnapshot);
            Add(reasons, _failures >= FailuresToShow ? "snapshots fail: " + _whySnapshotsFail : null);
            if (_sources.Events is { } events)
            {
                Add(reasons, Counted(events.Lost, "socket event was", "socket events were", "lost, the ring was full"));
                Add(reasons, Counted(events.Skipped, "socket event was", "socket events were", "missed, coming while another was told"));
                Add(reasons, Counted(events.Forgotten, "connection was", "connections were", "opening before the start, or too many at a time, and nobody noted whose"));
                Add(reasons, Counted(events.Damaged, "socket event", "socket events", "could not be read"));
            }

            return reasons.Count == 0 ? null : string.Join("; ", reasons);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening { get; private set; } = [];

    /// <inheritdoc/>
    public bool TellsOfEach => _sources.Events is { TellsSenders: true };

    /// <inheritdoc/>
    public bool SeesWaitingSockets =>
        _processes.HasSameIds && _sources is { Events: not null, Snapshot: not null } && _failures < FailuresToShow
        && _seenAt is { } seenAt && _clock.GetElapsedTime(seenAt) <= s_longestAge;

    /// <summary>Starts it where the kernel and this program's rights allow. <paramref name="proc"/> and <paramref name="facts"/> stay their owner's.</summary>
    public static AttributorStart Start(ProcDirectory proc, ProcessFacts facts, TimeProvider clock)
    {
        var mechanisms = BpfMechanisms.Start();
        if (mechanisms.Events is null && mechanisms.Snapshot is null)
        {
            mechanisms.Dispose();
            return new AttributorStart(null, mechanisms.WhyNoEvents);
        }

        var processes = new HolderProcesses(proc, facts, BpfKernel.IsInitialPidNamespace);
        var holders = new HolderTable(
            proc.OwnNamespace("net"u8), processes, hasEvents: mechanisms.Events is not null, tellsSenders: mechanisms.Events is { TellsSenders: true });
        var attributor = new BpfAttributor(mechanisms, holders, processes, clock, BootClock.Now);
        attributor.Refresh();
        return new AttributorStart(attributor, null);
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        Drain();
        if (_sources.Snapshot is { } snapshot && _beat.IsDue(_holders.IsSnapshotWanted))
        {
            TakeSnapshot(snapshot);
            TakeListening();
        }
    }

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket)
    {
        // The packet may be younger than the last events that were taken in, and these may speak of an end before it.
        Drain();
        var holder = _holders.Find(in socket, socket.SeenAt - _processes.BootTime, out var match);
        return holder is null ? null
            : holder.IsKernelThread ? new FlowOwner(null, OwnerMatch.Kernel)
            : _processes.Find(holder) is { } process ? new FlowOwner(process, match)
            : null;
    }

    /// <inheritdoc/>
    public void OnSocketEvent(in SocketEvent socketEvent) => _holders.OnEvent(in socketEvent);

    /// <inheritdoc/>
    public void Dispose() => _sources.Dispose();

    private void Drain()
    {
        if (_sources.Events is not { } events)
        {
            return;
        }

        events.Drain(this);
        var untold = events.Lost + events.Skipped + events.Forgotten + events.Damaged;
        if (untold != _untold)
        {
            _untold = untold;
            _holders.OnLoss(_uptime());
        }
    }

    private void TakeSnapshot(ISocketSnapshot snapshot)
    {
        _beat.Begin();
        _sockets.Clear();
        var seenAt = _clock.GetTimestamp();
        var begun = _uptime();
        var isComplete = snapshot.TryReadSockets(_sockets, out var whyNot);
        _holders.OnSnapshot(_sockets, begun, _uptime(), isComplete); // what was read until it broke off is as true as the rest
        _beat.End();
        _failures = isComplete ? 0 : _failures + 1;
        _seenAt = isComplete ? seenAt : _seenAt;
        _whySnapshotsFail = whyNot;
    }

    private void TakeListening()
    {
        var listening = new List<ListeningSocket>();
        foreach (var (ends, holder, match) in _holders.Waiting)
        {
            var owner = holder is not null && _processes.Find(holder) is { } process ? new FlowOwner(process, match) : null;
            listening.Add(new ListeningSocket(
                ends.IsTcp ? IpProtocol.Tcp : IpProtocol.Udp, ends.LocalAddress, ends.LocalPort,
                BoundAddress.IsAny(ends.LocalAddress), ends.Family == AddressFamily.InterNetworkV6, owner));
        }

        // A new list only when it says something else: its readers compare by reference.
        if (!listening.SequenceEqual(Listening))
        {
            Listening = listening;
        }
    }

    private static string? Counted(long count, string one, string many, string happened) =>
        count == 0 ? null : $"{CountText.Of(count, one, many)} {happened}";

    private static void Add(List<string> reasons, string? reason)
    {
        if (reason is not null && !reasons.Contains(reason))
        {
            reasons.Add(reason);
        }
    }
}
