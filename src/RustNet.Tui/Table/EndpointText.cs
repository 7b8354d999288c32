using RustNet.Core.Flows;

namespace RustNet.Tui.Table;

/// <summary>Endpoints in columns that are too narrow for them.</summary>
internal static class EndpointText
{
    /// <summary>Where a socket waits, for a place where nothing else says that it is the local address: <c>on 0.0.0.0:22</c>.</summary>
    public static string Waiting(FlowIdentity socket) => $"on {socket.LocalText}";

    /// <summary>
    /// The text, or where it is longer than <paramref name="width"/> its beginning, an ellipsis and the port: the end of an
    /// IPv6 address says little, the port much. ASCII in, at most <paramref name="width"/> columns out.
    /// </summary>
    public static string Fit(string endpoint, int width, bool hasPort)
    {
        if (endpoint.Length <= width || !hasPort)
        {
            return endpoint; // the field cuts what has no port
        }

        var tail = endpoint.AsSpan(endpoint.LastIndexOf(':'));
        var head = width - tail.Length - 1;
        return head < 4 ? endpoint : string.Concat(endpoint.AsSpan(0, head), "…", tail);
    }
}
