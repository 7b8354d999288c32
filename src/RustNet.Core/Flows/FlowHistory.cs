namespace RustNet.Core.Flows;

/// <summary>
/// The newest connections that have left a shard. What has left is kept as the flow it was, and becomes a snapshot only
/// when somebody looks or listens: a million endings that nobody watches cost nothing here. Not thread-safe: the
/// shard's lock guards it.
/// </summary>
internal sealed class FlowHistory(int capacity)
{
    private readonly Queue<Entry> _entries = new();

    /// <summary>A flow has left, and nobody has asked what it was.</summary>
    public void Add(Flow flow, FlowEnd end, in PacketClock clock) => Add(new Entry(clock.CaptureNow, flow, end, clock, null));

    /// <summary>A flow has left as <paramref name="snapshot"/> says.</summary>
    public void Add(FlowSnapshot snapshot, in PacketClock clock) => Add(new Entry(clock.CaptureNow, null, snapshot.End, clock, snapshot));

    /// <summary>Appends what is kept, oldest first, with the capture time at which each left.</summary>
    public void CopyTo(List<(long LeftAt, FlowSnapshot Snapshot)> target)
    {
        for (var i = _entries.Count; i > 0; i--)
        {
            var entry = _entries.Dequeue();
            if (entry.Flow is not null)
            {
                var clock = entry.Clock;
                entry = entry with { Flow = null, Snapshot = FlowReader.Final(entry.Flow, in clock, entry.End) };
            }

            target.Add((entry.LeftAt, entry.Snapshot!));
            _entries.Enqueue(entry);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _entries.Clear();

    private void Add(in Entry entry)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_entries.Count == capacity)
        {
            _entries.Dequeue();
        }

        _entries.Enqueue(entry);
    }

    private readonly record struct Entry(long LeftAt, Flow? Flow, FlowEnd End, PacketClock Clock, FlowSnapshot? Snapshot);
}
