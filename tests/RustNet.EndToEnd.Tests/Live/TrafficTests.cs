namespace RustNet.EndToEnd.Tests.Live;

/// <summary>Real clients and servers on a veth pair, captured live; what the JSON lines say about them.</summary>
public sealed class TrafficTests
{
    [Theory]
    [InlineData("192.0.2.2", "192.0.2.1:", 80, "http")]
    [InlineData("2001:db8::2", "[2001:db8::1]:", 80, "http")]
    [InlineData("198.51.100.1", "192.0.2.1:", 8081, null)]
    public async Task Http_is_reported_with_host_path_and_status(string address, string localPrefix, int port, string? service)
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Peer, "http_server.py", address, Peers.Number(port));
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        var localPort = await Peers.CurlAsync(network.Host, $"http://www.example.com:{port}/bytes/20000", address, "-A", "agent/7");
        await run.SettleAsync(atLeast: 10);
        var connections = await run.StopAsync();

        var remote = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
        var http = connections.Between("tcp", localPrefix + Peers.Number(localPort), remote);
        Assert.Equal("outgoing", http.Text("direction"));
        Assert.Equal("local", http.Text("initiator"));
        Assert.Equal("http", http.App("protocol"));
        Assert.Equal("www.example.com", http.App("host"));
        Assert.Equal("GET", http.App("http.method"));
        Assert.Equal("/bytes/20000", http.App("http.path"));
        Assert.Equal("200", http.App("http.status"));
        Assert.Equal("agent/7", http.App("http.user_agent"));
        Assert.Equal(NetworkNamespaces.Interface, http.Text("interface"));
        Assert.InRange(http.BytesReceived, 20_000, 25_000);
        Assert.InRange(http.PacketsSent, 4, 40);
        Assert.InRange(http.PacketsReceived, 3, 40);
        Assert.True(http.Root.GetProperty("rtt_ms").GetDouble() > 0, http.Line);
        Assert.InRange(http.Number("retransmits"), 0, 3); // tail loss probes (RFC 8985 §7) happen on a busy machine
        Assert.Contains(http.State, new[] { "TIME_WAIT", "CLOSED", "LAST_ACK" });
        if (service is not null)
        {
            Assert.Equal(service, http.Text("service"));
        }
    }

    [Theory]
    [InlineData("1.2", "TLSv1.2", "http/1.1")]
    [InlineData("1.3", "TLSv1.3", null)] // TLS 1.3 encrypts the server's choice (RFC 8446 §4.3.1)
    public async Task Tls_is_reported_with_server_name_version_and_alpn(string version, string expectedVersion, string? expectedAlpn)
    {
        using var folder = new TemporaryDirectory();
        await using var network = await NetworkNamespaces.CreateAsync();
        var certificate = await Certificate.MakeAsync(folder, "shop.example.org");
        await using var server = await Peers.ServeAsync(
            network.Peer, "http_server.py", "192.0.2.2", "443", certificate.CertificateFile, certificate.KeyFile, "http/1.1");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        var localPort = await Peers.CurlAsync(
            network.Host, "https://shop.example.org:443/", "192.0.2.2", $"--tlsv{version}", "--tls-max", version);
        await run.SettleAsync(atLeast: 10);
        var connections = await run.StopAsync();

        var tls = connections.Between("tcp", $"192.0.2.1:{localPort}", "192.0.2.2:443");
        Assert.Equal("tls", tls.App("protocol"));
        Assert.Equal("shop.example.org", tls.App("host"));
        Assert.Equal("shop.example.org", tls.App("tls.sni"));
        Assert.Equal(expectedVersion, tls.App("tls.version"));
        Assert.Equal("h2,http/1.1", tls.App("tls.alpn_offered"));
        Assert.Equal(expectedAlpn, tls.App("tls.alpn"));
        Assert.StartsWith("TLS_", tls.App("tls.cipher"), StringComparison.Ordinal);
        Assert.Matches("^0x[0-9a-f]{4}$", tls.App("tls.cipher_id"));
        Assert.Equal("https", tls.Text("service"));
    }

    [Theory]
    [InlineData("192.0.2.2", 53, "host.example.com", 1, "A", "NOERROR", "198.51.100.7")]
    [InlineData("2001:db8::2", 53, "host.example.com", 28, "AAAA", "NOERROR", "2001:db8::7")]
    [InlineData("192.0.2.2", 5300, "missing.example.com", 1, "A", "NXDOMAIN", null)]
    public async Task Dns_is_reported_with_query_and_answer(string address, int port, string name, int type, string typeName, string code, string? answer)
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Peer, "dns_server.py", address, Peers.Number(port));
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        var localPort = await Peers.RunAsync(network.Host, "dns_query.py", address, Peers.Number(port), name, Peers.Number(type));
        await run.SettleAsync(atLeast: 2);
        var connections = await run.StopAsync();

        var v6 = address.Contains(':', StringComparison.Ordinal);
        var dns = connections.Between("udp", (v6 ? "[2001:db8::1]:" : "192.0.2.1:") + localPort, v6 ? $"[{address}]:{port}" : $"{address}:{port}");
        Assert.Equal("dns", dns.App("protocol"));
        Assert.Equal(name, dns.App("host"));
        Assert.Equal(name, dns.App("dns.query"));
        Assert.Equal(typeName, dns.App("dns.type"));
        Assert.Equal(code, dns.App("dns.rcode"));
        Assert.Equal(answer, dns.App("dns.answers"));
        Assert.Equal("DNS_RESPONSE", dns.State);
        Assert.Equal("outgoing", dns.Text("direction"));
        Assert.Equal((1, 1), (dns.PacketsSent, dns.PacketsReceived));
        Assert.Equal(14 + (v6 ? 40 : 20) + 8 + 12 + name.Length + 2 + 4, dns.BytesSent);
    }

    [Fact]
    public async Task A_connection_from_outside_is_incoming_and_the_server_is_local()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Host, "http_server.py", "192.0.2.1", "8080");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        var clientPort = await Peers.CurlAsync(network.Peer, "http://intranet.example.net:8080/status/404", "192.0.2.1");
        await run.SettleAsync(atLeast: 8);
        var connections = await run.StopAsync();

        var http = connections.Between("tcp", "192.0.2.1:8080", $"192.0.2.2:{clientPort}");
        Assert.Equal("incoming", http.Text("direction"));
        Assert.Equal("remote", http.Text("initiator"));
        Assert.Equal("404", http.App("http.status"));
        Assert.Equal("intranet.example.net", http.App("host"));
    }

    [Fact]
    public async Task Ping_and_arp_are_connections_without_ports()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "4711", "3");
        await Peers.RunAsync(network.Host, "ping.py", "2001:db8::2", "4712", "2");
        await run.SettleAsync(atLeast: 12);
        var connections = await run.StopAsync();

        var echo = connections.Between("icmp", "192.0.2.1", "192.0.2.2");
        Assert.Equal((3, 3), (echo.PacketsSent, echo.PacketsReceived));
        Assert.Equal((3 * 90, 3 * 90), (echo.BytesSent, echo.BytesReceived)); // 14 Ethernet, 20 IP, 8 ICMP, 48 data
        Assert.Equal("ECHO_REPLY", echo.State);
        Assert.Equal(("4711", "echo request, echo reply", null), (echo.App("icmp.id"), echo.App("icmp.type"), echo.App("protocol")));
        var echo6 = connections.Where(c => c.State == "ECHO_REPLY").Between("icmpv6", "2001:db8::1", "2001:db8::2"); // there is neighbour discovery too
        Assert.Equal((2, 2), (echo6.PacketsSent, echo6.PacketsReceived));
        var arp = connections.Between("arp", "192.0.2.1", "192.0.2.2");
        Assert.Equal("ARP_REPLY", arp.State);
        Assert.NotNull(arp.App("arp.target_mac"));
    }

    [Fact]
    public async Task Without_dpi_nothing_is_inspected_and_the_counts_stay()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Peer, "http_server.py", "192.0.2.2", "80");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface, "--no-dpi");

        var localPort = await Peers.CurlAsync(network.Host, "http://www.example.com/bytes/5000", "192.0.2.2");
        await run.SettleAsync(atLeast: 8);
        var connections = await run.StopAsync();

        var http = connections.Between("tcp", $"192.0.2.1:{localPort}", "192.0.2.2:80");
        Assert.False(http.Root.TryGetProperty("app", out _), http.Line);
        Assert.Equal("http", http.Text("service"));
        Assert.InRange(http.BytesReceived, 5_000, 6_500);
    }

    [Fact]
    public async Task Kernel_filter_and_connection_filter_limit_what_is_reported()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var dns = await Peers.ServeAsync(network.Peer, "dns_server.py", "192.0.2.2", "53");
        await using var echo = await Peers.ServeAsync(network.Peer, "udp_echo.py", "serve", "192.0.2.2", "7000");
        await using var kernel = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface, "-f", "udp port 53");
        await using var filter = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface, "--filter", "dport:7000");

        await Peers.RunAsync(network.Host, "dns_query.py", "192.0.2.2", "53", "one.example.com");
        await Peers.RunAsync(network.Host, "udp_echo.py", "send", "192.0.2.2", "7000", "3", "100");
        await filter.SettleAsync(atLeast: 8);
        await kernel.SettleAsync(atLeast: 2);

        Assert.Equal("192.0.2.2:53", Assert.Single(await kernel.StopAsync()).Text("remote"));
        Assert.Equal("192.0.2.2:7000", Assert.Single(await filter.StopAsync()).Text("remote"));
    }

    [Fact]
    public async Task Statistics_come_every_second_and_agree_with_the_connections()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var echo = await Peers.ServeAsync(network.Peer, "udp_echo.py", "serve", "192.0.2.2", "7000");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        await Peers.RunAsync(network.Host, "udp_echo.py", "send", "192.0.2.2", "7000", "50", "100");
        await run.SettleAsync(atLeast: 100);
        var connections = await run.StopAsync();

        var statistics = run.Events.Where(e => e.Kind == "statistics").ToArray();
        Assert.True(statistics.Length >= 3, run.Process.Output.Text);
        Assert.Equal(connections.Sum(c => c.PacketsSent + c.PacketsReceived), statistics[^1].Number("packets"));
        Assert.Equal(connections.Sum(c => c.BytesSent + c.BytesReceived), statistics[^1].Number("bytes"));
        Assert.Equal(0, statistics[^1].Number("dropped"));
    }
}
