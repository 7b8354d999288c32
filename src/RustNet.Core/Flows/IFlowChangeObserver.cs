namespace RustNet.Core.Flows;

/// <summary>
/// Told of every connection that is new, whose state has changed, or about which inspection has learned something, and of those the user clears away. Each call costs a
/// snapshot, so this is for logging at a talkative level, not for display. Called while the shard is
/// locked: it must not throw and must not call the table.
/// </summary>
public interface IFlowChangeObserver
{
    /// <summary>The connection as it is after the change. Called on the capture thread.</summary>
    void OnChanged(FlowSnapshot connection);

    /// <summary>
    /// The user has cleared the table (<see cref="FlowTable.Clear"/>): nothing more is told of this connection, not even its end.
    /// Called on the thread that clears. No <see cref="IFlowObserver"/> hears of it.
    /// </summary>
    /// <param name="id"><see cref="FlowIdentity.Id"/> of the connection.</param>
    void OnForgotten(long id);
}
