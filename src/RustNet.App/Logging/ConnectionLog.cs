using RustNet.Core.Flows;
using Serilog;

namespace RustNet.App.Logging;

/// <summary>
/// Logs each connection that ends, with what inspection learned, and hands it on. Exists only where the level is debug or
/// lower. Called on the thread that ends the connection.
/// </summary>
internal sealed class ConnectionLog(ILogger log, IFlowObserver? next) : IFlowObserver
{
    /// <inheritdoc/>
    public void OnEnded(FlowSnapshot connection)
    {
        var identity = connection.Identity;
        log.Debug(
            "Connection {Id} {Protocol:l} {Local:l} {Remote:l} ended: {End:l} in {State:l}, {BytesSent} B sent, {BytesReceived} B received, application {Application}",
            identity.Id,
            identity.ProtocolName,
            identity.LocalText,
            identity.RemoteText,
            connection.End.ToString(),
            connection.State,
            connection.BytesSent,
            connection.BytesReceived,
            connection.App?.Summary ?? "unknown");
        if (connection.App is { } app)
        {
            foreach (var field in app.Fields)
            {
                log.Debug("Connection {Id} inspection: {Field:l} = {Value}", identity.Id, field.Name, field.Value);
            }
        }

        next?.OnEnded(connection);
    }
}
