using System.Collections.Immutable;

namespace RustNet.Tui.Help;

/// <summary>The filter language in a few lines, for the Help tab.</summary>
internal static class FilterWords
{
    /// <summary>What can be typed, and what it means.</summary>
    public static ImmutableArray<(string Word, string Meaning)> All { get; } =
    [
        ("word", "Every field shown is searched; all words must match"),
        ("port: sport: dport:", "Either, local, remote port contains the digits; port:=443 is exact, port:>1024 a number"),
        ("src: dst:", "Local, remote address or name; dst:10.0.0.0/8 is a network"),
        ("proto: service: app:", "Protocol, service name, what inspection found"),
        ("host: sni: ssh:", "Host name of any protocol, TLS server name, SSH banner"),
        ("state:", "State, as in state:established"),
        ("process: pid:", "Owner of the connection"),
        ("bytes: rate: rtt: age:", "Compare: bytes:>1M  rate:>100k  rtt:>50ms  age:<10s"),
        ("\"two words\"  /regex/", "Text with blanks, a regular expression"),
        ("!word  not  or  ( )", "The opposite, either, grouping"),
    ];
}
