namespace RustNet.EndToEnd.Tests.Live;

/// <summary>Capturing on <c>any</c>, on the loopback interface and on a TUN device.</summary>
public sealed class AnyInterfaceTests
{
    [Fact]
    public async Task Any_hides_localhost_and_names_the_interface()
    {
        var connections = await CaptureBothAsync();

        Assert.DoesNotContain(connections, c => c.Text("remote")!.StartsWith("127.", StringComparison.Ordinal));
        var lan = Assert.Single(connections, c => c.Text("remote") == "192.0.2.2:7000");
        Assert.Equal(NetworkNamespaces.Interface, lan.Text("interface"));
        Assert.Equal("outgoing", lan.Text("direction"));
        Assert.Equal((3, 3), (lan.PacketsSent, lan.PacketsReceived));
    }

    [Fact]
    public async Task Any_shows_localhost_when_asked()
    {
        // It wins when both are given.
        var connections = await CaptureBothAsync("--show-localhost", "--no-localhost");

        var loop = Assert.Single(connections, c => c.Text("remote") == "127.0.0.1:7001");
        Assert.Equal("lo", loop.Text("interface"));
        Assert.Equal("loop", loop.Text("direction"));
        Assert.Single(connections, c => c.Text("remote") == "192.0.2.2:7000");
    }

    [Fact]
    public async Task The_loopback_interface_can_be_monitored()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Host, "http_server.py", "127.0.0.1", "8000");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", "lo", "--show-localhost");

        var port = await Peers.CurlAsync(network.Host, "http://localhost:8000/", "127.0.0.1");
        await run.SettleAsync(atLeast: 8);

        var http = (await run.StopAsync()).Between("tcp", $"127.0.0.1:{port}", "127.0.0.1:8000");
        Assert.Equal("loop", http.Text("direction"));
        Assert.Equal("http", http.App("protocol"));
        Assert.InRange(http.PacketsSent, 4, 12);
    }

    [Fact]
    public async Task Any_survives_an_interface_that_goes_and_sees_one_that_comes()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", "any");
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "21", "1");

        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "del", NetworkNamespaces.Interface);
        await RunningProcess.RunAsync("sh", "-ec", $"""
            ip -n {network.Host.Name} link add new0 type veth peer name new0 netns {network.Peer.Name}
            ip -n {network.Host.Name} addr add 203.0.113.1/24 dev new0
            ip -n {network.Peer.Name} addr add 203.0.113.2/24 dev new0
            ip -n {network.Host.Name} link set new0 up
            ip -n {network.Peer.Name} link set new0 up
            """);
        await TestBound.UntilAsync(
            async () =>
            {
                await using var ping = network.Host.Start("python3", [Peers.ScriptPath("ping.py"), "203.0.113.2", "22", "1"]);
                return await ping.WaitForExitAsync() == 0;
            },
            () => "the new interface carries traffic");
        await run.SettleAsync(atLeast: 4);

        var connections = await run.StopAsync();
        Assert.Equal(NetworkNamespaces.Interface, connections.Between("icmp", "192.0.2.1", "192.0.2.2").Text("interface"));
        var late = connections.First(c => c.Text("protocol") == "icmp" && c.Text("remote") == "203.0.113.2");
        Assert.Equal("new0", late.Text("interface"));
        Assert.Equal("outgoing", late.Text("direction"));
    }

    [Fact]
    public async Task What_passes_a_bridge_and_its_port_counts_once()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await RunningProcess.RunAsync("sh", "-ec", $"""
            ip -n {network.Host.Name} link add bridge0 type bridge
            ip -n {network.Host.Name} link set {NetworkNamespaces.Interface} master bridge0
            ip -n {network.Host.Name} addr add 203.0.113.1/24 dev bridge0
            ip -n {network.Host.Name} link set bridge0 up
            ip -n {network.Peer.Name} addr add 203.0.113.2/24 dev {NetworkNamespaces.Interface}
            """);

        await using var echo = await Peers.ServeAsync(network.Peer, "udp_echo.py", "serve", "203.0.113.2", "7000");
        await using var web = await Peers.ServeAsync(network.Peer, "http_server.py", "203.0.113.2", "8000");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", "any");

        await Peers.RunAsync(network.Host, "udp_echo.py", "send", "203.0.113.2", "7000", "5", "64");
        var port = await Peers.CurlAsync(network.Host, "http://203.0.113.2:8000/", "203.0.113.2");
        await run.SettleAsync(atLeast: 36);

        var events = await run.StopAsync();
        var udp = Assert.Single(events, c => c.Text("remote") == "203.0.113.2:7000");
        Assert.Equal((5, 5), (udp.PacketsSent, udp.PacketsReceived));
        var http = events.Between("tcp", $"203.0.113.1:{port}", "203.0.113.2:8000");
        Assert.Equal((0, 0), (http.Number("retransmits"), http.Number("out_of_order")));
        Assert.Equal("bridge0", http.Text("interface"));
        Assert.InRange(http.PacketsSent, 4, 12);
        Assert.InRange(run.Events.Last(e => e.Kind == "statistics").Number("interface_copies"), 18, 100);
    }

    [Theory]
    [InlineData("tun0")]
    [InlineData("any")]
    public async Task A_tun_device_is_raw_ip(string interfaceName)
    {
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "needs /dev/net/tun");
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var tunnel = await Peers.ServeAsync(network.Host, "tun_echo.py", "tun0", "203.0.113.1/24");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", interfaceName);

        var port = await Peers.RunAsync(network.Host, "udp_echo.py", "send", "203.0.113.9", "4000", "5", "64");
        await run.SettleAsync(atLeast: 10);

        var udp = (await run.StopAsync()).Between("udp", $"203.0.113.1:{port}", "203.0.113.9:4000");
        Assert.Equal("tun0", udp.Text("interface"));
        Assert.Equal("outgoing", udp.Text("direction"));
        Assert.Equal((5, 5), (udp.PacketsSent, udp.PacketsReceived));
    }

    private static async Task<HeadlessEvent[]> CaptureBothAsync(params string[] options)
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var far = await Peers.ServeAsync(network.Peer, "udp_echo.py", "serve", "192.0.2.2", "7000");
        await using var near = await Peers.ServeAsync(network.Host, "udp_echo.py", "serve", "127.0.0.1", "7001");
        await using var run = await HeadlessRun.StartAsync(network.Host, ["-i", "any", .. options]);

        await Peers.RunAsync(network.Host, "udp_echo.py", "send", "127.0.0.1", "7001", "4", "50");
        await Peers.RunAsync(network.Host, "udp_echo.py", "send", "192.0.2.2", "7000", "3", "50");
        await run.SettleAsync(atLeast: 6);
        return await run.StopAsync();
    }
}
