using System.Globalization;

namespace RustNet.EndToEnd.Tests.Live;

/// <summary>Whose connection it is: real processes in namespaces, also ones that are gone before anybody can look.</summary>
public sealed class AttributionTests(ITestOutputHelper output)
{
    private const string Server = "192.0.2.2";
    private const int Port = 7000;
    private const int Clients = 1000;
    private const double EnoughWithEvents = 0.995;
    private static readonly string[] s_withoutBpf = ["setpriv", "--bounding-set", "-sys_admin,-bpf,-perfmon", "--inh-caps", "-sys_admin,-bpf,-perfmon", "--"];

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Clients_that_live_for_milliseconds_are_named_by_events(string kind)
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await ServeAsync(network, kind);
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);
        Assert.SkipUnless(MethodOf(run) == "BPF events", $"no BPF events here: {run.Events.Last().Text("attribution_degraded")}");

        var (right, wrong, unknown) = await CountAsync(network, run, kind, Clients);

        output.WriteLine($"{kind}: {right} right, {wrong} wrong, {unknown} unknown");
        Assert.Equal(0, wrong);
        Assert.True(right >= EnoughWithEvents * Clients, $"{right} of {Clients} right, {unknown} unknown");
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Without_the_rights_for_events_nobody_is_named_wrongly(string kind)
    {
        Privileges.RequireTools("setpriv");
        const int Few = 200;
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await ServeAsync(network, kind);
        await using var run = await HeadlessRun.StartAsync(
            network.Host.Start(s_withoutBpf[0], [.. s_withoutBpf[1..], RustNetProgram.FilePath, "--headless", "-i", NetworkNamespaces.Interface]));
        Assert.Equal("sock_diag", MethodOf(run));
        Assert.Contains("CAP_BPF", run.Events.Last(e => e.Kind == "statistics").Text("attribution_degraded"), StringComparison.Ordinal);

        var (right, wrong, unknown) = await CountAsync(network, run, kind, Few);

        output.WriteLine($"{kind}: {right} right, {wrong} wrong, {unknown} unknown");
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_that_was_there_before_is_named_with_its_first_packet(bool withBpf)
    {
        Privileges.RequireTools("setpriv");
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Peer, "sink.py", Server, Peers.Number(Port));
        await using var client = network.Host.Start("python3", [Peers.ScriptPath("ticker.py"), Server, Peers.Number(Port)]);
        var (pid, port) = Parse(await client.WaitForLineAsync(line => line.Length > 0, "the connection is open"));

        await using var run = await HeadlessRun.StartAsync(
            network.Host.Start("setpriv", [.. withBpf ? ["--"] : s_withoutBpf[1..], RustNetProgram.FilePath, "--headless", "-i", NetworkNamespaces.Interface]));
        await TestBound.UntilAsync(() => run.Events.Last().Number("packets") > 4, () => "packets of the ticking client");
        var connection = (await run.StopAsync()).Single(c => c.Text("local") == $"192.0.2.1:{port}");
        client.Input.Close();

        Assert.Equal(pid, PidOf(connection));
        var process = connection.Root.GetProperty("process");
        Assert.StartsWith("python3", process.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal("exact", process.GetProperty("match").GetString());
        Assert.Contains("ticker.py", process.GetProperty("command_line").GetString(), StringComparison.Ordinal);
        Assert.Equal("root", process.GetProperty("user").GetString());
        Assert.True(process.GetProperty("parents").GetArrayLength() > 0, connection.Line);
    }

    [Fact]
    public async Task Server_side_is_named_too()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Host, "sink.py", "192.0.2.1", Peers.Number(Port));
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        await Peers.RunAsync(network.Peer, "short_clients.py", "tcp", "192.0.2.1", Peers.Number(Port), "3");
        await run.SettleAsync(atLeast: 12);
        var connections = (await run.StopAsync()).Where(c => c.Text("local") == $"192.0.2.1:{Port}").ToArray();

        Assert.Equal(3, connections.Length);
        Assert.All(connections, connection => Assert.Contains("sink.py", connection.Root.GetProperty("process").GetProperty("command_line").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_capabilities_are_enough_for_the_processes_of_all_users()
    {
        Privileges.RequireTools("setpriv");
        const string Nobody = "65534";
        await using var network = await NetworkNamespaces.CreateAsync();
        using var folder = new TemporaryDirectory();
        await using var server = await ServeAsync(network, "tcp");
        await using var run = await HeadlessRun.StartAsync(network.Host.Start(
            "setpriv",
            ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--inh-caps", "-all,+net_raw,+bpf,+perfmon", "--ambient-caps", "-all,+net_raw,+bpf,+perfmon",
                "--bounding-set", "-all,+net_raw,+bpf,+perfmon", "--", RustNetProgram.FilePath, "--headless", "-i", NetworkNamespaces.Interface],
            folder.Path));
        Assert.SkipUnless(MethodOf(run) == "BPF events", $"no BPF events here: {run.Events.Last().Text("attribution_degraded")}");

        var (right, wrong, _) = await CountAsync(network, run, "tcp", 20);

        Assert.Equal((20, 0), (right, wrong));
    }

    private static Task<RunningProcess> ServeAsync(NetworkNamespaces network, string kind) => kind == "tcp"
        ? Peers.ServeAsync(network.Peer, "sink.py", Server, Peers.Number(Port))
        : Peers.ServeAsync(network.Peer, "udp_echo.py", "serve", Server, Peers.Number(Port));

    private static string? MethodOf(HeadlessRun run) => run.Events.Last(e => e.Kind == "statistics").Text("attribution");

    private static async Task<(int Right, int Wrong, int Unknown)> CountAsync(NetworkNamespaces network, HeadlessRun run, string kind, int count)
    {
        var printed = await Peers.RunAsync(network.Host, "short_clients.py", kind, Server, Peers.Number(Port), Peers.Number(count));
        await run.SettleAsync(atLeast: count);
        var connections = (await run.StopAsync()).Where(c => c.Text("remote") == $"{Server}:{Port}").ToLookup(c => c.Text("local"));
        var (right, wrong, unknown) = (0, 0, 0);
        foreach (var (pid, port) in printed.Split('\n').Select(Parse))
        {
            var found = connections[$"192.0.2.1:{port}"].Select(PidOf).ToArray();
            right += found.Contains(pid) ? 1 : 0;
            unknown += found.All(p => p is null) ? 1 : 0;
            wrong += !found.Contains(pid) && found.Any(p => p is not null) ? 1 : 0;
        }

        return (right, wrong, unknown);
    }

    private static int? PidOf(HeadlessEvent connection) =>
        connection.Root.TryGetProperty("process", out var process) ? process.GetProperty("pid").GetInt32() : null;

    private static (int Pid, int Port) Parse(string line)
    {
        var words = line.Split(' ');
        return (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
