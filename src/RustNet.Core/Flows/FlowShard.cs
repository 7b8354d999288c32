using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// The flows of one capture thread: parses its frames, finds or makes their flows, keeps them up to date and lets them
/// go (<c>FlowShard.Lifetime.cs</c>). Frames come from that thread only, between <see cref="BeginBatch"/> and <see cref="EndBatch"/>, which hold the
/// shard's lock; readers (<c>FlowShard.Readers.cs</c>) take it for short slices.
/// </summary>
internal sealed partial class FlowShard : IFrameSink
{
    private readonly FlowTableOptions _options;
    private readonly FlowIds _ids;
    private readonly int _capacity;
    private readonly FrameParser _parser = new();
    private readonly Inspector? _inspector;
    private readonly InterfaceCopies? _copies;
    private readonly Batch<Flow> _flows = new(static () => new Flow());
    private readonly Batch<TcpTracker> _trackers = new(static () => new TcpTracker());
    private readonly Batch<RateMeter> _meters = new(static () => new RateMeter());
    private readonly FlowIndex _index = new();
    private readonly FlowList _open = new();
    private readonly FlowList _left = new();
    private readonly TimerWheel _wheel = new();
    private readonly UntrackedKeys _untracked = new();
    private readonly FlowHistory _history;
    private readonly AnnouncedFlows _announced = new();
    private readonly Lock _lock = new();
    private volatile LocalAddressSet _local = LocalAddressSet.None;
    private volatile bool _captureIsWaiting;
    private volatile bool _tracksLocalhost;
    private PacketClock _clock;
    private long _nextTick;
    private long _lastIdBeforeLeap;
    private ShardCounts _counts;

    public FlowShard(FlowTableOptions options, int capacity, FlowIds ids)
    {
        _options = options;
        _capacity = capacity;
        _ids = ids;
        _tracksLocalhost = options.ShowLocalhost;
        _inspector = options.Inspect ? new Inspector() : null;
        _copies = options.SkipsInterfaceCopies ? new InterfaceCopies() : null;
        _history = new FlowHistory(options.MaxHistory);
    }

    /// <inheritdoc/>
    public void BeginBatch()
    {
        if (!_lock.TryEnter())
        {
            _captureIsWaiting = true;
            _lock.Enter();
            _captureIsWaiting = false;
        }
    }

    /// <inheritdoc/>
    public void OnFrame(in RawFrame frame)
    {
        var oddity = _parser.Parse(in frame, out var parsed);
        if (oddity == FrameOddity.None)
        {
            Add(in parsed);
        }
        else
        {
            _counts.Packets++;
            _counts.Bytes += frame.WireLength;
            MoveTo(PacketClock.Sane(frame.Timestamp));
        }
    }

    /// <inheritdoc/>
    public void EndBatch() => _lock.Exit();

    /// <inheritdoc/>
    public void OnIdle(long now)
    {
        BeginBatch();
        try
        {
            MoveTo(PacketClock.Sane(now)); // tells observers who leaves
        }
        finally
        {
            EndBatch();
        }
    }

    /// <summary>Counts a parsed frame for its flow, which it makes if there is none. Only between BeginBatch and EndBatch.</summary>
    internal void Add(in Frame frame)
    {
        _counts.Packets++;
        _counts.Bytes += frame.WireLength;
        MoveTo(PacketClock.Sane(frame.Timestamp));
        if (!_tracksLocalhost && AddressScopes.IsLoopback(frame.Source) && AddressScopes.IsLoopback(frame.Destination))
        {
            _counts.PacketsLocalhostHidden += 1 + frame.HeldPackets;
            return;
        }

        var key = FlowKey.Of(in frame, out var fromA);
        var hash = FlowHash.OfProcess.Of(in key);
        if (_copies is not null && _copies.IsCopy(in frame, hash, fromA))
        {
            _counts.InterfaceCopies += 1 + frame.HeldPackets;
            return;
        }

        var flow = _index.Find(in key, hash);
        if (flow is null || MakesRoom(flow, in frame, fromA))
        {
            CreateIfThereIsRoom(in key, hash, in frame, fromA);
        }
        else if (flow.End == FlowEnd.None)
        {
            Update(flow, in frame, fromA);
        }
        else
        {
            CountStray(flow, in frame, fromA);
        }
    }

    private void CreateIfThereIsRoom(in FlowKey key, ulong hash, in Frame frame, bool fromA)
    {
        if (TryContinue(in key, hash, in frame, fromA))
        {
            return;
        }

        if (_open.Count < _capacity)
        {
            Create(in key, hash, in frame, fromA);
        }
        else
        {
            _counts.PacketsNotTracked += 1 + frame.HeldPackets;
            _untracked.Add(hash);
        }
    }

