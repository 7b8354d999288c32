using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class LifecycleTests
{
    private readonly TableDriver _table = new();

    [Theory]
    [InlineData(IpProtocol.Udp, 60)]
    [InlineData(IpProtocol.Icmp, 30)]
    [InlineData(IpProtocol.Igmp, 30)]
    [InlineData((IpProtocol)47, 30)]
    public void Connection_leaves_at_its_timeout(IpProtocol protocol, int seconds)
    {
        var frame = Frame(0, "10.0.0.2", "192.0.2.1", protocol, 60);
        _table.Add(in frame);

        _table.Idle(seconds - 0.01);
        Assert.Equal(seconds * PacketTime.Second, _table.Row.Timeout);
        Assert.InRange(_table.Row.Staleness(_table.Statistics.Now), 0.99, 1);

        _table.Idle(seconds + 0.2);
        Assert.Empty(_table.Rows);
        Assert.Equal(FlowEnd.Timeout, Assert.Single(_table.Ended).End);
    }

    [Theory]
    [InlineData("established", 300)]
    [InlineData("syn", 60)]
    [InlineData("incoming syn", 60)]
    [InlineData("fin", 60)]
    [InlineData("their fin", 60)]
    [InlineData("last ack", 60)]
    [InlineData("closing", 30)]
    [InlineData("time wait", 30)]
    [InlineData("closed", 5)]
    [InlineData("reset", 5)]
    public void Tcp_leaves_when_its_state_says(string state, int seconds)
    {
        Bring(state);

        _table.Idle(10 + seconds - 0.01);
        Assert.Single(_table.Rows);

        _table.Idle(10 + seconds + 0.2);
        Assert.Empty(_table.Rows);
        _table.Idle(10 + seconds + 30.2); // what fell silent is reported when its last segments can no longer come
        var expected = state switch { "time wait" or "closed" => FlowEnd.Closed, "reset" => FlowEnd.Reset, _ => FlowEnd.Timeout };
        Assert.Equal(expected, Assert.Single(_table.Ended).End);
    }

    private void Bring(string state)
    {
        if (state == "syn")
        {
            _table.Tcp(10, Here, There, "S", 100);
            return;
        }

        if (state == "incoming syn")
        {
            _table.Tcp(10, There, Here, "S", 100);
            return;
        }

        _table.Open(9.5);
        (string From, string Flags, uint Sequence, uint Acknowledgment)[] segments = state switch
        {
            "established" => [(Here, "A", 101, 501)],
            "fin" => [(Here, "FA", 101, 501)],
            "their fin" => [(There, "FA", 501, 101)],
            "last ack" => [(There, "FA", 501, 101), (Here, "FA", 101, 502)],
            "closing" => [(Here, "FA", 101, 501), (There, "FA", 501, 101)],
            "time wait" => [(Here, "FA", 101, 501), (There, "FA", 501, 102)],
            "closed" => [(There, "FA", 501, 101), (Here, "FA", 101, 502), (There, "A", 502, 102)],
            _ => [(Here, "R", 101, 501)],
        };
        foreach (var (from, flags, sequence, acknowledgment) in segments)
        {
            _table.Tcp(10, from, from == Here ? There : Here, flags, sequence, acknowledgment);
        }
    }

    [Fact]
    public void Established_timeout_halves_after_a_minute_of_silence()
    {
        _table.Open(0, rtt: 0);

        _table.Idle(59);
        Assert.Equal(10 * PacketTime.Minute, _table.Row.Timeout);

        _table.Idle(61);
        Assert.Equal(5 * PacketTime.Minute, _table.Row.Timeout);
        Assert.Equal(61.0 / 300, _table.Row.Staleness(_table.Statistics.Now), 3);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void What_inspection_knows_replaces_the_timeout_of_an_open_connection(int minutes)
    {
        var app = new FakeApp(minutes * PacketTime.Minute);

        Assert.Equal(minutes * PacketTime.Minute, FlowTimeouts.Lifetime(NetworkLayer.IPv4, IpProtocol.Tcp, TcpState.Established, app));
        Assert.Equal(minutes * PacketTime.Minute, FlowTimeouts.Lifetime(NetworkLayer.IPv4, IpProtocol.Udp, TcpState.None, app));
        Assert.Equal(5 * PacketTime.Second, FlowTimeouts.Lifetime(NetworkLayer.IPv4, IpProtocol.Tcp, TcpState.Closed, app));
        Assert.Equal(60 * PacketTime.Second, FlowTimeouts.Lifetime(NetworkLayer.IPv4, IpProtocol.Tcp, TcpState.FinWait2, app));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    [InlineData(-5)]
    public void Hostile_timeouts_are_kept_within_reason(long timeout)
    {
        var result = FlowTimeouts.Lifetime(NetworkLayer.IPv4, IpProtocol.Udp, TcpState.None, new FakeApp(timeout));

        Assert.InRange(result, PacketTime.Second, FlowTimeouts.Longest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Closed_connections_hold_no_inspection_memory(bool isReset)
    {
        // A hundred thousand that stay undecided after a byte; more than the ceiling holds.
        for (var i = 0; i < 100_000; i++)
        {
            var (at, client) = (i * 1e-5, $"10.0.{i >> 14}.{i >> 8 & 63}:{1024 + (i & 255)}");
            _table.Open(at, client, rtt: 0);
            var frame = TableDriver.Frame(at, client, TableDriver.There, IpProtocol.Tcp, TableDriver.HeaderLength + 1);
            (frame.TcpFlags, frame.Sequence, frame.Acknowledgment) = (TcpFlags.Ack, 101, 501);
            frame.PayloadLength = 1;
            frame.Payload = "G"u8;
            _table.Add(in frame);
            if (isReset)
            {
                _table.Tcp(at, TableDriver.There, client, "RA", 501, 102);
                continue;
            }

            _table.Tcp(at, client, TableDriver.There, "FA", 102, 501);
            _table.Tcp(at, TableDriver.There, client, "FA", 501, 103);
            _table.Tcp(at, client, TableDriver.There, "A", 103, 502);
        }

        Assert.Equal((100_000, 0), (_table.Statistics.ConnectionsTotal, _table.Statistics.InspectionsOverCeiling));
    }

    [Fact]
    public void Packets_keep_a_connection_alive()
    {
        for (var i = 0; i < 100; i++)
        {
            _table.Udp(i * 50, Here, "192.0.2.1:9999");
        }

        Assert.Equal(100, _table.Row.Packets);
        Assert.Empty(_table.Ended);
    }

    [Fact]
    public void Packets_do_not_keep_a_closed_connection()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "R", 101);
        for (var at = 2.5; at < 8; at++)
        {
            _table.Tcp(at, There, Here, "A", 501, 101);
        }

        Assert.Empty(_table.Rows);
        Assert.Equal(8, _table.Ended[0].Packets); // 4, and those until 6
        Assert.Equal(1 * PacketTime.Second, _table.Ended[0].AgesFrom - Start);
    }

    [Fact]
    public void Udp_state_follows_its_silence()
    {
        _table.Udp(0, Here, "192.0.2.1:9999");
        Assert.Equal("UDP_ACTIVE", _table.Row.State);

        _table.Idle(31);
        Assert.Equal("UDP_IDLE", _table.Row.State);

        _table.Idle(61);
        Assert.Equal("UDP_STALE", Assert.Single(_table.Ended).State);
    }

    [Theory]
    [InlineData(IpProtocol.Icmp, 8, "ECHO_REQUEST")]
    [InlineData(IpProtocol.Icmp, 0, "ECHO_REPLY")]
    [InlineData(IpProtocol.Icmp, 3, "ICMP_UNREACHABLE")]
    [InlineData(IpProtocol.Icmp, 11, "ICMP_TIME_EXCEEDED")]
    [InlineData(IpProtocol.Icmp, Core.Wire.Frame.UnknownMessageType, "ICMP")]
    [InlineData(IpProtocol.IcmpV6, 128, "ECHO_REQUEST")]
    [InlineData(IpProtocol.IcmpV6, 129, "ECHO_REPLY")]
    [InlineData(IpProtocol.IcmpV6, 135, "NDP_SOLICIT")]
    [InlineData(IpProtocol.IcmpV6, 136, "NDP_ADVERT")]
    [InlineData(IpProtocol.IcmpV6, 200, "ICMPV6")]
    [InlineData(IpProtocol.Igmp, 0x11, "IGMP_QUERY")]
    [InlineData(IpProtocol.Igmp, 0x22, "IGMP_REPORT")]
    [InlineData(IpProtocol.Igmp, 0x17, "IGMP_LEAVE")]
    [InlineData((IpProtocol)47, 0, "IP")]
    public void Message_names_the_state(IpProtocol protocol, ushort type, string expected)
    {
        _table.Message(0, "10.0.0.2", "192.0.2.1", protocol, type);

        Assert.Equal(expected, _table.Row.State);
    }

    [Fact]
    public void Last_message_names_the_state()
    {
        _table.Arp(0, "10.0.0.2", "10.0.0.1", 1);
        Assert.Equal("ARP_REQUEST", _table.Row.State);

        _table.Arp(0.1, "10.0.0.1", "10.0.0.2", 2);
        Assert.Equal("ARP_REPLY", _table.Row.State);
        Assert.Equal("arp", _table.Row.Identity.ProtocolName);
    }

    [Fact]
    public void Echoes_with_different_identifiers_are_different_connections()
    {
        _table.Message(0, "10.0.0.2", "192.0.2.1", IpProtocol.Icmp, 8, identifier: 1);
        _table.Message(0, "10.0.0.2", "192.0.2.1", IpProtocol.Icmp, 8, identifier: 2);
        _table.Message(0.1, "192.0.2.1", "10.0.0.2", IpProtocol.Icmp, 0, identifier: 1);

        Assert.Equal(["ECHO_REPLY", "ECHO_REQUEST"], _table.Rows.Select(row => row.State));
    }

    [Fact]
    public void Shutdown_ends_what_is_open_in_creation_order()
    {
        _table.Udp(0, Here, "192.0.2.1:53");
        _table.Open(0.1);
        _table.Tcp(1, Here, There, "R", 101);
        _table.Tcp(1, Here, "192.0.2.9:80", "S", 1);
        _table.Tcp(1, Here, "192.0.2.8:80", "A", 1, 1);
        _table.Tcp(1, Here, "192.0.2.8:80", "FA", 1, 1);
        _table.Tcp(1, "192.0.2.8:80", Here, "FA", 1, 2);

        _table.Table.Shutdown();

        Assert.Equal([FlowEnd.Shutdown, FlowEnd.Reset, FlowEnd.Shutdown, FlowEnd.Closed], _table.Ended.Select(row => row.End));
        Assert.Equal([1L, 2, 3, 4], _table.Ended.Select(row => row.Identity.Id));
        Assert.Empty(_table.Rows);
        Assert.Equal(0, _table.Statistics.Connections);
    }

    private sealed record FakeApp(long? Timeout) : AppInfo
    {
        public override string Protocol => "fake";

        public override long? IdleTimeout => Timeout;
    }

    [Fact]
    public void Idle_call_lets_the_table_go_when_an_observer_fails()
    {
        var table = new FlowTable(new FlowTableOptions { Observer = new FailingObserver() });
        var shard = (FlowShard)table.Sink;
        shard.BeginBatch();
        shard.Add(Frame(0, Here, "192.0.2.1:9999", IpProtocol.Udp, 60));
        shard.EndBatch();

        Assert.Throws<IOException>(() => shard.OnIdle(Time(100)));

        Assert.False(shard.Lock.IsHeldByCurrentThread);
    }

    private sealed class FailingObserver : IFlowObserver
    {
        public void OnEnded(FlowSnapshot connection) => throw new IOException("disk full");
    }
}
