using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using Serilog;

namespace RustNet.App.Logging;

/// <summary>
/// Logs what happens to connections: new ones, state changes, what inspection learns, and ends, which it hands on. Exists
/// only where the level is debug or lower. Called on the thread that makes the change.
/// </summary>
internal sealed class ConnectionLog(ILogger log, IFlowObserver? next) : IFlowObserver, IFlowChangeObserver
{
    private readonly Dictionary<long, (string State, AppInfo? App)> _known = [];

    /// <summary>Connections that are remembered to tell what changed: the open ones.</summary>
    public int Count
    {
        get
        {
            lock (_known)
            {
                return _known.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void OnChanged(FlowSnapshot connection)
    {
        var identity = connection.Identity;
        lock (_known)
        {
            var isKnown = _known.TryGetValue(identity.Id, out var before);
            _known[identity.Id] = (connection.State, connection.App);
            if (!isKnown)
            {
                log.Debug(
                    "Connection {Id} {Protocol:l} {Local:l} {Remote:l} new: {State:l}, {Direction}",
                    identity.Id, identity.ProtocolName, identity.LocalText, identity.RemoteText, connection.State, identity.Direction.ToString());
            }
            else if (before.State != connection.State)
            {
                log.Debug("Connection {Id} state: {Before:l} to {State:l}", identity.Id, before.State, connection.State);
            }

            if (connection.App is { } app && !ReferenceEquals(before.App, app))
            {
                foreach (var field in app.Fields)
                {
                    log.Debug("Connection {Id} inspection: {Protocol:l} {Field:l} = {Value}", identity.Id, app.Protocol, field.Name, field.Value);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void OnForgotten(long id)
    {
        lock (_known)
        {
            _known.Remove(id);
        }

        log.Debug("Connection {Id} cleared by the user", id);
    }

    /// <inheritdoc/>
    public void OnEnded(FlowSnapshot connection)
    {
        lock (_known)
        {
            _known.Remove(connection.Identity.Id);
        }

        log.Debug(
            "Connection {Id} ended: {End:l} in {State:l}, {BytesSent} B sent, {BytesReceived} B received, application {Application}",
            connection.Identity.Id,
            connection.End.ToString(),
            connection.State,
            connection.BytesSent,
            connection.BytesReceived,
            connection.App?.Summary ?? "unknown");
        next?.OnEnded(connection);
    }
}
