using System.Net;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Tui.Tests.Testing;

/// <summary>Connections for the tests of the screen: readable, and always the same.</summary>
internal static class Flows
{
    /// <summary>2026-01-02 03:04:05 UTC.</summary>
    public const long Now = 1_767_323_045L * PacketTime.Second;

    public static FlowSnapshot Make(
        long id,
        string local = "192.0.2.10:50000",
        string remote = "198.51.100.7:443",
        IpProtocol protocol = IpProtocol.Tcp,
        string state = "ESTABLISHED",
        double down = 0,
        double up = 0,
        double idleSeconds = 1,
        double timeoutSeconds = 300,
        AppInfo? app = null,
        ProcessInfo? process = null,
        OwnerMatch? match = null,
        TcpQualitySnapshot? tcp = null,
        FlowEnd end = FlowEnd.None,
        FlowInitiator initiator = FlowInitiator.Local,
        FlowDirection? direction = null,
        AddressScope scope = AddressScope.Unicast)
    {
        var (a, b) = (IPEndPoint.Parse(local), IPEndPoint.Parse(remote));
        var (from, to) = (FlowText.FromIPAddress(a.Address), FlowText.FromIPAddress(b.Address));
        var network = FlowText.IsIPv4(from) ? NetworkLayer.IPv4 : NetworkLayer.IPv6;
        var key = FlowKey.Of(network, protocol, from, (ushort)a.Port, to, (ushort)b.Port, out var localIsA);
        var lastSeen = Now - (long)(idleSeconds * PacketTime.Second);
        return new FlowSnapshot
        {
            Identity = new FlowIdentity
            {
                Id = id,
                Key = key,
                LocalIsA = localIsA,
                Direction = direction ?? (initiator == FlowInitiator.Remote ? FlowDirection.Incoming : FlowDirection.Outgoing),
                Initiator = initiator,
                RemoteScope = scope,
                FirstSeen = lastSeen - (65 * PacketTime.Second),
                InterfaceIndex = 2,
            },
            State = state,
            LastSeen = lastSeen,
            AgesFrom = lastSeen,
            Timeout = (long)(timeoutSeconds * PacketTime.Second),
            PacketsReceived = 40 + id,
            PacketsSent = 30 + id,
            BytesReceived = 123_456 * id,
            BytesSent = 789 * id,
            DownRate = down,
            UpRate = up,
            App = app,
            Owner = process is null && match is null ? null : new FlowOwner(process, match ?? OwnerMatch.Exact),
            Tcp = protocol == IpProtocol.Tcp ? tcp ?? new TcpQualitySnapshot() : null,
            End = end,
        };
    }

    /// <summary>One of everything.</summary>
    public static FlowSnapshot[] Mixed() =>
    [
        Make(1, remote: "198.51.100.7:443", down: 12_345, up: 1_234, app: new SampleInfo("tls", "www.example.com", [new("tls.version", "Version", "TLSv1.3"), new("tls.cipher", "Cipher suite", "TLS_AES_128_GCM_SHA256"), new("tls.alpn_offered", "ALPN offered", "h2,http/1.1")]), process: new ProcessInfo(4803, "firefox"), tcp: new TcpQualitySnapshot { Retransmissions = 2, OutOfOrder = 1, InitialRttMilliseconds = 12.34, SmoothedRttMilliseconds = 15.6 }),
        Make(2, "192.0.2.10:41234", "192.0.2.1:53", IpProtocol.Udp, "DNS_RESPONSE", idleSeconds: 24, timeoutSeconds: 30, app: new SampleInfo("dns", "bücher.example", []), process: new ProcessInfo(611, "systemd-resolve")),
        Make(3, "[2001:db8::10]:50022", "[2001:db8:ffff:1234:5678:9abc:def0:1]:443", IpProtocol.Udp, "QUIC_CONNECTED", down: 999_999, up: 123_456, app: new SampleInfo("quic", "cdn.example", [])),
        Make(4, "192.0.2.10:22", "203.0.113.200:61234", state: "ESTABLISHED", app: new SampleInfo("ssh", null, []), process: new ProcessInfo(812, "sshd"), match: OwnerMatch.Guess, tcp: new TcpQualitySnapshot { SmoothedRttMilliseconds = 153 }, initiator: FlowInitiator.Remote),
        Make(5, "192.0.2.10:50001", "198.51.100.8:80", state: "TIME_WAIT", idleSeconds: 28, timeoutSeconds: 30, app: new SampleInfo("http", "日本語.example.jp", [])),
        Make(6, "192.0.2.10", "198.51.100.9", IpProtocol.Icmp, "ECHO_REPLY", up: 98),
        Make(7, "192.0.2.10:50007", "198.51.100.10:8443", state: "SYN_SENT", idleSeconds: 3, timeoutSeconds: 60),
    ];

