namespace RustNet.EndToEnd.Tests.Live;

/// <summary>What the program may do with which rights, and what it says when they are missing.</summary>
public sealed class RightsTests
{
    private const string Nobody = "65534";

    [Fact]
    public async Task Raw_network_access_is_the_only_right_it_needs()
    {
        Privileges.RequireTools("setpriv");
        await using var network = await NetworkNamespaces.CreateAsync();
        using var folder = new TemporaryDirectory();
        await using var process = network.Host.Start(
            "setpriv",
            ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--inh-caps", "-all,+net_raw", "--ambient-caps", "-all,+net_raw",
                "--bounding-set", "-all,+net_raw", "--", RustNetProgram.FilePath, "--headless", "-i", NetworkNamespaces.Interface],
            folder.Path);

        await CapturesPingAsync(network, process);
    }

    [Fact]
    public async Task The_published_program_captures_with_a_file_capability()
    {
        Privileges.RequireTools("setpriv", "setcap");
        Assert.SkipUnless(RustNetProgram.IsPublished, "capabilities are for the published single-file program only");
        await using var network = await NetworkNamespaces.CreateAsync();
        using var folder = new TemporaryDirectory();
        var copy = folder.Locate("rustnet");
        File.Copy(RustNetProgram.FilePath, copy);
        await RunningProcess.RunAsync("chmod", "755", copy);
        await RunningProcess.RunAsync("setcap", "cap_net_raw=eip", copy);
        await using var process = network.Host.Start(
            "setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", copy, "--headless", "-i", NetworkNamespaces.Interface], folder.Path);

        await CapturesPingAsync(network, process);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_rights_it_says_exactly_what_to_do(bool headless)
    {
        Privileges.RequireTools("setpriv");
        await using var network = await NetworkNamespaces.CreateAsync();
        string[] command = ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", RustNetProgram.FilePath, "-i", NetworkNamespaces.Interface, "--filter", "port:443 it's"];

        // For the screen there has to be a terminal, on which script writes both streams.
        await using var process = headless
            ? network.Host.Start(command[0], [.. command[1..], "--headless"])
            : network.Host.Start("script", ["-qefc", string.Join(' ', command.Select(TmuxScreen.Quote)), "/dev/null"]);
        process.Input.Close();

        Assert.Equal(1, await process.WaitForExitAsync());

        var text = headless ? process.Error.Text : process.Output.Text;
        Assert.Equal("", headless ? process.Output.Text : process.Error.Text);
        Assert.Contains(
            $"sudo {(RustNetProgram.IsPublished ? RustNetProgram.FilePath : "./scripts/run.sh")} -i {NetworkNamespaces.Interface} --filter 'port:443 it'\\''s'{(headless ? " --headless" : "")}",
            text, StringComparison.Ordinal);
        Assert.Contains("setcap 'cap_net_raw,cap_bpf,cap_perfmon=eip'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Length <= 6, text);
    }

    [Fact]
    public async Task Help_version_and_replay_need_no_rights()
    {
        Privileges.RequireTools("setpriv");
        await using var network = await NetworkNamespaces.CreateAsync();
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());
        foreach (string[] arguments in new string[][] { ["--help"], ["--version"], ["--read", file, "--headless"] })
        {
            await using var process = network.Host.Start(
                "setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--bounding-set", "-all", "--", RustNetProgram.FilePath, .. arguments]);
            process.Input.Close();

            Assert.Equal(0, await process.WaitForExitAsync());
            Assert.Equal("", process.Error.Text);
            Assert.NotEqual("", process.Output.Text);
        }
    }

    [Fact]
    public async Task Capture_is_not_promiscuous()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        var link = await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "-d", "link", "show", NetworkNamespaces.Interface);

        Assert.Contains("promiscuity 0", link, StringComparison.Ordinal);
        await run.StopAsync();
    }

    private static async Task CapturesPingAsync(NetworkNamespaces network, RunningProcess process)
    {
        await using var run = await HeadlessRun.StartAsync(process);
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "77", "2");
        await run.SettleAsync(atLeast: 4);

        var echo = (await run.StopAsync()).Between("icmp", "192.0.2.1", "192.0.2.2");
        Assert.Equal((2, 2), (echo.PacketsSent, echo.PacketsReceived));
        Assert.Equal("outgoing", echo.Text("direction"));
    }
}
