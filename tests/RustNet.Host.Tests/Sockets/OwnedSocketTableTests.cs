using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.Sockets;

public sealed class OwnedSocketTableTests
{
    private static readonly UInt128 s_here = FlowText.FromIPv4(0x0a000001);
    private static readonly UInt128 s_there = FlowText.FromIPv4(0xc0000209);

    [Fact]
    public void AddConnected_gives_each_process_once_and_nobody_not_at_all()
    {
        var table = new OwnedSocketTable([Connected(1), Connected(0), Connected(2), Connected(1)]);
        List<int> processes = [];

        table.AddConnected(Connected(0).Ends, processes);

        Assert.Equal([1, 2], processes);
        Assert.True(table.HasConnected(Connected(0).Ends));
    }

    [Fact]
    public void AddConnected_gives_nothing_for_the_other_end()
    {
        List<int> processes = [];

        new OwnedSocketTable([Connected(1)]).AddConnected(Connected(0).Ends.Reversed, processes);

        Assert.Empty(processes);
    }

    [Fact]
    public void AddWaiting_gives_the_closest_only_and_none_of_another_address()
    {
        var table = new OwnedSocketTable([Waiting(UInt128.Zero, 1), Waiting(s_here, 2), Waiting(s_there, 3), Waiting(s_here, 4)]);
        List<int> processes = [];

        table.AddWaiting(IpProtocol.Udp, s_here, 53, processes);

        Assert.Equal([2, 4], processes);
    }

    [Theory]
    [InlineData(false, new[] { 1 })]
    [InlineData(true, new int[0])]
    public void AddWaiting_asks_an_ipv6_socket_for_ipv4_only_if_it_takes_that(bool isIPv6Only, int[] expected)
    {
        var table = new OwnedSocketTable([Waiting(UInt128.Zero, 1) with { IsIPv6 = true, IsIPv6Only = isIPv6Only }]);
        List<int> processes = [];

        table.AddWaiting(IpProtocol.Udp, s_here, 53, processes);
        Assert.Equal(expected, processes);
        processes.Clear();
        table.AddWaiting(IpProtocol.Udp, UInt128.One, 53, processes);
        Assert.Equal([1], processes);
    }

    [Fact]
    public void AddWaiting_prefers_a_socket_of_its_version_and_knows_when_nobody_has_it()
    {
        var table = new OwnedSocketTable([Waiting(UInt128.Zero, 1), Waiting(FlowText.FromIPv4(0), 0)]);
        List<int> processes = [];

        table.AddWaiting(IpProtocol.Udp, s_here, 53, processes);

        Assert.Empty(processes);
    }

    [Fact]
    public void AddWaiting_is_bounded()
    {
        var table = new OwnedSocketTable([.. Enumerable.Range(1, 100_000).Select(process => Waiting(s_here, process))]);
        List<int> processes = [];

        table.AddWaiting(IpProtocol.Udp, s_here, 53, processes);

        Assert.Equal(64, processes.Count);
    }

    private static OwnedSocket Connected(int process) => OwnedSocket.Connected(IpProtocol.Tcp, false, s_here, 50000, s_there, 443, process);

    private static OwnedSocket Waiting(UInt128 local, int process) => OwnedSocket.Waiting(IpProtocol.Udp, false, local, 53, process);
}
