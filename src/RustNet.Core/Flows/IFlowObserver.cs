namespace RustNet.Core.Flows;

/// <summary>
/// Told of every connection that leaves the table. Called on the capture thread (or on the thread that clears or shuts
/// the table down) while the shard is locked: it must be quick, must not throw and must not call the table.
/// </summary>
public interface IFlowObserver
{
    /// <summary>The connection has ended; <see cref="FlowSnapshot.End"/> says why.</summary>
    void OnEnded(FlowSnapshot connection);
}
