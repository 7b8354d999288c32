namespace RustNet.Core.Flows;

/// <summary>
/// A connection whose owner is not known yet, as <see cref="FlowTable.TakeUnowned"/> hands it out; good for
/// <see cref="FlowTable.SetOwners"/> for as long as it is kept. What it says is as of the moment it was taken.
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
        FirstSeen = flow.FirstSeen;
    }

    /// <summary>Identity on the wire.</summary>
    public FlowKey Key { get; }

    /// <summary>Endpoint A is the one shown as local.</summary>
    public bool LocalIsA { get; }

    /// <summary>Relation to this machine.</summary>
    public FlowDirection Direction { get; }

    /// <summary>The local endpoint began the connection, as far as we can tell.</summary>
    public bool IsInitiatorLocal { get; }

    /// <summary>Capture time of the first packet, nanoseconds since 1970 UTC.</summary>
    public long FirstSeen { get; }

    internal FlowShard Shard { get; }

    internal Flow Flow { get; }
}
