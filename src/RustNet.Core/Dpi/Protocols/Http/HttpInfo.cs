using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>The first request of an HTTP connection and its response, as far as they were seen.</summary>
internal sealed record HttpInfo : AppInfo
{
    /// <summary><see cref="Version"/> of HTTP/2.</summary>
    public const string Http2Version = "HTTP/2";

    /// <summary><see cref="Upgrade"/> of a WebSocket (RFC 6455 §4.1).</summary>
    public const string WebSocket = "websocket";

    /// <summary><see cref="Upgrade"/> to HTTP/2 in cleartext (RFC 7540 §3.2; later versions of HTTP/2 left it out).</summary>
    public const string Http2Cleartext = "h2c";

    private const int ProxyAuthenticationRequired = 407;

    /// <inheritdoc/>
    public override string Protocol => "http";

    /// <summary>HTTP/1.0, HTTP/1.1, HTTP/2.</summary>
    public string? Version { get; init; }

    /// <summary>Request method; <see langword="null"/> while only a response was seen.</summary>
    public string? Method { get; init; }

    /// <summary>Path and query of the target.</summary>
    public string? Path { get; init; }

    /// <summary>Host and port as requested, cleaned.</summary>
    public string? Host { get; init; }

    /// <summary>The host where it is a valid one, without the port.</summary>
    public string? ValidHost { get; init; }

    /// <summary>User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Status code of the final response.</summary>
    public int? Status { get; init; }

    /// <summary>Server.</summary>
    public string? Server { get; init; }

    /// <summary>The request's header section was seen to its end.</summary>
    public bool HeadIsWhole { get; init; }

    /// <summary>The response came after a gap: it may answer a request that was not seen.</summary>
    public bool ResponseMayBeLater { get; init; }

    /// <summary>What a 101 response switched to: <c>websocket</c>, <c>h2c</c> or what the server called it.</summary>
    public string? Upgrade { get; init; }

    /// <summary>The subprotocol of the WebSocket that the server chose.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>The request asked for another protocol (Upgrade).</summary>
    public bool AsksUpgrade { get; init; }

    /// <summary>True when the connection's initiator sent the request.</summary>
    public bool RequestIsFromInitiator { get; init; }

    /// <summary>Whether the messages are HTTP/2's.</summary>
    public bool IsHttp2 => Version == Http2Version;

    /// <summary>Whether the request is for a tunnel (RFC 9110 §9.3.6).</summary>
    public bool IsConnect => Method == "CONNECT";

    /// <summary>What the client sends now is the request's protocol only if the answer refuses it another one.</summary>
    public bool AwaitsSwitch => HeadIsWhole && Status is null && (IsConnect || AsksUpgrade);

    /// <summary>The proxy wants credentials (RFC 9110 §15.5.8): the next request asks for the same tunnel again.</summary>
    public bool AwaitsCredentials => Status == ProxyAuthenticationRequired && IsConnect;

    /// <inheritdoc/>
    public override string? HostName => ValidHost;

    /// <inheritdoc/>
    public override string Summary => Upgrade == WebSocket ? $"{base.Summary} ({WebSocket})" : base.Summary;

    /// <inheritdoc/>
    public override long? IdleTimeout => 10 * PacketTime.Minute;

    /// <inheritdoc/>
    public override void AddFields(List<AppField> fields)
    {
        if (Method is not null)
        {
            fields.Add(new("http.method", "Method", Method));
        }

        if (Host is not null)
        {
            fields.Add(new("http.host", "Host header", Host));
        }

        if (!string.IsNullOrEmpty(Path))
        {
            fields.Add(new("http.path", "Path", Path));
        }

        if (Status is { } status)
        {
            fields.Add(new("http.status", "Status", RecentText.Number((uint)status)));
        }

        if (UserAgent is not null)
        {
            fields.Add(new("http.user_agent", "User agent", UserAgent));
        }

        if (Server is not null)
        {
            fields.Add(new("http.server", "Server", Server));
        }

        if (Version is not null)
        {
            fields.Add(new("http.version", "Version", Version));
        }

        if (!string.IsNullOrEmpty(Upgrade))
        {
            fields.Add(new("http.upgrade", "Switched to", Upgrade));
        }

        if (!string.IsNullOrEmpty(SubProtocol))
        {
            fields.Add(new("http.subprotocol", "Subprotocol", SubProtocol));
        }
    }
}
