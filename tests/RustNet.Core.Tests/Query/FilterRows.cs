using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Query;

/// <summary>A small table that filter tests ask; each row is named by a letter.</summary>
internal static class FilterRows
{
    public const long Now = SnapshotBuilder.Start + 100 * PacketTime.Second;

    private static readonly Dictionary<char, FlowSnapshot> s_rows = new()
    {
        // a browser
        ['t'] = new SnapshotBuilder
        {
            Local = "10.0.0.2:51443",
            Remote = "192.0.2.1:443",
            BytesReceived = 5_000_000,
            PacketsReceived = 4_000,
            DownRate = 200_000,
            UpRate = 10_000,
            LastSeen = Now - 500 * PacketTime.Millisecond,
            App = new SampleApp("tls", "www.example.com", new("tls.version", "Version", "TLSv1.3"), new("tls.sni", "SNI", "www.example.com"), new("tls.alpn", "ALPN", "h2")),
            Process = new ProcessInfo(4321, "Firefox"),
            Tcp = new TcpQualitySnapshot { SmoothedRttMilliseconds = 80.5, Retransmissions = 3 },
            InterfaceIndex = 2,
            VlanId = 10,
        }.Build(),

        // a web server's log-in page, mid-close
        ['h'] = new SnapshotBuilder
        {
            Local = "10.0.0.2:8044",
            Remote = "198.51.100.7:40000",
            Direction = FlowDirection.Incoming,
            Initiator = FlowInitiator.Remote,
            State = "FIN_WAIT1",
            FirstSeen = Now - 5 * PacketTime.Second,
            App = new SampleApp("http", "Intranet.Local", new("http.method", "Method", "GET"), new("http.path", "Path", "/api/v1/users"), new("http.status", "Status", "404")),
            Process = new ProcessInfo(80, "nginx"),
            Match = OwnerMatch.Listener,
            Tcp = new TcpQualitySnapshot { InitialRttMilliseconds = 0.4 },
        }.Build(),

        // a DNS query over IPv6
        ['d'] = new SnapshotBuilder
        {
            Protocol = IpProtocol.Udp,
            Local = "[2001:db8::2]:40053",
            Remote = "[2001:db8:0:1::53]:53",
            State = "DNS_RESPONSE",
            App = new SampleApp("dns", "tcp.example.org", new("dns.query", "Query", "tcp.example.org"), new("dns.type", "Type", "AAAA")),
        }.Build(),

        // SSH, logging in
        ['s'] = new SnapshotBuilder
        {
            Local = "10.0.0.2:50022",
            Remote = "203.0.113.22:22",
            App = new SampleApp("ssh", null, new("ssh.client", "Client", "SSH-2.0-OpenSSH_9.6"), new("ssh.server", "Server", "SSH-2.0-dropbear")) { SamplePhase = "AUTHENTICATION" },
        }.Build(),

        // a ping
        ['p'] = new SnapshotBuilder
        {
            Protocol = IpProtocol.IcmpV6,
            Local = "fe80::1",
            Remote = "fe80::abcd",
            State = "ECHO_REPLY",
            LastSeen = Now,
        }.Build(),

        // GRE
        ['g'] = new SnapshotBuilder { Protocol = (IpProtocol)47, Local = "172.16.0.1", Remote = "172.31.255.254", State = "ACTIVE", Direction = FlowDirection.Forwarded }.Build(),
    };

    /// <summary>The letters of all rows.</summary>
    public const string All = "thdspg";

    /// <summary>The letters of the rows that pass the filter, in the order of <see cref="All"/>.</summary>
    public static string Select(string filter)
    {
        Assert.True(FilterExpression.TryParse(filter, out var expression, out var error), error?.Reason);
        var named = expression.WithInterfaceNames(index => index == 2 ? "eth0" : null);
        return string.Concat(All.Where(letter => named.Matches(s_rows[letter], Now)));
    }
}
