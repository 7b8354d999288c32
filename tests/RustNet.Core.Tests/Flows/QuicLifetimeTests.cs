using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Flows;

/// <summary>How long QUIC connections stay in the table (SPEC §7), from frames to rows.</summary>
public sealed class QuicLifetimeTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:443";

    private readonly TableDriver _table = new();

    [Fact]
    public void Initial_leaves_after_a_minute()
    {
        Begin("h3");

        Assert.Equal("QUIC_INITIAL", _table.Row.State);
        AssertLeavesAt(60);
    }

    [Fact]
    public void Handshake_leaves_after_a_minute()
    {
        Begin("h3");
        Send(0.03, Server, Client, QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5))));

        Assert.Equal(("QUIC_HANDSHAKE", 30d), (_table.Row.State, _table.Row.RttMilliseconds));
        AssertLeavesAt(60.03);
    }

    [Fact]
    public void Http3_leaves_after_ten_minutes()
    {
        Connect("h3", QuicBytes.Parameter(1, QuicBytes.Varint(30_000)));

        AssertLeavesAt(600.04);
    }

    [Fact]
    public void Connection_leaves_after_the_clients_idle_timeout()
    {
        Connect("doq", QuicBytes.Parameter(1, QuicBytes.Varint(30_000)));

        AssertLeavesAt(30.04);
    }

    [Fact]
    public void Idle_timeout_of_an_hour_is_the_longest()
    {
        Connect("doq", QuicBytes.Parameter(1, QuicBytes.Varint(1UL << 61)));

        AssertLeavesAt(3600.04);
    }

    [Fact]
    public void Connection_of_other_protocols_leaves_after_five_minutes_of_silence()
    {
        Connect("doq", []);
        Assert.Equal(10 * PacketTime.Minute, _table.Row.Timeout);

        _table.Idle(61);
        Assert.Equal(5 * PacketTime.Minute, _table.Row.Timeout);
        AssertLeavesAt(300.04);
    }

    [Theory]
    [InlineData(0x0a, "QUIC_DRAINING", 10)]
    [InlineData(0x0c, "QUIC_CLOSED", 1)]
    public void Closed_connection_leaves_so_long_after_the_close_whatever_comes(int code, string state, double seconds)
    {
        Begin("h3");
        Send(2, Server, Client, QuicBytes.ServerInitial(QuicBytes.Close(code, "")));
        Send(2.5, Client, Server, QuicBytes.ClientInitial(QuicBytes.Close(0, ""), 1));
        Send(2.9, Server, Client, QuicBytes.Short([]));

        Assert.Equal(state, _table.Row.State);
        AssertLeavesAt(2 + seconds);
        Assert.Empty(_table.Ended);   // its record waits for what comes late
    }

    [Fact]
    public void Late_packets_of_a_closed_connection_are_no_connection()
    {
        Begin("h3");
        Send(2, Server, Client, QuicBytes.ServerInitial(QuicBytes.Close(0x0c, "")));
        Send(4, Server, Client, QuicBytes.ServerInitial(QuicBytes.Close(0x0c, ""), 1));
        Send(5, Client, Server, QuicBytes.Short(QuicBytes.ServerId));
        Assert.Empty(_table.Rows);

        _table.Idle(34);
        var ended = Assert.Single(_table.Ended);
        Assert.Equal((4, FlowEnd.Closed, "QUIC_CLOSED"), (ended.Packets, ended.End, ended.State));
        Assert.Equal(2, _table.Statistics.LatePackets);
    }

    [Fact]
    public void Client_that_begins_anew_after_the_close_has_a_new_row()
    {
        Begin("h3");
        Send(2, Server, Client, QuicBytes.ServerInitial(QuicBytes.Close(0x0c, "")));
        Send(4, Client, Server, QuicBytes.ClientInitial(QuicBytes.Crypto(0, Hello("h3", [])), 0, [1, 2, 3, 4, 5, 6, 7, 8]));

        Assert.Equal(("QUIC_INITIAL", 1), (_table.Row.State, _table.Row.Packets));
        Assert.Equal((2, FlowEnd.Closed), (Assert.Single(_table.Ended).Packets, _table.Ended[0].End));
    }

    [Fact]
    public void Client_that_begins_anew_before_the_closed_row_has_left_goes_on_in_it()
    {
        Begin("h3");
        Send(2, Server, Client, QuicBytes.ServerInitial(QuicBytes.Close(0x0a, "")));
        Send(4, Client, Server, QuicBytes.ClientInitial(QuicBytes.Crypto(0, Hello("h3", [])), 0, [1, 2, 3, 4, 5, 6, 7, 8]));

        Assert.Equal("QUIC_INITIAL", _table.Row.State);
        AssertLeavesAt(64);
    }

    private void Begin(string protocol) => Send(0, Client, Server, QuicBytes.ClientInitial(QuicBytes.Crypto(0, Hello(protocol, []))));

    private void Connect(string protocol, byte[] parameters)
    {
        Send(0, Client, Server, QuicBytes.ClientInitial(QuicBytes.Crypto(0, Hello(protocol, parameters))));
        Send(0.03, Server, Client, QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5))));
        Send(0.04, Client, Server, QuicBytes.Short(QuicBytes.ServerId));
        Assert.Equal("QUIC_CONNECTED", _table.Row.State);
    }

    private void AssertLeavesAt(double seconds)
    {
        _table.Idle(seconds - 0.001);
        Assert.Single(_table.Rows);

        _table.Idle(seconds + 1.1);   // the wheel turns once a second
        Assert.Empty(_table.Rows);
    }

    private static byte[] Hello(string protocol, byte[] parameters) =>
        QuicBytes.Hello(new ClientHelloBytes { ServerName = "example.com", Protocols = [protocol] }, parameters);

    private void Send(double at, string from, string to, byte[] payload)
    {
        var frame = TableDriver.Frame(at, from, to, IpProtocol.Udp, 42 + payload.Length);
        frame.Payload = payload;
        frame.PayloadLength = payload.Length;
        _table.Add(in frame);
    }
}
