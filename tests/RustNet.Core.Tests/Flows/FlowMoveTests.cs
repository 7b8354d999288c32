using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Flows;

/// <summary>QUIC connections whose client gets another address or port: one row, as long as the connection id tells (RFC 9000 §9).</summary>
public sealed class FlowMoveTests
{
    private static readonly byte[] s_clientId = [0xc1, 0xc2, 0xc3, 0xc4, 0xc5];
    private static readonly byte[] s_hello = new ClientHelloBytes { ServerName = "example.com", Protocols = ["h3"] }.Message();

    private TableDriver _table = new();

    public static TheoryData<string, string, string> Moves => new()
    {
        // client before, client after, server: the sides of the key stay, or change places
        { "198.51.100.7:50000", "198.51.100.7:50001", "203.0.113.1:443" },
        { "198.51.100.7:50000", "203.0.113.250:1024", "203.0.113.1:443" },
        { "203.0.113.250:1024", "198.51.100.7:50000", "203.0.113.1:443" },
        { "[2001:db8:1::7]:50000", "[2001:db8:1::8]:50000", "[2001:db8:5::1]:443" },
        { "[2001:db8:1::7]:50000", "[2001:db8:9::7]:40000", "[2001:db8:5::1]:443" },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void Connection_goes_on_in_its_row(string before, string after, string server)
    {
        _table = new TableDriver(local: [server[..server.LastIndexOf(':')].Trim('[', ']')]);
        Connect(before, server, s_clientId);
        var row = _table.Row;

        Send(1, after, server, QuicBytes.Short(QuicBytes.ServerId));
        Send(1.1, server, after, QuicBytes.Short(s_clientId));

        var moved = _table.Row;
        Assert.Equal((row.Identity.Id, row.Identity.FirstSeen), (moved.Identity.Id, moved.Identity.FirstSeen));
        Assert.Equal((server, after), (moved.Identity.LocalText, moved.Identity.RemoteText));
        Assert.Equal((FlowDirection.Incoming, FlowInitiator.Remote), (moved.Identity.Direction, moved.Identity.Initiator));
        Assert.Equal((row.PacketsSent + 1, row.PacketsReceived + 1), (moved.PacketsSent, moved.PacketsReceived));
        Assert.Equal((row.BytesSent + 42 + QuicBytes.Short(s_clientId).Length, row.BytesReceived + 42 + QuicBytes.Short(QuicBytes.ServerId).Length), (moved.BytesSent, moved.BytesReceived));
        Assert.Equal(("QUIC_CONNECTED", "example.com"), (moved.State, moved.App?.HostName));
        Assert.True(moved.DownRate > moved.UpRate);   // the client's 1200 bytes

        _table.Idle(1000);
        var record = Assert.Single(_table.Ended);
        Assert.Equal((moved.Packets, moved.Identity.RemoteText), (record.Packets, record.Identity.RemoteText));
        Assert.Equal(1, _table.Statistics.ConnectionsTotal);
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Rates_of_before_stay_those_of_their_side(string before, string after, string server)
    {
        _table = new TableDriver(local: [server[..server.LastIndexOf(':')].Trim('[', ']')]);
        Connect(before, server, s_clientId);
        var down = QuicBytes.Short(QuicBytes.ServerId);
        for (var i = 1; i <= 120; i++)
        {
            Send(i * 0.1, i < 90 ? before : after, server, [.. down, .. new byte[958 - down.Length]]); // 1,000 on the wire
        }

        // Slots from before the move, and of after it, are in the window.
        Assert.InRange(_table.Row.DownRate, 9_700, 10_300);
        Assert.InRange(_table.Row.UpRate, 0, 1); // the server's first datagrams have left it
    }

    [Fact]
    public void Machine_that_moves_is_still_local()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", []);

        Send(1, "198.51.100.200:51000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));

        Assert.Equal(("198.51.100.200:51000", FlowDirection.Outgoing), (_table.Row.Identity.LocalText, _table.Row.Identity.Direction));
    }

    [Fact]
    public void Late_packets_between_the_former_endpoints_are_counted_and_client_may_go_back()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", []);
        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));

        Send(1.01, "192.0.2.1:443", "10.0.0.2:51000", QuicBytes.Short([]));   // without an id: to where the client has been
        Send(1.02, "10.0.0.2:51000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
        Assert.Equal(("10.0.0.2:60000", 6), (_table.Row.Identity.LocalText, _table.Row.Packets));

        Send(2, "10.0.0.2:51000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
        Send(2.1, "192.0.2.1:443", "10.0.0.2:60000", QuicBytes.Short([]));
        Assert.Equal(("10.0.0.2:51000", 8), (_table.Row.Identity.LocalText, _table.Row.Packets));
    }

    [Fact]
    public void Server_may_be_the_first_to_be_seen_at_the_new_address()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);

