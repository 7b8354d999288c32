namespace RustNet.Core.Flows;

/// <content>Connections wait here for somebody to find out whose they are, which happens on another thread.</content>
internal sealed partial class FlowShard
{
    /// <summary>More new connections than this between two looks are not asked about; they are counted.</summary>
    private const int MaxUnowned = 1 << 16;

    private readonly List<Flow> _unowned = [];

    /// <summary>Appends the connections that have come since the last call and have no owner.</summary>
    internal void TakeUnowned(List<UnownedFlow> flows)
    {
        LetCaptureIn();
        lock (_lock)
        {
            foreach (var flow in _unowned)
            {
                if (flow.Owner is null)
                {
                    flows.Add(new UnownedFlow(this, flow));
                }
            }

            _unowned.Clear();
        }
    }

    /// <summary>
    /// Gives connections of this shard their owners; those that have ended meanwhile get them for the history. What the capture
    /// itself has named meanwhile stays.
    /// </summary>
    internal void SetOwners(ReadOnlySpan<(UnownedFlow Flow, FlowOwner Owner)> owners)
    {
        LetCaptureIn();
        lock (_lock)
        {
            foreach (var (unowned, owner) in owners)
            {
                var flow = unowned.Flow;
                if (flow.Owner?.Process is not null)
                {
                    continue;
                }

                flow.Owner = owner;
                if (flow.End == FlowEnd.None)
                {
                    _options.ChangeObserver?.OnChanged(FlowReader.Current(flow, in _clock));
                }
            }
        }
    }

    /// <summary>Counts connections that were handed out and whose owner nobody will look for.</summary>
    internal void CountOwnersNotSought(long count)
    {
        lock (_lock)
        {
            _counts.OwnersNotSought += count;
        }
    }

    private void WantOwner(Flow flow)
    {
        if (_options.OwnersWanted is not { } wake || flow.Owner is not null)
        {
            return;
        }

        if (_unowned.Count == MaxUnowned)
        {
            _counts.OwnersNotSought++;
            return;
        }

        _unowned.Add(flow);
        if (_unowned.Count == 1)
        {
            wake();
        }
    }
}
