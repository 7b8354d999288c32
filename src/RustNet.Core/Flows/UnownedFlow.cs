namespace RustNet.Core.Flows;

/// <summary>
/// A connection whose owner is not known yet, or is asked for again, as <see cref="FlowTable.TakeUnowned"/> hands it out; good
/// for <see cref="FlowTable.SetOwners"/> for as long as it is kept. What it says is as of the moment it was taken.
/// </summary>
public readonly struct UnownedFlow
{
    internal UnownedFlow(FlowShard shard, Flow flow)
    {
        Shard = shard;
        Flow = flow;
        var orientation = flow.Orientation;
        Key = flow.Key;
        LocalIsA = orientation.LocalIsA;
        Direction = orientation.Direction;
        IsInitiatorLocal = orientation.InitiatorIsA == orientation.LocalIsA;
        IsAgain = flow.Owner is not null;
        SeenAt = IsAgain ? flow.LastSeen : flow.FirstSeen;
    }

    /// <summary>Identity on the wire.</summary>
    public FlowKey Key { get; }

    /// <summary>Endpoint A is the one shown as local.</summary>
    public bool LocalIsA { get; }

    /// <summary>Relation to this machine.</summary>
    public FlowDirection Direction { get; }

    /// <summary>The local endpoint began the connection, as far as we can tell.</summary>
    public bool IsInitiatorLocal { get; }

    /// <summary>It was asked for before: its sockets may have changed hands.</summary>
    public bool IsAgain { get; }

    /// <summary>Capture time of the packet whose owner is asked for, nanoseconds since 1970 UTC: the first, or again the last.</summary>
    public long SeenAt { get; }

    internal FlowShard Shard { get; }

    internal Flow Flow { get; }
}
