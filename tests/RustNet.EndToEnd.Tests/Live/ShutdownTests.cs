namespace RustNet.EndToEnd.Tests.Live;

/// <summary>How a live headless run ends: signals, a closed pipe, a lost interface.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_flushes_what_is_open(string signal, int exitCode)
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var server = await Peers.ServeAsync(network.Peer, "sink.py", "192.0.2.2", "9000");
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);
        var (client, port) = await Peers.HoldAsync(network.Host, "192.0.2.2", 9000, "hello");
        await using var held = client;
        await run.SettleAsync(atLeast: 5);

        var connections = await run.StopAsync(signal, exitCode);

        var open = connections.Between("tcp", $"192.0.2.1:{port}", "192.0.2.2:9000");
        Assert.Equal("shutdown", open.Text("end"));
        Assert.Equal("ESTABLISHED", open.State);
        Assert.Equal("", run.Process.Error.Text);
    }

    [Fact]
    public async Task A_closed_pipe_ends_it_quietly()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var shell = network.Host.Start(
            "bash", ["-c", "\"$0\" --headless -i lan0 | head -1; echo ${PIPESTATUS[0]}", RustNetProgram.FilePath]);
        shell.Input.Close();

        Assert.Equal(0, await shell.WaitForExitAsync());

        Assert.Equal(2, shell.Output.Lines.Length);
        Assert.Equal("statistics", HeadlessEvent.Parse(shell.Output.Lines[0]).Kind);
        Assert.Contains(shell.Output.Lines[1], new[] { "0", "141" }); // 141: ended by SIGPIPE, as cat and grep do
        Assert.Equal("", shell.Error.Text);
    }

    [Fact]
    public async Task A_full_disk_behind_stdout_is_a_failure_with_a_message()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var shell = network.Host.Start("sh", ["-c", "exec \"$0\" --headless -i lan0 > /dev/full", RustNetProgram.FilePath]);

        Assert.Equal(1, await shell.WaitForExitAsync());

        Assert.Single(shell.Error.Lines);
        Assert.DoesNotContain("   at ", shell.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_interface_ends_it_with_a_message_and_what_was_seen()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);
        await Peers.RunAsync(network.Host, "ping.py", "192.0.2.2", "9", "1");
        await run.SettleAsync(atLeast: 2);

        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "del", NetworkNamespaces.Interface);

        Assert.Equal(1, await run.Process.WaitForExitAsync());
        Assert.Contains(NetworkNamespaces.Interface, Assert.Single(run.Process.Error.Lines), StringComparison.Ordinal);
        Assert.Single(run.Events, e => e.Text("protocol") == "icmp");
    }

    [Fact]
    public async Task An_interface_that_is_taken_down_and_up_again_stays_captured_or_says_so()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var run = await HeadlessRun.StartAsync(network.Host, "-i", NetworkNamespaces.Interface);

        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "set", NetworkNamespaces.Interface, "down");
        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "set", NetworkNamespaces.Interface, "up");

        var ended = false;
        await TestBound.UntilAsync(
            async () =>
            {
                if (run.Process.HasExited)
                {
                    return ended = true;
                }

                await using var ping = network.Host.Start("python3", [Peers.ScriptPath("ping.py"), "192.0.2.2", "10", "1"]);
                await ping.WaitForExitAsync();
                return run.Events.Any(e => e.Kind == "statistics" && e.Number("packets") >= 2);
            },
            () => $"packets after the interface came back.\n{run.Process.Output.Text}\n{run.Process.Error.Text}");

        if (ended)
        {
            Assert.Equal(1, await run.Process.WaitForExitAsync());
            Assert.Contains(NetworkNamespaces.Interface, Assert.Single(run.Process.Error.Lines), StringComparison.Ordinal);
        }
        else
        {
            await run.StopAsync();
        }
    }
}
