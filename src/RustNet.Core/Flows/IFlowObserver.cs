namespace RustNet.Core.Flows;

/// <summary>
/// Told once of every connection that leaves the table, with its final counts: at that moment, and 30 s of packet time later
/// where a TCP connection fell silent without closing, because its last segments may still come. Called on the capture thread (or on the thread that clears or shuts
/// the table down) while the shard is locked: it must be quick, must not throw and must not call the table.
/// </summary>
public interface IFlowObserver
{
    /// <summary>The connection has ended; <see cref="FlowSnapshot.End"/> says why.</summary>
    void OnEnded(FlowSnapshot connection);
}
