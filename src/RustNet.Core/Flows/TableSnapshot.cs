namespace RustNet.Core.Flows;

/// <summary>The connections of the table at one moment of packet time. Immutable; the rows are in creation order.</summary>
/// <param name="Rows">Connections, oldest first.</param>
/// <param name="Statistics">Totals of the same moment.</param>
public sealed record TableSnapshot(IReadOnlyList<FlowSnapshot> Rows, EngineStatistics Statistics)
{
    /// <summary>Nothing captured yet.</summary>
    public static TableSnapshot Empty { get; } = new([], new EngineStatistics());
}
