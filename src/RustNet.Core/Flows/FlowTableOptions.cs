namespace RustNet.Core.Flows;

/// <summary>How a <see cref="FlowTable"/> is set up; fixed for its life.</summary>
public sealed record FlowTableOptions
{
    /// <summary>What <see cref="MaxHistory"/> is where nobody says.</summary>
    public const int DefaultMaxHistory = 5_000;

    /// <summary>Connections tracked at the same time; beyond it new ones are counted as not tracked. At least 1.</summary>
    public int MaxConnections { get; init; } = 1_000_000;

    /// <summary>
    /// Number of shards, one for each capture thread, at least 1. <see cref="MaxConnections"/> is shared out evenly; packets of
    /// one connection must always go to the same shard (PACKET_FANOUT_HASH does so).
    /// </summary>
    public int Shards { get; init; } = 1;

    /// <summary>Historic connections kept, newest first to stay.</summary>
    public int MaxHistory { get; init; } = DefaultMaxHistory;

    /// <summary>Whether payloads are inspected.</summary>
    public bool Inspect { get; init; } = true;

    /// <summary>Whether connections between loopback addresses (127.0.0.0/8, ::1) are tracked from the start (<see cref="FlowTable.TrackLocalhost"/>).</summary>
    public bool ShowLocalhost { get; init; } = true;

    /// <summary>
    /// Whether a frame that was seen on another interface a moment ago is left out (<see cref="EngineStatistics.InterfaceCopies"/>): for a
    /// capture on all interfaces, which gets it once for each that it passes.
    /// </summary>
    public bool SkipsInterfaceCopies { get; init; }

    /// <summary>Told of every connection that ends, or <see langword="null"/>.</summary>
    public IFlowObserver? Observer { get; init; }

    /// <summary>
    /// Called when connections have come that have no owner (<see cref="FlowTable.TakeUnowned"/>); <see langword="null"/> where nobody
    /// looks for owners. On the capture thread while the shard is locked: it may only wake somebody else.
    /// </summary>
    public Action? OwnersWanted { get; init; }

    /// <summary>Told of every change of a connection, or <see langword="null"/>.</summary>
    public IFlowChangeObserver? ChangeObserver { get; init; }
}
