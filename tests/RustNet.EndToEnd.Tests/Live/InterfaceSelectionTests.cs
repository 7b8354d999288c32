namespace RustNet.EndToEnd.Tests.Live;

/// <summary>Which interface is captured, and how the interfaces are listed.</summary>
public sealed class InterfaceSelectionTests
{
    [Fact]
    public async Task The_default_is_the_interface_of_the_default_route()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await AddSecondInterfaceAsync(network); // sorts before lan0 and has an address too
        await CapturesOnAsync(network, "192.0.2.2", NetworkNamespaces.Interface);
    }

    [Fact]
    public async Task Without_an_ipv4_route_the_default_is_the_interface_of_the_ipv6_route()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await AddSecondInterfaceAsync(network);
        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "route", "del", "default");
        await CapturesOnAsync(network, "192.0.2.2", NetworkNamespaces.Interface);
    }

    [Fact]
    public async Task Without_any_route_the_default_is_the_first_interface_with_an_address()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "route", "del", "default");
        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "-6", "route", "del", "default");
        await CapturesOnAsync(network, "192.0.2.2", NetworkNamespaces.Interface);
    }

    [Fact]
    public async Task A_name_in_other_case_is_found()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await CapturesOnAsync(network, "192.0.2.2", NetworkNamespaces.Interface, "-i", "LAN0");
    }

    [Fact]
    public async Task An_unknown_name_lists_the_interfaces()
    {
        await using var network = await NetworkNamespaces.CreateAsync();

        var result = await RustNetProgram.RunInAsync(network.Host, null, "-i", "nosuch0", "--headless");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("nosuch0", result.Error, StringComparison.Ordinal);
        Assert.Contains(NetworkNamespaces.Interface, result.Error, StringComparison.Ordinal);
        Assert.Contains("any", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_that_is_down_is_an_error_with_a_remedy_or_is_captured_when_it_comes_up()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await RunningProcess.RunAsync("ip", "-n", network.Host.Name, "link", "set", NetworkNamespaces.Interface, "down");

        var result = await RustNetProgram.RunInAsync(network.Host, null, "-i", NetworkNamespaces.Interface, "--headless");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(NetworkNamespaces.Interface, result.Error, StringComparison.Ordinal);
        Assert.Contains("up", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_interfaces_shows_name_link_type_addresses_and_state()
    {
        await using var network = await NetworkNamespaces.CreateAsync();

        var result = await RustNetProgram.RunInAsync(network.Host, null, "--list-interfaces");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
        var line = Assert.Single(result.Output.Split('\n'), l => l.Contains(NetworkNamespaces.Interface, StringComparison.Ordinal) && l.Contains("192.0.2.1", StringComparison.Ordinal));
        Assert.Contains("Ethernet", line, StringComparison.Ordinal);
        Assert.Contains("up", line, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("2001:db8::1", result.Output, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", result.Output, StringComparison.Ordinal);
        Assert.Contains("any", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    private static async Task CapturesOnAsync(NetworkNamespaces network, string pingAddress, string expectedInterface, params string[] options)
    {
        await using var run = await HeadlessRun.StartAsync(network.Host, options);
        await Peers.RunAsync(network.Host, "ping.py", pingAddress, "5", "1");
        await run.SettleAsync(atLeast: 2);
        var echo = (await run.StopAsync()).First(c => c.Text("protocol") == "icmp");
        Assert.Equal(expectedInterface, echo.Text("interface"));
    }

    private static Task<string> AddSecondInterfaceAsync(NetworkNamespaces network) => RunningProcess.RunAsync("sh", "-ec", $"""
        ip -n {network.Host.Name} link add aaa0 type veth peer name aaa0 netns {network.Peer.Name}
        ip -n {network.Host.Name} addr add 203.0.113.1/24 dev aaa0
        ip -n {network.Host.Name} link set aaa0 up
        ip -n {network.Peer.Name} link set aaa0 up
        """);
}
