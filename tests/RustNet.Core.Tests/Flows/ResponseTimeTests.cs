using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Flows;

/// <summary>Response times from frames to the row's RTT, for the protocols that pair by an id.</summary>
public sealed class ResponseTimeTests
{
    private readonly TableDriver _table = new();

    [Fact]
    public void Dns_response_times_its_query()
    {
        Send(0, "10.0.0.2:40000", "192.0.2.53:53", DnsBytes.Query("www.example.com"));
        Assert.Null(_table.Row.RttMilliseconds);

        Send(0.0125, "192.0.2.53:53", "10.0.0.2:40000", DnsBytes.Response("www.example.com", 1, 0, DnsBytes.Address("192.0.2.1")));

        Assert.Equal(12.5, _table.Row.RttMilliseconds);
    }

    [Fact]
    public void Stun_response_times_its_request()
    {
        Send(0, "10.0.0.2:40000", "192.0.2.53:3478", StunBytes.Message(0x0001));
        Send(0.03, "192.0.2.53:3478", "10.0.0.2:40000", StunBytes.Message(0x0101));

        Assert.Equal(30, _table.Row.ResponseMilliseconds);
    }

    [Fact]
    public void Ntp_response_times_the_request_whose_transmit_time_it_repeats()
    {
        Send(0, "10.0.0.2:40000", "192.0.2.53:123", new NtpBytes { Transmit = 0xe000_0005 }.ToArray());
        Send(0.02, "192.0.2.53:123", "10.0.0.2:40000", new NtpBytes
        {
            Mode = 4,
            Stratum = 2,
            Reference = "c0000205",
            Origin = 0xe000_0005,
            Receive = 0xe000_0005,
            Transmit = 0xe000_0006,
        }.ToArray());

        Assert.Equal(20, _table.Row.ResponseMilliseconds);
    }

    [Theory]
    [InlineData("10.0.0.2", "192.0.2.1")]
    [InlineData("2001:db8::2", "2001:db8::53")]
    [InlineData("10.0.0.2", "10.0.0.2")]        // a machine that asks itself
    [InlineData("::1", "::1")]
    public void Ping_times_each_reply_by_its_sequence_number(string here, string there)
    {
        Echo(0, here, there, isReply: false, 1);
        Echo(0.008, there, here, isReply: true, 1);
        Echo(1, here, there, isReply: false, 2);
        Echo(1.016, there, here, isReply: true, 2);

        Assert.Equal(9, _table.Row.RttMilliseconds);
        Assert.Equal((2, 2), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
    }

    [Fact]
    public void Llmnr_responder_is_timed_on_its_own_row_from_the_multicast_query()
    {
        Send(0, "10.0.0.2:40000", "224.0.0.252:5355", DnsBytes.Query("printer"));
        Send(0.004, "10.0.0.9:5355", "10.0.0.2:40000", DnsBytes.Response("printer", 1, 0, DnsBytes.Address("10.0.0.9")));
        Send(0.006, "10.0.0.8:5355", "10.0.0.2:40000", DnsBytes.Response("printer", 1, 0, DnsBytes.Address("10.0.0.8")));

        Assert.Equal([null, 4, 6], _table.Rows.Select(row => row.ResponseMilliseconds));
    }

    [Fact]
    public void NetBios_responder_is_timed_from_the_broadcast_query()
    {
        Send(0, "10.0.0.2:137", "10.0.0.255:137", NetBiosBytes.Query("FILESERVER", 0x20));
        Send(0.002, "10.0.0.7:137", "10.0.0.2:137", NetBiosBytes.Answer("FILESERVER", 0x20, [10, 0, 0, 7]));

        Assert.Equal([null, 2], _table.Rows.Select(row => row.ResponseMilliseconds));
    }

    [Fact]
    public void Response_long_after_a_multicast_query_is_not_its_answer()
    {
        Send(0, "10.0.0.2:40000", "224.0.0.252:5355", DnsBytes.Query("printer"));
        Send(20, "10.0.0.9:5355", "10.0.0.2:40000", DnsBytes.Response("printer", 1, 0, DnsBytes.Address("10.0.0.9")));

        Assert.All(_table.Rows, row => Assert.Null(row.ResponseMilliseconds));
    }

    private void Echo(double at, string from, string to, bool isReply, ushort sequence)
    {
        var bytes = FrameBytes.IcmpEcho(from, to, isReply, identifier: 7, sequence: sequence);
        _table.Table.Sink.BeginBatch();
        _table.Table.Sink.OnFrame(new RawFrame { Bytes = bytes, WireLength = bytes.Length, LinkLayer = LinkLayer.Ethernet, Timestamp = TableDriver.Time(at) });
        _table.Table.Sink.EndBatch();
    }

    private void Send(double at, string from, string to, byte[] payload)
    {
        var frame = TableDriver.Frame(at, from, to, IpProtocol.Udp, 42 + payload.Length);
        frame.Payload = payload;
        frame.PayloadLength = payload.Length;
        _table.Add(in frame);
    }
}