    private void Create(in FlowKey key, ulong hash, in Frame frame, bool fromA)
    {
        var timestamp = PacketClock.Sane(frame.Timestamp);
        var flow = _flows.Take();
        flow.Key = key;
        flow.Id = _ids.Next();
        flow.Orientation = FlowOrientation.Of(in frame, in key, fromA, _local);
        flow.FirstSeen = timestamp;
        flow.LastSeen = timestamp;
        flow.AgesFrom = _clock.Now;
        flow.MessageType = frame.MessageType;
        flow.VlanId = frame.VlanId;
        flow.InterfaceIndex = frame.InterfaceIndex;
        _index.Add(flow, hash);
        _open.Append(flow);
        _counts.OnCreated(key.Protocol);
        CountBytes(flow, in frame, fromA);
        if (flow.IsTcp && !frame.IsLaterFragment && IsPlainSyn(in frame))
        {
            // All that a flood of SYNs ever shows; the tracker is made when more comes.
            flow.SynSequence = frame.Sequence;
            flow.State = TcpStateMachine.Next(TcpState.None, TcpSignal.Syn, DirectionOf(flow, fromA));
        }
        else
        {
            FollowState(flow, in frame, fromA);
        }

        LookInside(flow, in frame, fromA);
        flow.IsAppClosed = flow.Inspection.App is { IsClosed: true };
        WantOwner(flow);
        _wheel.Arm(flow, flow.Deadline);
        _options.ChangeObserver?.OnChanged(FlowReader.Current(flow, in _clock));
    }

    private void Update(Flow flow, in Frame frame, bool fromA)
    {
        var now = _clock.Now;
        if (flow.Rate is null)
        {
            flow.Rate = _meters.Take();
            flow.Rate.Start(flow.AgesFrom);
            flow.RateSlot = RateMeter.SlotAt(flow.AgesFrom);
        }

        var slot = RateMeter.SlotAt(now);
        if (slot != flow.RateSlot)
        {
            flow.Rate.Turn(slot, flow.BytesA, flow.BytesB);
            flow.RateSlot = slot;
        }

        CountBytes(flow, in frame, fromA);
        flow.LastSeen = Math.Max(flow.LastSeen, PacketClock.Sane(frame.Timestamp));
        if (flow.VlanId == 0 && frame.VlanId != 0)
        {
            flow.VlanId = frame.VlanId;
            flow.Snapshot = null; // its identity is no longer right
        }

        var state = flow.State;
        var app = flow.Inspection.App;
        FollowState(flow, in frame, fromA);
        if (flow.State != state || !(FlowTimeouts.AgesFromEntry(state) || flow.IsAppClosed))
        {
            flow.AgesFrom = now;
        }

        LookInside(flow, in frame, fromA);
        if (flow.State != state || !ReferenceEquals(flow.Inspection.App, app))
        {
            if (flow.State is TcpState.TimeWait or TcpState.Closed)
            {
                _inspector?.Close(ref flow.Inspection);
            }

            var isClosed = flow.Inspection.App is { IsClosed: true };
            if (isClosed != flow.IsAppClosed)
            {
                flow.IsAppClosed = isClosed;
                flow.AgesFrom = now; // it has just ended, or begun again
            }

            _wheel.Arm(flow, flow.Deadline); // may be earlier than the slot it waits in
            _options.ChangeObserver?.OnChanged(FlowReader.Current(flow, in _clock));
        }
    }

    private void CountBytes(Flow flow, in Frame frame, bool fromA)
    {
        var packets = 1 + frame.HeldPackets;
        var bytes = frame.WireLength + frame.HeldBytes;
        if (fromA)
        {
            flow.PacketsA += packets;
            flow.BytesA += bytes;
        }
        else
        {
            flow.PacketsB += packets;
            flow.BytesB += bytes;
        }

        if (fromA == flow.Orientation.LocalIsA)
        {
            _counts.BytesSent += bytes;
        }
        else
        {
            _counts.BytesReceived += bytes;
        }
    }

    private void FollowState(Flow flow, in Frame frame, bool fromA)
    {
        if (frame.IsLaterFragment)
        {
            return; // its header was in the first one
        }

        if (!flow.IsTcp)
        {
            if (frame.MessageType != Frame.UnknownMessageType)
            {
                flow.MessageType = frame.MessageType;
            }

            return;
        }

        if ((frame.TcpFlags & TcpFlags.Syn) != 0)
        {
            LearnInitiator(flow, in frame, fromA);
        }

        var direction = DirectionOf(flow, fromA);
        var signal = Tracker(flow).OnSegment(in frame, fromA, direction == Direction.Sent, ref _counts.Tcp);
        var next = TcpStateMachine.Next(flow.State, signal, direction);
        if (next == TcpState.Closed && signal == TcpSignal.Rst && flow.State is not (TcpState.TimeWait or TcpState.Closed))
        {
            flow.IsReset = true;
        }

        flow.State = next;
    }

    private TcpTracker Tracker(Flow flow)
    {
        if (flow.Tcp is null)
        {
            flow.Tcp = _trackers.Take();
            if (flow.State != TcpState.None)
            {
                var initiatorIsA = flow.Orientation.InitiatorIsA;
                flow.Tcp.OnFirstSyn(flow.SynSequence, initiatorIsA, initiatorIsA == flow.Orientation.LocalIsA, flow.FirstSeen);
            }
        }

        return flow.Tcp;
    }

    private void LearnInitiator(Flow flow, in Frame frame, bool fromA)
    {
        if (flow.Orientation.IsHandshakeSeen)
        {
            return;
        }

        var initiatorIsA = (frame.TcpFlags & TcpFlags.Ack) == 0 ? fromA : !fromA;
        flow.Orientation = flow.Orientation.WithInitiator(initiatorIsA, in flow.Key, _local);
        flow.Snapshot = null; // its identity is no longer right
    }

    private static Direction DirectionOf(Flow flow, bool fromA) =>
        fromA == flow.Orientation.LocalIsA ? Direction.Sent : Direction.Received;

    private static bool IsPlainSyn(in Frame frame) =>
        (frame.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Fin | TcpFlags.Rst)) == TcpFlags.Syn && frame.PayloadLength == 0;
}
