using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <content>What readers on other threads ask for.</content>
internal sealed partial class FlowShard
{
    /// <summary>Flows copied per hold of the lock: well under a millisecond.</summary>
    private const int SliceSize = 4096;

    /// <summary>Guards the table for as long as the holder has it; taken per batch by the capture thread.</summary>
    internal Lock Lock => _lock;

    /// <summary>Replaces the local addresses; flows created from now on use them.</summary>
    public void SetLocalAddresses(LocalAddressSet addresses) => _local = addresses;

    /// <summary>Connections within localhost are tracked from the next frame on.</summary>
    public void TrackLocalhost() => _tracksLocalhost = true;

    /// <summary>
    /// Appends the open flows up to a connection number, oldest first. One caller at a time. The lock is given up between
    /// slices; what ends or comes meanwhile is in the result at most once.
    /// </summary>
    public void CopyTo(List<FlowSnapshot> rows, long lastId)
    {
        var isStart = true;
        do
        {
            LetCaptureIn();
            lock (_lock)
            {
                var flow = isStart ? _open.Oldest : _open.Cursor;
                isStart = false;
                for (var i = 0; i < SliceSize && flow is not null && flow.Id <= lastId; i++)
                {
                    rows.Add(FlowReader.Current(flow, in _clock));
                    flow = flow.Newer;
                }

                _open.Cursor = flow is not null && flow.Id <= lastId ? flow : null;
                if (_open.Cursor is null)
                {
                    return;
                }
            }
        }
        while (true);
    }

    /// <summary>Appends the newest ended flows, oldest first, with the capture times at which they left.</summary>
    public void CopyHistoryTo(List<(long LeftAt, FlowSnapshot Snapshot)> rows)
    {
        lock (_lock)
        {
            _history.CopyTo(rows);
        }
    }

    /// <summary>Adds this shard's totals to those of the others.</summary>
    public EngineStatistics AddTo(EngineStatistics sum)
    {
        lock (_lock)
        {
            return sum with
            {
                Now = Math.Max(sum.Now, _clock.CaptureNow),
                Packets = sum.Packets + _counts.Packets,
                Bytes = sum.Bytes + _counts.Bytes,
                BytesReceived = sum.BytesReceived + _counts.BytesReceived,
                BytesSent = sum.BytesSent + _counts.BytesSent,
                Connections = sum.Connections + _open.Count,
                TcpConnections = sum.TcpConnections + _counts.TcpConnections,
                UdpConnections = sum.UdpConnections + _counts.UdpConnections,
                ConnectionsTotal = sum.ConnectionsTotal + _counts.ConnectionsTotal,
                PacketsNotTracked = sum.PacketsNotTracked + _counts.PacketsNotTracked,
                ConnectionsNotTracked = sum.ConnectionsNotTracked + _untracked.Count,
                PacketsLocalhostHidden = sum.PacketsLocalhostHidden + _counts.PacketsLocalhostHidden,
                LatePackets = sum.LatePackets + _counts.LatePackets,
                InterfaceCopies = sum.InterfaceCopies + _counts.InterfaceCopies,
                Retransmissions = sum.Retransmissions + _counts.Tcp.Retransmissions,
                OutOfOrder = sum.OutOfOrder + _counts.Tcp.OutOfOrder,
                FastRetransmissions = sum.FastRetransmissions + _counts.Tcp.FastRetransmissions,
                OwnersNotSought = sum.OwnersNotSought + _counts.OwnersNotSought,
                InspectionsOverCeiling = sum.InspectionsOverCeiling + (_inspector?.OverCeiling ?? 0),
            };
        }
    }

    /// <summary>Adds the frames this shard could not use, by kind of oddity.</summary>
    public void AddOdditiesTo(long[] sums)
    {
        lock (_lock)
        {
            for (var oddity = 1; oddity < sums.Length; oddity++)
            {
                sums[oddity] += _parser.CountOf((FrameOddity)oddity);
            }
        }
    }

    /// <summary>Forgets all flows, open and ended; totals go on. Only those that had ended before are still reported.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            ForgetLeft();
            for (var flow = _open.Oldest; flow is not null; flow = flow.Newer)
            {
                flow.End = FlowEnd.Shutdown; // somebody may still find its owner: it must not come back for that
                _inspector?.Release(ref flow.Inspection);
                _counts.OnEnded(flow.Key.Protocol);
                _options.ChangeObserver?.OnForgotten(flow.Id);
            }

            _index.Clear();
            _open.Clear();
            _wheel.Restart(_clock.Now);
            _history.Clear();
            _announced.Clear();
            _unowned.Clear();
            _aliases.Clear();
            _nextTick = _wheel.NextTick;
        }
    }

    // A reader that takes the lock again at once would win it from a thread that has to wake up first.
    private void LetCaptureIn()
    {
        var wait = new SpinWait();
        while (_captureIsWaiting)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
