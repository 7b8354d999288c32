using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf.Records;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Owners as the kernel's own events tell them, and as snapshots of all sockets do: at the start, and every few seconds for
/// what came before and for what listens. Sees the sockets of all users and all network namespaces. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfAttributor : IProcessAttributor, IListeningSockets, ISocketEventSink
{
    private static readonly TimeSpan s_betweenSnapshots = TimeSpan.FromSeconds(5);

    private readonly BpfMechanisms _mechanisms;
    private readonly HolderTable _holders;
    private readonly HolderProcesses _processes;
    private readonly TimeProvider _clock;
    private readonly List<SocketRecord> _sockets = [];
    private long _nextSnapshot;

    private BpfAttributor(BpfMechanisms mechanisms, HolderTable holders, HolderProcesses processes, TimeProvider clock)
    {
        _mechanisms = mechanisms;
        _holders = holders;
        _processes = processes;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Method => _mechanisms.Events is null ? "BPF snapshots" : "BPF events";

    /// <inheritdoc/>
    public string? Degradation
    {
        get
        {
            List<string> reasons = [.. _mechanisms.Events?.Missing ?? []];
            Add(reasons, _mechanisms.WhyNoEvents);
            Add(reasons, _mechanisms.WhyNoSnapshot);
            if (_mechanisms.Events is { Lost: > 0 and var lost })
            {
                reasons.Add($"{lost} socket events were lost, the ring was full");
            }

            return reasons.Count == 0 ? null : string.Join("; ", reasons);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening { get; private set; } = [];

    /// <summary>Starts it where the kernel and this program's rights allow. <paramref name="proc"/> and <paramref name="facts"/> stay their owner's.</summary>
    public static AttributorStart Start(ProcDirectory proc, ProcessFacts facts, TimeProvider clock)
    {
        var mechanisms = BpfMechanisms.Start();
        if (mechanisms.Events is null && mechanisms.Snapshot is null)
        {
            mechanisms.Dispose();
            return new AttributorStart(null, mechanisms.WhyNoEvents);
        }

        var attributor = new BpfAttributor(mechanisms, new HolderTable(proc.OwnNamespace("net"u8)), new HolderProcesses(facts), clock);
        attributor.Refresh();
        return new AttributorStart(attributor, null);
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        _mechanisms.Events?.Drain(this);
        var now = _clock.GetTimestamp();
        if (_mechanisms.Snapshot is { } snapshot && now >= _nextSnapshot)
        {
            _nextSnapshot = now + (long)(s_betweenSnapshots.TotalSeconds * _clock.TimestampFrequency);
            _sockets.Clear();
            snapshot.TryReadSockets(_sockets, out _); // what was read until it broke off is as true as the rest
            _holders.OnSnapshot(_sockets);
            TakeListening();
        }
    }

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket)
    {
        var holder = _holders.Find(in socket, out var match);
        return holder is null ? null
            : holder.IsKernelThread ? new FlowOwner(null, OwnerMatch.Kernel)
            : _processes.Find(holder) is { } process ? new FlowOwner(process, match)
            : null;
    }

    /// <inheritdoc/>
    public void OnSocketEvent(in SocketEvent socketEvent) => _holders.OnEvent(in socketEvent);

    /// <inheritdoc/>
    public void Dispose() => _mechanisms.Dispose();

    private void TakeListening()
    {
        var listening = new List<ListeningSocket>();
        foreach (var (ends, holder) in _holders.Waiting)
        {
            var owner = _processes.Find(holder) is { } process ? new FlowOwner(process, OwnerMatch.Exact) : null;
            listening.Add(new ListeningSocket(
                ends.IsTcp ? IpProtocol.Tcp : IpProtocol.Udp, ends.LocalAddress, ends.LocalPort,
                HolderTable.IsAny(ends.LocalAddress), ends.Family == System.Net.Sockets.AddressFamily.InterNetworkV6, owner));
        }

        // A new list only when it says something else: its readers compare by reference.
        if (!listening.SequenceEqual(Listening))
        {
            Listening = listening;
        }
    }

    private static void Add(List<string> reasons, string? reason)
    {
        if (reason is not null && !reasons.Contains(reason))
        {
            reasons.Add(reason);
        }
    }
}
