namespace RustNet.EndToEnd.Tests.Replay;

/// <summary>The same packets give the same facts, whether they come from the interface or from a file.</summary>
public sealed class ReplayEqualsLiveTests
{
    [Theory]
    [InlineData(NetworkNamespaces.Interface)]
    [InlineData("any")]
    public async Task Replay_of_a_tcpdump_file_reports_what_the_live_run_reported(string interfaceName)
    {
        Privileges.RequireTools("tcpdump");
        using var folder = new TemporaryDirectory();
        await using var network = await NetworkNamespaces.CreateAsync();
        var certificate = await Certificate.MakeAsync(folder, "shop.example.org");
        await using var http = await Peers.ServeAsync(network.Peer, "http_server.py", "192.0.2.2", "80");
        await using var tls = await Peers.ServeAsync(
            network.Peer, "http_server.py", "2001:db8::2", "443", certificate.CertificateFile, certificate.KeyFile, "http/1.1");
        await using var dns = await Peers.ServeAsync(network.Peer, "dns_server.py", "192.0.2.2", "53");
        await using var sink = await Peers.ServeAsync(network.Peer, "sink.py", "192.0.2.2", "9000");

        var file = folder.Locate("live.pcap");
        await using var tcpdump = network.Host.Start(
            "tcpdump", ["-i", interfaceName, "-p", "-s", "0", "-B", "16384", "-U", "-w", file, "--immediate-mode", .. interfaceName == "any" ? ["-y", "LINUX_SLL2"] : Array.Empty<string>()]);
        await TestBound.UntilAsync(
            () => tcpdump.Error.Text.Contains("listening on", StringComparison.Ordinal), () => $"tcpdump captures: {tcpdump.Error.Text}");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", interfaceName);

        await Peers.CurlAsync(network.Host, "http://www.example.com/bytes/300000", "192.0.2.2");
        await Peers.CurlAsync(network.Host, "https://shop.example.org/bytes/70000", "2001:db8::2");
        await Peers.RunAsync(network.Host, "dns_query.py", "192.0.2.2", "53", "one.example.com");
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "5", "3");
        var (client, _) = await Peers.HoldAsync(network.Host, "192.0.2.2", 9000, "hello");
        await using var held = client;
        await run.SettleAsync(atLeast: 40);
        var live = (await run.StopAsync()).Where(IsOfThisTest).ToArray();
        await tcpdump.SignalAsync("INT");
        Assert.Equal(0, await tcpdump.WaitForExitAsync());

        var replay = await RustNetProgram.RunAsync("--read", file, "--headless");

        Assert.Equal(0, replay.ExitCode);
        var replayed = HeadlessEvent.ParseConnections(replay.Output).ToDictionary(Ends);
        Assert.True(live.Length >= 5);
        foreach (var connection in live)
        {
            Assert.True(replayed.TryGetValue(Ends(connection), out var same), $"not in the replay: {connection}\n{replay.Output}");
            Assert.Equal(Facts(connection), Facts(same));
            AssertSameTime("first_seen", connection, same);
            AssertSameTime("last_seen", connection, same);
        }

        Assert.All(replayed.Values.Where(IsOfThisTest), c => Assert.Contains(Ends(c), live.Select(Ends)));
    }

    // The kernels' own multicast and neighbour discovery may fall before the live run's begin or after its end.
    private static bool IsOfThisTest(HeadlessEvent c) => c.Text("protocol") is "tcp" or "udp" or "icmp";

    /// <summary>The endpoints in one order: a file does not know which one is local.</summary>
    private static string Ends(HeadlessEvent c)
    {
        var ends = new[] { c.Text("local")!, c.Text("remote")! };
        Array.Sort(ends, StringComparer.Ordinal);
        return $"{c.Text("protocol")} {ends[0]} {ends[1]}";
    }

    // The kernel gives every capturing socket a time stamp of its own.
    private static void AssertSameTime(string name, HeadlessEvent live, HeadlessEvent replayed) =>
        Assert.InRange((live.Time(name) - replayed.Time(name)).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

    private static string Facts(HeadlessEvent c) =>
        $"{c.Text("local")} {c.Text("remote")} {c.State} {c.Text("initiator")} {c.Text("service")} "
        + $"{c.PacketsSent}/{c.PacketsReceived} packets {c.BytesSent}/{c.BytesReceived} bytes "
        + $"{(c.Root.TryGetProperty("app", out var app) ? app.GetRawText() : "")} "
        + $"{(c.Root.TryGetProperty("retransmits", out var again) ? again.GetRawText() : "")}";
}
