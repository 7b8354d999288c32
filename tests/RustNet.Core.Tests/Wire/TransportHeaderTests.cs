using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class TransportHeaderTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:443";

    [Fact]
    public void Parse_reads_every_tcp_field_the_table_needs()
    {
        var frame = Parse(FrameBytes.Tcp(
            Client, Server, TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Ece | TcpFlags.Cwr, sequence: 0xFFFF_FFF0, acknowledgment: 0x8000_0001, payload: "hello"u8, window: 0xFFFE));

        Assert.Equal(51000, frame.SourcePort);
        Assert.Equal(443, frame.DestinationPort);
        Assert.Equal(TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Ece | TcpFlags.Cwr, frame.TcpFlags);
        Assert.Equal(0xFFFF_FFF0, frame.Sequence);
        Assert.Equal(0x8000_0001, frame.Acknowledgment);
        Assert.Equal(0xFFFE, frame.Window);
        Assert.Equal("hello"u8, frame.Payload);
    }

    [Fact]
    public void Parse_steps_over_tcp_options()
    {
        var options = new WireBytes().Hex("02 04 05 B4 01 03 03 07").ToArray();
        var segment = FrameBytes.TcpSegment(Client, Server, TcpFlags.Syn, payload: "data"u8, options: options);

        var frame = Parse(FrameBytes.Ethernet(FrameBytes.IpPacket(Client, Server, IpProtocol.Tcp, segment)));

        Assert.Equal("data"u8, frame.Payload);
        Assert.Equal(4, frame.PayloadLength);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(15)]
    public void Parse_keeps_a_segment_with_a_bad_data_offset_for_its_connection_only(int words)
    {
        var bytes = FrameBytes.Tcp(Client, Server, TcpFlags.Rst, payload: "12345678"u8);
        bytes[14 + 20 + 12] = (byte)(words << 4);
        var parser = new FrameParser();

        Assert.Equal(FrameOddity.None, parser.Parse(new Captured(bytes).Raw, out var frame));

        Assert.Equal(443, frame.DestinationPort);
        Assert.Equal(TcpFlags.None, frame.TcpFlags);
        Assert.Equal(0, frame.PayloadLength);
        Assert.Equal(1, parser.CountOf(FrameOddity.TcpBadDataOffset));
    }

    [Theory]
    [InlineData(3, FrameOddity.TcpTruncatedPorts)]
    [InlineData(4, FrameOddity.None)]
    [InlineData(19, FrameOddity.None)]
    [InlineData(20, FrameOddity.None)]
    public void Parse_uses_a_segment_cut_by_the_snap_length_when_it_has_the_ports(int captured, FrameOddity expected)
    {
        var whole = new Captured(FrameBytes.Tcp(Client, Server, TcpFlags.Syn, payload: new byte[100]));
        var parser = new FrameParser();

        var oddity = parser.Parse(whole.CutTo(14 + 20 + captured).Raw, out var frame);

        Assert.Equal(expected, oddity);
        Assert.Equal(captured is >= 4 and < 20 ? 1 : 0, parser.CountOf(FrameOddity.TcpTruncatedHeader));
        if (oddity == FrameOddity.None)
        {
            Assert.Equal(443, frame.DestinationPort);
            Assert.Equal(whole.WireLength, frame.WireLength);
            Assert.Equal(captured >= 20 ? 100 : 0, frame.PayloadLength);
            Assert.True(frame.Payload.IsEmpty);
        }
    }

    [Fact]
    public void Parse_knows_the_payload_length_of_a_segment_whose_options_were_cut()
    {
        var segment = FrameBytes.TcpSegment(Client, Server, TcpFlags.Ack, payload: new byte[50], options: new byte[12]);
        var whole = new Captured(FrameBytes.Ethernet(FrameBytes.IpPacket(Client, Server, IpProtocol.Tcp, segment)));

        new FrameParser().Parse(whole.CutTo(14 + 20 + 24).Raw, out var frame);

        Assert.Equal(TcpFlags.Ack, frame.TcpFlags);
        Assert.Equal(50, frame.PayloadLength);
    }

    [Fact]
    public void Parse_gives_the_captured_part_of_a_payload_and_its_whole_length()
    {
        var whole = new Captured(FrameBytes.Udp(Client, Server, new byte[500]));

        new FrameParser().Parse(whole.CutTo(128).Raw, out var frame);

        Assert.Equal(128 - 14 - 20 - 8, frame.Payload.Length);
        Assert.Equal(500, frame.PayloadLength);
    }

    [Fact]
    public void Parse_believes_a_udp_length_shorter_than_the_packet()
    {
        var bytes = FrameBytes.Udp(Client, Server, "payload and junk"u8);
        bytes[14 + 20 + 5] = 8 + 7;

        Assert.Equal("payload"u8, Parse(bytes).Payload);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(0xFFFF, 16)]
    public void Parse_counts_a_udp_length_that_cannot_be_and_keeps_the_connection(int length, int payload)
    {
        var bytes = FrameBytes.Udp(Client, Server, "payload and junk"u8);
        bytes[14 + 20 + 4] = (byte)(length >> 8);
        bytes[14 + 20 + 5] = (byte)length;
        var parser = new FrameParser();

        Assert.Equal(FrameOddity.None, parser.Parse(new Captured(bytes).Raw, out var frame));

        Assert.Equal(443, frame.DestinationPort);
        Assert.Equal(payload, frame.PayloadLength);
        Assert.Equal(payload, frame.Payload.Length);
        Assert.Equal(1, parser.CountOf(FrameOddity.UdpBadLength));
    }

    [Fact]
    public void Parse_reads_sctp_ports()
    {
        var packet = new WireBytes().U16(5000).U16(2905).U32(0xCAFE).U32(0).Text("chunks").ToArray();

        var frame = Parse(FrameBytes.Ethernet(FrameBytes.IpPacket("10.0.0.1", "10.0.0.2", IpProtocol.Sctp, packet)));

        Assert.Equal(IpProtocol.Sctp, frame.Protocol);
        Assert.Equal(5000, frame.SourcePort);
        Assert.Equal(2905, frame.DestinationPort);
        Assert.Equal("chunks"u8, frame.Payload);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false, 8)]
    [InlineData("10.0.0.1", "10.0.0.2", true, 0)]
    [InlineData("2001:db8::1", "2001:db8::2", false, 128)]
    [InlineData("2001:db8::1", "2001:db8::2", true, 129)]
    public void Parse_keys_an_echo_with_its_identifier(string from, string to, bool reply, int type)
    {
        var frame = Parse(FrameBytes.IcmpEcho(from, to, reply, identifier: 0xBEEF, payload: "ping"u8));

        Assert.Equal(type, frame.MessageType);
        Assert.Equal(0xBEEF, frame.SourcePort);
        Assert.Equal(0xBEEF, frame.DestinationPort);
        Assert.Equal(8 + "ping"u8.Length, frame.PayloadLength);
        Assert.Equal(type, frame.Payload[0]);
        Assert.Equal("ping"u8, frame.Payload[8..]);
        Assert.True(IcmpEcho.TryRead(frame.Protocol, frame.Payload, out var echo));
        Assert.Equal(new IcmpEcho(0xBEEF, 1, reply), echo);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", 3, 1)]
    [InlineData("2001:db8::1", "2001:db8::2", 135, 0)]
    public void Parse_reads_type_and_code_of_other_messages_and_gives_them_no_identifier(string from, string to, int type, int code)
    {
        var frame = Parse(FrameBytes.Icmp(from, to, type, code, new byte[28]));

        Assert.Equal(type, frame.MessageType);
        Assert.Equal(code, frame.MessageCode);
        Assert.Equal(0, frame.SourcePort);
        Assert.Equal(4 + 28, frame.PayloadLength);
        Assert.False(IcmpEcho.TryRead(frame.Protocol, frame.Payload, out _));
    }

    [Theory]
    [InlineData(0, Frame.UnknownMessageType)]
    [InlineData(1, 8)]
    [InlineData(5, 8)]
    public void Parse_keeps_a_cut_echo_for_its_address_pair(int captured, int type)
    {
        var parser = new FrameParser();

        Assert.Equal(FrameOddity.None, parser.Parse(new Captured(FrameBytes.IcmpEcho("10.0.0.1", "10.0.0.2")).CutTo(34 + captured).Raw, out var frame));

        Assert.Equal(type, frame.MessageType);
        Assert.Equal(0, frame.SourcePort);
        Assert.Equal((captured, 8), (frame.Payload.Length, frame.PayloadLength));
        Assert.False(IcmpEcho.TryRead(frame.Protocol, frame.Payload, out _));
        Assert.Equal(1, parser.CountOf(FrameOddity.IcmpTruncated));
    }

    [Fact]
    public void Parse_reads_the_type_of_igmp()
    {
        var report = new WireBytes().U8(0x22).U8(0).U16(0).U16(0).U16(0).ToArray();

        var frame = Parse(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.1", "224.0.0.22", IpProtocol.Igmp, report, options: [0x94, 4, 0, 0])));

        Assert.Equal(IpProtocol.Igmp, frame.Protocol);
        Assert.Equal(0x22, frame.MessageType);
        Assert.Equal(report, frame.Payload);
        Assert.Equal(report.Length, frame.PayloadLength);
    }

    private static Frame Parse(byte[] bytes)
    {
        Assert.Equal(FrameOddity.None, new FrameParser().Parse(new Captured(bytes).Raw, out var frame));
        return frame;
    }
}
