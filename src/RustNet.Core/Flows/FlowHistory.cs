namespace RustNet.Core.Flows;

/// <summary>
/// The newest connections that have left a shard. What has left is kept as the flow it was, and becomes a snapshot only
/// when somebody looks or listens: a million endings that nobody watches cost nothing here. Not thread-safe: the
/// shard's lock guards it.
/// </summary>
internal sealed class FlowHistory(int capacity)
{
    private readonly Queue<Entry> _entries = new();

    /// <summary>A flow has left; it may still get late packets.</summary>
    public void Add(Flow flow, in PacketClock clock) => Add(new Entry(flow, null, clock));

    /// <summary>A flow has left for good, as <paramref name="snapshot"/> says.</summary>
    public void Add(FlowSnapshot snapshot, in PacketClock clock) => Add(new Entry(null, snapshot, clock));

    /// <summary>Appends what is kept, oldest first, with the capture time at which each left.</summary>
    public void CopyTo(List<(long LeftAt, FlowSnapshot Snapshot)> target)
    {
        for (var i = _entries.Count; i > 0; i--)
        {
            var entry = _entries.Dequeue();
            var clock = entry.Clock;
            if (entry.Flow is { } flow
                && (entry.Snapshot is null || entry.Snapshot.Packets != flow.PacketsA + flow.PacketsB || !ReferenceEquals(entry.Snapshot.Owner, flow.Owner)))
            {
                entry = entry with { Snapshot = FlowReader.Final(flow, in clock) };
            }

            target.Add((clock.CaptureNow, entry.Snapshot!));
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

    private readonly record struct Entry(Flow? Flow, FlowSnapshot? Snapshot, PacketClock Clock);
}
