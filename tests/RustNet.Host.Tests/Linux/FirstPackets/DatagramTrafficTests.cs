using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

public sealed class DatagramTrafficTests
{
    private const long Second = 1_000_000_000;
    private const long Begin = 1_000 * Second;

    private readonly DatagramTraffic _traffic = new();

    [Fact]
    public void TryChange_gives_a_filter_first_and_then_only_another_one()
    {
        Assert.True(_traffic.TryChange(Begin, out var filter));
        Assert.NotEmpty(filter);
        Assert.False(_traffic.TryChange(Begin, out _));
        Assert.Null(_traffic.NextChange);
    }

    [Fact]
    public void Port_that_goes_on_is_left_out_for_some_seconds()
    {
        _traffic.TryChange(Begin, out _);
        Send(port: 5000, DatagramTraffic.MostOfPort, Begin);
        Assert.False(_traffic.TryChange(Begin, out _));
        Send(port: 5000, 1, Begin);
        Assert.True(_traffic.TryChange(Begin, out var filter));

        Assert.Equal((false, true), (Passes(filter, 5000), Passes(filter, 5001)));
        Assert.Equal(Begin + 10 * Second, _traffic.NextChange);
        Assert.False(_traffic.TryChange(Begin + 9 * Second, out _));
        Assert.True(_traffic.TryChange(Begin + 10 * Second, out filter));
        Assert.True(Passes(filter, 5000));
    }

    [Fact]
    public void Port_that_sends_now_and_then_is_watched()
    {
        _traffic.TryChange(Begin, out _);
        for (var second = 0; second < 10; second++)
        {
            Send(port: 5000, DatagramTraffic.MostOfPort, Begin + second * Second);
        }

        Assert.False(_traffic.TryChange(Begin + 10 * Second, out _));
    }

    [Fact]
    public void All_of_udp_rests_where_too_many_ports_send()
    {
        for (var port = 0; port <= DatagramTraffic.MostOfAll; port++)
        {
            Send((ushort)(1000 + port), 1, Begin);
        }

        Assert.True(_traffic.TryChange(Begin, out var filter));
        Assert.Equal((true, 1, false), (_traffic.Rests, _traffic.RestCount, Passes(filter, 9)));
        Assert.True(_traffic.TryChange(Begin + 5 * Second, out filter));
        Assert.Equal((false, 1, true), (_traffic.Rests, _traffic.RestCount, Passes(filter, 9)));
    }

    [Fact]
    public void More_ports_than_a_filter_holds_are_no_failure()
    {
        for (var port = 1; port <= 2 * FirstPacketFilter.MostPorts; port++)
        {
            Send((ushort)port, DatagramTraffic.MostOfPort + 1, Begin);
        }

        Assert.True(_traffic.TryChange(Begin, out _));
        Assert.True(_traffic.Rests);
    }

    [Fact]
    public void Clock_that_is_set_back_keeps_nobody_out()
    {
        Send(port: 5000, DatagramTraffic.MostOfPort + 1, Begin);
        _traffic.TryChange(Begin, out _);

        Assert.True(_traffic.TryChange(Begin - 3600 * Second, out var filter));
        Assert.True(Passes(filter, 5000));
    }

    [Fact]
    public void Syn_is_not_counted()
    {
        _traffic.TryChange(Begin, out _);
        for (var i = 0; i < 2 * DatagramTraffic.MostOfAll; i++)
        {
            _traffic.Count(new FirstPacket(new SocketKey(IpProtocol.Tcp, 1, 5000, 2, 80), (uint)i, Begin));
        }

        Assert.False(_traffic.TryChange(Begin, out _));
    }

    private void Send(ushort port, int count, long at)
    {
        for (var i = 0; i < count; i++)
        {
            _traffic.Count(new FirstPacket(new SocketKey(IpProtocol.Udp, 1, port, 2, 53), 0, at));
        }
    }

    private static bool Passes(FilterInstruction[] filter, ushort port) =>
        FilterInterpreter.Run(filter, PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(port, 53)), packetType: 4) != 0;
}
