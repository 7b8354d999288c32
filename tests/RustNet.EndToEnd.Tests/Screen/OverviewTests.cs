namespace RustNet.EndToEnd.Tests.Screen;

public sealed class OverviewTests
{
    [Fact]
    public async Task The_first_frame_comes_before_the_first_packet()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var screen = await TmuxScreen.StartRustNetAsync(network.Host, ["-i", NetworkNamespaces.Interface, "-f", "udp port 4"]);

        var text = await screen.WaitForAsync(s => s.Has("Remote Address") && s.Has(NetworkNamespaces.Interface), "the headers and the interface");

        Assert.Contains("Overview", text, StringComparison.Ordinal);
        Assert.Contains("Help", text, StringComparison.Ordinal);
        Assert.Contains("Active Connections", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_traffic_becomes_rows()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var http = await Peers.ServeAsync(network.Peer, "http_server.py", "192.0.2.2", "80");
        await using var dns = await Peers.ServeAsync(network.Peer, "dns_server.py", "198.51.100.1", "53");
        await using var screen = await TmuxScreen.StartRustNetAsync(network.Host, ["-i", NetworkNamespaces.Interface, "-r", "100"], 160, 40);
        await screen.WaitForAsync("Remote Address");

        await using var slow = network.Host.Start("curl", ["-q", "-s", "--resolve", "www.example.com:80:192.0.2.2", "-o", "/dev/null", "http://www.example.com/slow"]);
        await Peers.RunAsync(network.Host, "dns_query.py", "198.51.100.1", "53", "api.example.net");
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "31", "1");

        var text = await screen.WaitForAsync(
            s => s.Has("www.example.com") && s.Has("api.example.net") && s.Has("ECHO_REPLY") && s.Row("www.example.com")!.Has("ESTABLISHED"), "three rows");
        var row = text.Row("www.example.com")!;
        Assert.Contains("TCP", row, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1:", row, StringComparison.Ordinal);
        Assert.Contains("192.0.2.2:80", row, StringComparison.Ordinal);
        Assert.Contains("http", row, StringComparison.Ordinal);
        Assert.Contains("DNS_RESPONSE", text.Row("api.example.net"), StringComparison.Ordinal);

        // About 1.6 kB per second come down; when the server holds its breath, the rate decays to nothing while the row stays.
        await screen.WaitForAsync(s => s.Row("www.example.com") is { } r && r.Has("K/"), "a rate in kilobytes");
        await http.SignalAsync("STOP");
        await screen.WaitForAsync(s => s.Row("www.example.com") is { } r && r.Has("-/-"), "the rate at rest");
    }

    [Fact]
    public async Task A_replayed_file_shows_one_row_of_every_kind()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();

        var text = await desk.Screen.WaitForAsync("ended");

        Assert.Contains("www.example.com", text.Row("198.51.100.10:443"), StringComparison.Ordinal);
        Assert.Contains("ESTABLISHED", text.Row("198.51.100.10:443"), StringComparison.Ordinal);
        Assert.Contains("https", text.Row("198.51.100.10:443"), StringComparison.Ordinal);
        Assert.Contains("HTTP intranet.", text.Row("203.0.113.20:80"), StringComparison.Ordinal);
        Assert.Contains("api.example.net", text.Row("192.0.2.53:53"), StringComparison.Ordinal);
        Assert.Contains("UDP_ACTIVE", text.Row("192.0.2.9:5001"), StringComparison.Ordinal);
        Assert.Contains("ECHO_REPLY", text.Row("ICMP"), StringComparison.Ordinal);
        Assert.Contains("ARP_REQUEST", text.Row("ARP "), StringComparison.Ordinal);
        Assert.Contains("SYN_SENT", text.Row("[2001:db8::80]:443"), StringComparison.Ordinal);
        Assert.Contains("ssh", text.Row("192.0.2.200:22"), StringComparison.Ordinal);
        Assert.Contains("sample.pcap", text, StringComparison.Ordinal);
        Assert.True(text.AreInOrder("198.51.100.10:443", "203.0.113.20:80", "192.0.2.53:53", "192.0.2.9:5001", "192.0.2.200:22"), text);
    }

    [Fact]
    public async Task Replay_runs_at_the_speed_of_the_packets()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("slow.pcap", SampleCaptures.Timeouts());
        await using var screen = await TmuxScreen.StartRustNetAsync(null, ["--read", file, "-r", "100", "--speed", "1"], 160, 40);

        await screen.WaitForAsync("192.0.2.9:5001");
        Assert.DoesNotContain("192.0.2.9:5005", await screen.CaptureAsync(), StringComparison.Ordinal); // comes after 200 s
    }

    [Fact]
    public async Task Keys_move_and_select_beyond_the_screen()
    {
        await using var many = await ReplayScreen.StartAsync(SampleCaptures.Many(300));
        var screen = many.Screen;
        await screen.WaitForAsync("10.0.0.5:10000");
        await screen.WaitForAsync("ended");

        await screen.SendKeysAsync("G");
        await screen.WaitForAsync("10.0.0.5:10299");
        await screen.SendKeysAsync("g");
        await screen.WaitForAsync("10.0.0.5:10000");
        await screen.SendKeysAsync("j", "j", "Down", "k", "Enter");
        await screen.WaitForAsync("▎ 10.0.0.5:10002 ");
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync("10.0.0.5:10025");
        await screen.SendKeysAsync("PPage", "NPage", "NPage", "Enter");
        await screen.WaitForAsync("▎ 10.0.0.5:10020 ");
    }

    [Fact]
    public async Task The_side_panel_can_be_hidden_and_services_shown_by_number()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        var before = await screen.WaitForAsync("ended");

        await screen.SendKeysAsync("i");
        var wide = await screen.WaitForAsync(s => s != before && s.Has("192.0.2.200:22"), "the table without the panel");
        await screen.SendKeysAsync("p");
        await screen.WaitForAsync(s => s != wide && !s.Row("198.51.100.10:443")!.Has("https"), "services by number");
        await screen.SendKeysAsync("p", "i");
        await screen.WaitForAsync(s => s.Row("198.51.100.10:443") is { } row && row.Has("https"), "services by name");
    }

    [Fact]
    public async Task Ended_connections_go_and_t_brings_them_back()
    {
        await using var timeouts = await ReplayScreen.StartAsync(SampleCaptures.Timeouts());
        var screen = timeouts.Screen;
        await screen.WaitForAsync(s => s.Has("192.0.2.9:5005") && !s.Has("192.0.2.9:5001"), "only what is not timed out");

        await screen.SendKeysAsync("t");

        var text = await screen.WaitForAsync(s => s.Has("192.0.2.9:5005") && s.Has("192.0.2.9:5001"), "the history too");
        Assert.Contains("×", text.Row("192.0.2.9:5001"), StringComparison.Ordinal);
    }
}
