using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>The first request of an HTTP connection and its response, as far as they were seen.</summary>
internal sealed record HttpInfo() : AppInfo("http")
{
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

    /// <inheritdoc/>
    public override string? HostName => ValidHost;

    /// <inheritdoc/>
    public override long? IdleTimeout => 10 * PacketTime.Minute;

    /// <inheritdoc/>
    public override IEnumerable<AppField> Fields
    {
        get
        {
            if (Method is not null)
            {
                yield return new("http.method", "Method", Method);
            }

            if (Host is not null)
            {
                yield return new("http.host", "Host header", Host);
            }

            if (!string.IsNullOrEmpty(Path))
            {
                yield return new("http.path", "Path", Path);
            }

            if (Status is { } status)
            {
                yield return new("http.status", "Status", status.ToString(CultureInfo.InvariantCulture));
            }

            if (UserAgent is not null)
            {
                yield return new("http.user_agent", "User agent", UserAgent);
            }

            if (Server is not null)
            {
                yield return new("http.server", "Server", Server);
            }

            if (Version is not null)
            {
                yield return new("http.version", "Version", Version);
            }
        }
    }
}
