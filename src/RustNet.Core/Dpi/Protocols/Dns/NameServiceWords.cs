using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>What the same kind of question is called in one of the protocols that share the format.</summary>
internal sealed record NameServiceWords
{
    /// <summary>DNS.</summary>
    public static NameServiceWords Dns { get; } = new()
    {
        Protocol = "dns",
        DisplayName = "DNS",
        QueryState = "DNS_QUERY",
        ResponseState = "DNS_RESPONSE",
        QueryField = "dns.query",
        TypeField = "dns.type",
        ResponseCodeField = "dns.rcode",
        AnswersField = "dns.answers",
        OthersField = "dns.other_queries",
        IdleTimeout = 30 * PacketTime.Second,
    };

    /// <summary>LLMNR.</summary>
    public static NameServiceWords Llmnr { get; } = new()
    {
        Protocol = "llmnr",
        DisplayName = "LLMNR",
        QueryState = "LLMNR_QUERY",
        ResponseState = "LLMNR_RESPONSE",
        QueryField = "llmnr.query",
        TypeField = "llmnr.type",
        ResponseCodeField = "llmnr.rcode",
        AnswersField = "llmnr.answers",
        OthersField = "llmnr.other_queries",
    };

    /// <summary>As <see cref="AppInfo.Protocol"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>As <see cref="AppInfo.DisplayName"/>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>State after a query.</summary>
    public required string QueryState { get; init; }

    /// <summary>State after a response.</summary>
    public required string ResponseState { get; init; }

    /// <summary>Both states.</summary>
    public IEnumerable<string> States => [QueryState, ResponseState];

    /// <summary>Field of the name asked for first.</summary>
    public required string QueryField { get; init; }

    /// <summary>Field of the types asked for.</summary>
    public required string TypeField { get; init; }

    /// <summary>Field of the response code.</summary>
    public required string ResponseCodeField { get; init; }

    /// <summary>Field of the answers.</summary>
    public required string AnswersField { get; init; }

    /// <summary>Field of the other names asked for.</summary>
    public required string OthersField { get; init; }

    /// <summary>As <see cref="AppInfo.IdleTimeout"/>.</summary>
    public long? IdleTimeout { get; init; }
}