        Send(1, "192.0.2.1:443", "10.0.0.2:60000", QuicBytes.Short(s_clientId));

        Assert.Equal(("10.0.0.2:60000", 2), (_table.Row.Identity.LocalText, _table.Row.PacketsReceived));
    }

    [Theory]
    [InlineData("192.0.2.1:443", "ffffffffffffffff")]   // another id
    [InlineData("192.0.2.1:444", "f067a5502a4262b5")]   // another server with the same
    [InlineData("192.0.2.9:443", "f067a5502a4262b5")]
    [InlineData("192.0.2.1:443", "f067a5502a42")]       // not all of it
    public void Datagram_that_names_no_connection_of_the_server_has_a_row_of_its_own(string server, string id)
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);

        Send(1, "10.0.0.2:60000", server, QuicBytes.Short(Convert.FromHexString(id)));

        Assert.Equal(["10.0.0.2:51000", "10.0.0.2:60000"], _table.Rows.Select(row => row.Identity.LocalText));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Connection_without_ids_to_tell_it_by_does_not_move(int length)
    {
        byte[] id = new byte[length];
        Connect("10.0.0.2:51000", "192.0.2.1:443", id, id);

        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.Short(id));
        Send(1, "192.0.2.1:443", "10.0.0.2:60001", QuicBytes.Short(id));

        Assert.Equal(3, _table.Rows.Count);
    }

    [Fact]
    public void Long_header_begins_a_connection_whatever_ids_it_has()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);

        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), destination: QuicBytes.ServerId));

        Assert.Equal(2, _table.Rows.Count);
    }

    [Fact]
    public void Connection_that_has_left_is_not_known_by_its_id()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);
        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
        _table.Idle(1000);
        Assert.Empty(_table.Rows);

        Send(1001, "10.0.0.2:60001", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
        Send(1001, "192.0.2.1:443", "10.0.0.2:51000", QuicBytes.Short(s_clientId));

        Assert.Equal(["UDP_ACTIVE", "UDP_ACTIVE"], _table.Rows.Select(row => row.State));
    }

    [Fact]
    public void Cleared_table_knows_no_ids()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);
        _table.Table.Clear();

        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));

        Assert.Equal("UDP_ACTIVE", _table.Row.State);
    }

    [Fact]
    public void Flood_with_a_known_id_stays_one_row()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);
        var endpoints = new HashSet<string>();
        for (var i = 0; i < 20_000; i++)
        {
            Send(1 + i * 0.00005, $"10.{i >> 8 & 255}.{i & 255}.9:{1024 + i}", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
            if (i % 100 == 0)
            {
                endpoints.Add(_table.Row.Identity.LocalText);
            }
        }

        Assert.Equal(20_003, _table.Row.Packets);
        Assert.InRange(endpoints.Count, 2, 12);   // a second, ten moves
        Assert.Equal(1, _table.Statistics.ConnectionsTotal);
    }

    [Fact]
    public void Known_flows_and_late_packets_allocate_nothing()
    {
        Connect("10.0.0.2:51000", "192.0.2.1:443", s_clientId);
        Send(1, "10.0.0.2:60000", "192.0.2.1:443", QuicBytes.Short(QuicBytes.ServerId));
        var payload = QuicBytes.Short(QuicBytes.ServerId);
        var current = Udp(1.001, "10.0.0.2:60000", "192.0.2.1:443", payload);
        var former = Udp(1.001, "10.0.0.2:51000", "192.0.2.1:443", payload);
        var (least, packets) = (long.MaxValue, _table.Row.Packets);
        const int Rounds = 20; // a collection that another test causes rounds a count up; one clean round is the proof
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                _table.Add(in current);
                _table.Add(in former);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal((0, packets + Rounds * 2_000), (least, _table.Row.Packets));
    }

    private void Connect(string client, string server, byte[] clientId, byte[]? serverId = null)
    {
        Send(0, client, server, QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), source: clientId));
        Send(0.03, server, client, QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5)), destination: clientId, source: serverId));
        Send(0.04, client, server, QuicBytes.Short(serverId ?? QuicBytes.ServerId));
        Assert.StartsWith("QUIC_", _table.Row.State, StringComparison.Ordinal);
    }

    private void Send(double at, string from, string to, byte[] payload)
    {
        var frame = Udp(at, from, to, payload);
        _table.Add(in frame);
    }

    private static Frame Udp(double at, string from, string to, byte[] payload)
    {
        var frame = TableDriver.Frame(at, from, to, IpProtocol.Udp, 42 + payload.Length);
        frame.Payload = payload;
        frame.PayloadLength = payload.Length;
        return frame;
    }
}
