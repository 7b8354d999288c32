using System.Collections.Frozen;
using System.Collections.Immutable;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Query;

/// <summary>
/// All keywords of the filter grammar: one row each. Parser, help screen and manual read this table, so that they cannot
/// disagree. Besides these, every dotted name of an application field (<c>tls.version</c>, <c>http.status</c>) is a keyword.
/// </summary>
public static class FilterKeywords
{
    /// <summary>The keywords in the order of the help.</summary>
    public static ImmutableArray<FilterKeyword> All { get; } =
    [
        new("port", "either port", "port:443", new IdentifierField((row, m, in _) => IsLocalPort(row, m) || IsRemotePort(row, m))),
        new("sport", "local port", "sport:>=32768", new IdentifierField((row, m, in _) => IsLocalPort(row, m))),
        new("dport", "remote port", "dport:=443", new IdentifierField((row, m, in _) => IsRemotePort(row, m))),
        new("src", "local address or network", "src:10.0.0.0/8", new AddressField(ofLocal: true)),
        new("dst", "remote address or network", "dst:2001:db8::/32", new AddressField(ofLocal: false)),
        new("ip", "either address or network", "ip:192.168.0.0/16", new EitherAddressField()),
        new("host", "name of the other side", "host:example", new TextField((row, m, in _) => m.IsMatch(row.App?.HostName))),
        new("sni", "server name of TLS or QUIC", "sni:example", new TextField((row, m, in _) => AppFacts.HasField(row.App, m, ".sni", EndsWith))),
        new("app", "application protocol", "app:tls", FlowWordFields.Application),
        new("ssh", "SSH software, version or phase", "ssh:openssh", new TextField(IsSsh)),
        new("proto", FilterWords.Protocols, "proto:udp", FlowWordFields.Protocol),
        new("state", "state, or phase of the protocol", "state:established", FlowWordFields.State),
        new("service", "registered name of the port", "service:https", new TextField((row, m, in _) => m.IsMatch(row.Identity.Service))),
        new("process", "name of the process", "process:firefox", new TextField(FlowWordFields.IsProcess), "proc"),
        new("user", "user that the process runs under", "user:www-data", new TextField((row, m, in _) => m.IsMatch(row.Process?.User))),
        new("container", "container or pod of the process", "container:web", new TextField((row, m, in _) => IsContainer(row.Process?.Container, m))),
        new("unit", "systemd unit of the process", "unit:sshd", new TextField((row, m, in _) => m.IsMatch(row.Process?.Unit))),
        new("pid", "process id", "pid:=1234", new IdentifierField((row, m, in _) => m.IsMatch(row.Process?.Id))),
        new("match", "how its process was found", "match:exited", FlowWordFields.Match),
        new("direction", "outgoing incoming loop forwarded", "direction:incoming", FlowWordFields.Direction, "dir"),
        new("end", "how it ended: closed, reset, ...", "end:reset", FlowWordFields.End),
        new("interface", "interface of the first packet", "interface:eth0", new TextField(IsInterface), "iface"),
        new("vlan", "VLAN id", "vlan:=10", new IdentifierField((row, m, in _) => row.Identity.VlanId != 0 && m.IsMatch(row.Identity.VlanId))),
        new("bytes", "bytes, both ways", "bytes:>1M", new AmountField(FilterUnit.Bytes, (row, m, in _) => IsTraffic(row, m, row.Bytes))),
        new("received", "bytes received", "received:>1M", new AmountField(FilterUnit.Bytes, (row, m, in _) => IsTraffic(row, m, row.BytesReceived))),
        new("sent", "bytes sent", "sent:>64k", new AmountField(FilterUnit.Bytes, (row, m, in _) => IsTraffic(row, m, row.BytesSent))),
        new("packets", "packets, both ways", "packets:>=100", new AmountField(FilterUnit.Count, (row, m, in _) => IsTraffic(row, m, row.Packets))),
        new("rate", "bytes per second, both ways", "rate:>100k", new AmountField(FilterUnit.Rate, (row, m, in _) => IsTraffic(row, m, row.DownRate + row.UpRate))),
        new("down", "bytes per second received", "down:>1M", new AmountField(FilterUnit.Rate, (row, m, in _) => IsTraffic(row, m, row.DownRate))),
        new("up", "bytes per second sent", "up:>50k", new AmountField(FilterUnit.Rate, (row, m, in _) => IsTraffic(row, m, row.UpRate))),
        new("rtt", "round-trip time (bare: ms)", "rtt:>50ms", new AmountField(FilterUnit.Milliseconds, (row, m, in _) => m.IsMatch(row.RttMilliseconds))),
        new("retransmits", "TCP segments sent again", "retransmits:>0", new AmountField(FilterUnit.Count, (row, m, in _) => m.IsMatch(row.Tcp?.Retransmissions))),
        new("age", "since the first packet (bare: s)", "age:<10s", new AmountField(FilterUnit.Seconds, (row, m, in c) => IsTraffic(row, m, Since(row.Identity.FirstSeen, c)))),
        new("idle", "since the last packet (bare: s)", "idle:>1m30s", new AmountField(FilterUnit.Seconds, (row, m, in c) => IsTraffic(row, m, Since(row.LastSeen, c)))),
    ];

    private static readonly FrozenDictionary<string, FilterKeyword> s_byName = All
        .SelectMany(keyword => keyword.Aliases.Prepend(keyword.Name), (keyword, name) => (Keyword: keyword, Name: name))
        .ToFrozenDictionary(known => known.Name, known => known.Keyword, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names in one line, for messages.</summary>
    internal static string Names { get; } = string.Join(' ', All.Select(keyword => keyword.Name));

    /// <summary>The keyword of this name or alias in any case, or <see langword="null"/>.</summary>
    internal static FilterKeyword? Find(string name) => s_byName.GetValueOrDefault(name);

    private static bool IsLocalPort(FlowSnapshot row, NumberMatcher m) => row.Identity.HasPorts && m.IsMatch(row.Identity.LocalPort);

    private static bool IsRemotePort(FlowSnapshot row, NumberMatcher m) => row.Identity is { HasPorts: true, IsListening: false } && m.IsMatch(row.Identity.RemotePort);

    private static bool EndsWith(string name, string end) => name.EndsWith(end, StringComparison.Ordinal);

    private static bool IsContainer(ContainerInfo? container, TextMatcher matcher) =>
        container is not null
        && (matcher.IsMatch(container.Name) || matcher.IsMatch(container.Id) || matcher.IsMatch(container.Pod) || matcher.IsMatch(container.Runtime));

    private static bool IsSsh(FlowSnapshot row, TextMatcher m, in FilterContext context) =>
        row.App is { Protocol: "ssh" } app && AppFacts.HasAny(app, m);

    private static bool IsInterface(FlowSnapshot row, TextMatcher m, in FilterContext context) =>
        m.IsMatch(context.InterfaceName?.Invoke(row.Identity.InterfaceIndex));

    // A socket that waits for connections has seen no packet: it has no amounts and no times, not zeros.
    private static bool IsTraffic(FlowSnapshot row, NumberMatcher m, double value) => !row.Identity.IsListening && m.IsMatch(value);

    private static double Since(long instant, in FilterContext context) => (double)Math.Max(0, context.Now - instant) / PacketTime.Millisecond;
}
