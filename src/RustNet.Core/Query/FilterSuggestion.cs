using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Wire;

namespace RustNet.Core.Query;

/// <summary>Which keywords a word may stand for that is none, and which word of a list.</summary>
internal static class FilterSuggestion
{
    private const int Most = 2;

    // As tcpdump, Wireshark, ps, ss and the screen's own labels call these.
    private static readonly (string Keyword, string Others)[] s_elsewhere =
    [
        ("src", "local source"),
        ("dst", "remote dest destination"),
        ("ip", "net network addr address"),
        ("sport", "lport localport"),
        ("dport", "rport remoteport"),
        ("process", "name program command comm cmd exe executable"),
        ("host", "name hostname domain"),
        ("app", "application"),
        ("direction", "direct"),
        ("interface", "if dev nic"),
        ("service", "svc"),
        ("user", "uid username"),
        ("container", "pod"),
        ("state", "phase status"),
        ("bytes", "size total together length"),
        ("received", "recv rx"),
        ("sent", "tx"),
        ("packets", "pkts"),
        ("rate", "bandwidth speed"),
        ("rtt", "latency"),
        ("retransmits", "retrans retransmissions retransmit"),
        ("match", "matched"),
        ("end", "ended"),
    ];

    // What people call an application protocol that inspection calls otherwise.
    private static readonly (string Other, string Meant)[] s_otherApplications =
    [
        ("https", "tls"), ("ssl", "tls"), ("http2", "http, or over TLS tls.alpn:h2"), ("h2", "http, or over TLS tls.alpn:h2"),
        ("http3", "quic"), ("h3", "quic"), ("bootp", "dhcp"), ("turn", "stun"), ("ping", "icmp"),
    ];

    /// <summary>
    /// Whether the word is so near to a keyword that it is one mistyped, whatever stands behind its colon. One mistyped letter, or two swapped
    /// neighbours; short words are too near to everything, and other names of a keyword are as likely names of hosts.
    /// </summary>
    public static bool IsMistyped(ReadOnlySpan<char> name)
    {
        var lower = name.ToString().ToLowerInvariant();
        return lower.Length >= 3 && FilterKeywords.All.Any(keyword => IsNear(lower, keyword.Name, 3, 1));
    }

    /// <summary>
    /// The keywords that the word may stand for, likely ones first and no more than are worth reading: what other programs call them, words
    /// that it is the beginning of, one mistyped letter, and where that finds nothing words that go on, or two mistyped letters.
    /// </summary>
    public static IReadOnlyList<FilterKeyword> For(ReadOnlySpan<char> name)
    {
        var lower = name.ToString().ToLowerInvariant();
        var known = Elsewhere(word => word == lower).ToList();
        if (known.Count > 0)
        {
            return known;
        }

        var found = Named(word => lower.Length >= 2 && word.StartsWith(lower, StringComparison.Ordinal))
            .Concat(Elsewhere(word => lower.Length >= 3 && word.StartsWith(lower, StringComparison.Ordinal)))
            .Concat(lower.Length < 3 ? [] : Named(word => IsNear(lower, word, 3, 1)))
            .Concat(Elsewhere(word => IsNear(lower, word, 5, 1)))
            .Distinct().Take(Most).ToList();
        return found.Count > 0 || lower.Length < 4 ? found
            : [.. Named(word => word.Length >= 3 && lower.StartsWith(word, StringComparison.Ordinal))
                .Concat(Named(word => IsNear(lower, word, 5, 2))).Take(1)];
    }

    /// <summary>The words that a value may be mistyped from: one letter away, where there is none two from the longer ones.</summary>
    public static IReadOnlyList<string> Near(string value, IReadOnlyList<string> words)
    {
        var lower = value.ToLowerInvariant();
        var near = Within(3, 1);
        return near.Count > 0 ? near : Within(5, 2);

        List<string> Within(int least, int distance) => [.. words.Where(word => IsNear(lower, word.ToLowerInvariant(), least, distance)).Take(Most)];
    }

    /// <summary>What to tell of another name of an application protocol; <see langword="null"/> of any other word.</summary>
    public static string? ApplicationOf(string value) =>
        Array.Find(s_otherApplications, one => one.Other.Equals(value, StringComparison.OrdinalIgnoreCase)).Meant is { } meant
            ? $"what is meant by '{value}' is called {meant} here"
            : null;

    /// <summary>What to tell of a number, as tcpdump takes it for a protocol; <see langword="null"/> of any other word.</summary>
    public static string? ProtocolOfNumber(string value) => byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? $"protocol {number} is called {FlowText.ProtocolName(NetworkLayer.IPv4, (IpProtocol)number)} here"
        : null;

    private static bool IsNear(string lower, string word, int least, int distance) => word.Length >= least && EditDistance.Between(lower, word) <= distance;

    private static IEnumerable<FilterKeyword> Named(Func<string, bool> isMeant) =>
        FilterKeywords.All.Where(keyword => isMeant(keyword.Name) || keyword.Aliases.Any(isMeant));

    private static IEnumerable<FilterKeyword> Elsewhere(Func<string, bool> isMeant) =>
        s_elsewhere.Where(one => one.Others.Split(' ').Any(isMeant)).Select(one => FilterKeywords.Find(one.Keyword)!);
}
