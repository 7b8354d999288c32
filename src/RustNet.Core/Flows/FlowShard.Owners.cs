using RustNet.Core.Wire;

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
                if (IsWanted(flow))
                {
                    flows.Add(new UnownedFlow(this, flow));
                }
            }

            _unowned.Clear();
        }
    }

    /// <summary>
    /// Gives connections of this shard their owners; those that have ended meanwhile get them for the history. What the capture
    /// itself has named meanwhile stays, and so does a name that was asked for again, unless another process is found for certain.
    /// </summary>
    internal void SetOwners(ReadOnlySpan<(UnownedFlow Flow, FlowOwner Owner)> owners)
    {
        LetCaptureIn();
        lock (_lock)
        {
            foreach (var (unowned, owner) in owners)
            {
                var flow = unowned.Flow;
                if (flow.Owner is { Process: { } known } before && !(unowned.IsAgain && Supersedes(owner, before.Match, known)))
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

    private static bool Supersedes(FlowOwner owner, OwnerMatch before, ProcessInfo known) =>
        before != OwnerMatch.Capture
        && owner is { Process: { } process, Match: OwnerMatch.Exact or OwnerMatch.Listener or OwnerMatch.Wildcard }
        && (process.Id != known.Id || process.StartTime != known.StartTime);

    // Whom the capture itself names needs no asking, and what is forwarded stays so.
    private static bool IsWanted(Flow flow) =>
        flow.Owner is null || (flow.End == FlowEnd.None && flow.Owner.Match is not (OwnerMatch.Capture or OwnerMatch.Forwarded));

    private void WantOwner(Flow flow)
    {
        if (flow.Owner is null)
        {
            Ask(flow);
        }
    }

    /// <summary>
    /// Nothing in UDP tells that another process goes on where one has ended (a server that was restarted, a port that was taken over), so
    /// a flow that lives on is asked for again from time to time.
    /// </summary>
    private void WantOwnerAgain(Flow flow)
    {
        if (flow.Key.Protocol == IpProtocol.Udp && flow.Owner is not null && IsWanted(flow))
        {
            Ask(flow);
        }
    }

    private void Ask(Flow flow)
    {
        if (_options.OwnersWanted is not { } wake)
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
