namespace RustNet.Core.Flows;

/// <summary>
/// Told of every connection that is new, whose state has changed, or about which inspection has learned something. Each call costs a
/// snapshot, so this is for logging at a talkative level, not for display. Called on the capture thread while the shard is
/// locked: it must not throw and must not call the table.
/// </summary>
public interface IFlowChangeObserver
{
    /// <summary>The connection as it is after the change.</summary>
    void OnChanged(FlowSnapshot connection);
}