    /// <summary>Connections of programs with one and with several processes, and of none for every reason.</summary>
    public static FlowSnapshot[] Owned()
    {
        var (parent, child) = (new ProcessInfo(4803, "firefox") { Executable = "/usr/lib/firefox/firefox", User = "alice" }, new ProcessInfo(4850, "firefox") { Executable = "/usr/lib/firefox/firefox", User = "alice", CommandLine = "firefox -contentproc" });
        var sshd = new ProcessInfo(812, "sshd") { Executable = "/usr/sbin/sshd" };
        return
        [
            Make(1, remote: "198.51.100.7:443", down: 12_345, up: 1_234, app: new SampleInfo("tls", "www.example.com", []), process: parent),
            Make(2, "192.0.2.10:41234", "192.0.2.1:53", IpProtocol.Udp, "DNS_RESPONSE", idleSeconds: 24, timeoutSeconds: 30, app: new SampleInfo("dns", "bücher.example", []), process: new ProcessInfo(611, "systemd-resolve")),
            Make(3, "[2001:db8::10]:50022", "[2001:db8:ffff:1234:5678:9abc:def0:1]:443", IpProtocol.Udp, "QUIC_CONNECTED", down: 999_999, up: 123_456, app: new SampleInfo("quic", "cdn.example", []), process: child),
            Make(4, "192.0.2.10:22", "203.0.113.200:61234", app: new SampleInfo("ssh", null, []), process: sshd, match: OwnerMatch.Listener, initiator: FlowInitiator.Remote),
            Make(5, "192.0.2.10:50001", "198.51.100.8:80", state: "TIME_WAIT", idleSeconds: 28, timeoutSeconds: 30, app: new SampleInfo("http", "日本語.example.jp", []), match: OwnerMatch.Exited),
            Make(6, "192.0.2.10", "198.51.100.9", IpProtocol.Icmp, "ECHO_REPLY", up: 98, match: OwnerMatch.Kernel),
            Make(7, "192.0.2.10:50007", "198.51.100.10:8443", state: "SYN_SENT", idleSeconds: 3, timeoutSeconds: 60, process: child),
            Make(8, "192.0.2.77:50008", "198.51.100.10:8443", match: OwnerMatch.Forwarded),
            Make(9, "192.0.2.10:50009", "198.51.100.11:443", match: OwnerMatch.NoRights),
            Make(10, "192.0.2.10:50010", "198.51.100.12:443", match: OwnerMatch.OtherNamespace),
            Make(11, "192.0.2.10:50011", "198.51.100.13:443"),
        ];
    }

    /// <summary>A socket that waits for connections.</summary>
    public static FlowSnapshot Listening(int number, ushort port, ProcessInfo process, string address = "::") =>
        ListeningRow.Make(ListeningRow.FirstId + number, IpProtocol.Tcp, FlowText.FromIPAddress(IPAddress.Parse(address)), port, new FlowOwner(process, OwnerMatch.Exact), Now);

    /// <summary>Many connections to 198.51.100.x, one after the other.</summary>
    public static FlowSnapshot[] Many(int count) =>
        [.. Enumerable.Range(1, count).Select(i => Make(i, $"192.0.2.10:{40000 + i}", $"198.51.100.{i % 250}:443", down: i * 100))];
}

internal sealed record SampleInfo(string Protocol, string? Host, AppField[] Facts) : AppInfo
{
    public override string Protocol { get; } = Protocol;

    public override string? HostName => Host;

    public override void AddFields(List<AppField> fields) => fields.AddRange(Facts);
}
