using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class NetworkLayerTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:53";
    private const string Client6 = "[2001:db8::2]:51000";
    private const string Server6 = "[2001:db8::1]:53";

    private const IpProtocol HopByHop = 0;
    private const IpProtocol Routing = (IpProtocol)43;
    private const IpProtocol DestinationOptions = (IpProtocol)60;
    private const IpProtocol Authentication = (IpProtocol)51;
    private const IpProtocol Mobility = (IpProtocol)135;

    private static readonly byte[] s_datagram = FrameBytes.UdpDatagram(Client, Server, "query"u8);
    private static readonly byte[] s_datagram6 = FrameBytes.UdpDatagram(Client6, Server6, "query"u8);

    [Fact]
    public void Parse_steps_over_ipv4_options()
    {
        var routerAlert = new WireBytes().Hex("94 04 00 00").ToArray();

        var frame = Parse(FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, s_datagram, routerAlert));

        Assert.Equal(53, frame.DestinationPort);
        Assert.Equal(5, frame.PayloadLength);
    }

    [Fact]
    public void Parse_keeps_ethernet_padding_out_of_the_payload()
    {
        var frame = ParseFrame(FrameBytes.Padded(FrameBytes.Udp(Client, Server, "query"u8), filler: 0xEE));

        Assert.Equal("query"u8, frame.Payload);
        Assert.Equal(60, frame.WireLength);
    }

    [Fact]
    public void Parse_keeps_ethernet_padding_out_of_an_empty_segment()
    {
        var frame = ParseFrame(FrameBytes.Padded(FrameBytes.Tcp(Client, Server), filler: 0xEE));

        Assert.Equal(0, frame.PayloadLength);
        Assert.True(frame.Payload.IsEmpty);
    }

    [Fact]
    public void Parse_takes_a_total_length_of_zero_for_segmentation_offload()
    {
        var packet = FrameBytes.IPv4Packet(Client, Server, IpProtocol.Tcp, FrameBytes.TcpSegment(Client, Server, TcpFlags.Ack, payload: new byte[3000]));
        packet[2] = packet[3] = 0;

        var frame = Parse(packet);

        Assert.Equal(3000, frame.PayloadLength);
    }

    [Fact]
    public void Parse_takes_an_ipv6_payload_length_of_zero_for_a_jumbogram()
    {
        var jumboPayloadOption = new WireBytes().Hex("C2 04").U32(70_008).ToArray();
        var packet = FrameBytes.IPv6Packet(
            Client6, Server6, HopByHop, FrameBytes.IPv6Extension(IpProtocol.Tcp, jumboPayloadOption, FrameBytes.TcpSegment(Client6, Server6, TcpFlags.Ack, payload: new byte[70_000])));
        packet[4] = packet[5] = 0;

        var frame = Parse(packet);

        Assert.Equal(53, frame.DestinationPort);
        Assert.Equal(70_000, frame.PayloadLength);
    }

    [Fact]
    public void Parse_follows_a_chain_of_ipv6_extension_headers()
    {
        var chain = FrameBytes.IPv6Extension(
            Routing,
            new byte[4],
            FrameBytes.IPv6Extension(
                DestinationOptions,
                new byte[20],
                FrameBytes.IPv6Extension(
                    Authentication,
                    new byte[6],
                    AuthenticationHeader(IpProtocol.Udp, s_datagram6))));

        var frame = Parse(FrameBytes.IPv6Packet(Client6, Server6, HopByHop, chain));

        Assert.Equal(IpProtocol.Udp, frame.Protocol);
        Assert.Equal(51000, frame.SourcePort);
        Assert.Equal("query"u8, frame.Payload);
    }

    [Fact]
    public void Parse_looks_behind_an_ipv4_authentication_header()
    {
        var frame = Parse(FrameBytes.IPv4Packet(Client, Server, Authentication, AuthenticationHeader(IpProtocol.Udp, s_datagram)));

        Assert.Equal(IpProtocol.Udp, frame.Protocol);
        Assert.Equal(53, frame.DestinationPort);
    }

    [Fact]
    public void Parse_keeps_a_mobility_message_as_its_own_protocol()
    {
        const IpProtocol NoNextHeader = (IpProtocol)59;

        var frame = Parse(FrameBytes.IPv6Packet(Client6, Server6, Mobility, FrameBytes.IPv6Extension(NoNextHeader, new byte[6], [])));

        Assert.Equal(Mobility, frame.Protocol);
    }

    [Fact]
    public void Parse_bounds_the_chain_of_extension_headers()
    {
        var chain = s_datagram6;
        for (var i = 0; i < 300; i++)
        {
            chain = FrameBytes.IPv6Extension(i == 0 ? IpProtocol.Udp : DestinationOptions, [], chain);
        }

        Assert.Equal(FrameOddity.IPv6TooManyExtensions, OddityOf(FrameBytes.IPv6Packet(Client6, Server6, DestinationOptions, chain)));
    }

    [Theory]
    [InlineData(47)]    // GRE
    [InlineData(4)]     // IP in IP
    [InlineData(50)]    // ESP
    [InlineData(89)]    // OSPF
    [InlineData(255)]
    public void Parse_keeps_the_outer_connection_of_a_tunnel_and_of_any_other_protocol(int protocol)
    {
        var inner = FrameBytes.IPv4Packet("172.16.0.1:1", "172.16.0.2:2", IpProtocol.Udp, FrameBytes.UdpDatagram("172.16.0.1:1", "172.16.0.2:2"));

        var frame = Parse(FrameBytes.IPv4Packet(Client, Server, (IpProtocol)protocol, inner));

        Assert.Equal((IpProtocol)protocol, frame.Protocol);
        Assert.Equal("10.0.0.2", FlowText.Address(frame.Source));
        Assert.Equal("192.0.2.1", FlowText.Address(frame.Destination));
        Assert.Equal(0, frame.SourcePort);
        Assert.Equal(inner.Length, frame.PayloadLength);
    }

    [Theory]
    [InlineData(0, 0x55, FrameOddity.IPv4BadVersion)]
    [InlineData(0, 0x44, FrameOddity.IPv4BadHeaderLength)]
    [InlineData(0, 0x40, FrameOddity.IPv4BadHeaderLength)]      // the header PacketDotNet's Extract never returns from
    [InlineData(0, 0x4F, FrameOddity.IPv4TruncatedHeader)]
    [InlineData(3, 19, FrameOddity.IPv4BadTotalLength)]
    public void Parse_counts_an_ipv4_header_that_contradicts_itself(int offset, byte value, FrameOddity expected)
    {
        var packet = FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, s_datagram);
        packet[offset] = value;

        Assert.Equal(expected, new FrameParser().Parse(new Captured(packet) { LinkLayer = LinkLayer.IPv4 }.Raw, out _));
    }

    [Fact]
    public void Parse_counts_an_ipv6_packet_of_another_version()
    {
        var packet = FrameBytes.IPv6Packet(Client6, Server6, IpProtocol.Udp, s_datagram6);
        packet[0] = 0x70;

        Assert.Equal(FrameOddity.IPv6BadVersion, new FrameParser().Parse(new Captured(packet) { LinkLayer = LinkLayer.IPv6 }.Raw, out _));
    }

    [Fact]
    public void Parse_counts_an_extension_header_longer_than_the_packet()
    {
        var packet = FrameBytes.IPv6Packet(Client6, Server6, DestinationOptions, FrameBytes.IPv6Extension(IpProtocol.Udp, new byte[6], s_datagram6));
        packet[41] = 0xFF;

        Assert.Equal(FrameOddity.IPv6TruncatedExtension, OddityOf(packet));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parse_never_promises_more_payload_than_the_wire_carried(bool isIPv6)
    {
        var packet = isIPv6
            ? FrameBytes.IPv6Packet(Client6, Server6, IpProtocol.Udp, s_datagram6)
            : FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, s_datagram);
        packet[isIPv6 ? 4 : 2] = 0xFF;
        var parser = new FrameParser();

        Assert.Equal(FrameOddity.None, parser.Parse(new Captured(packet) { LinkLayer = LinkLayer.Raw }.Raw, out var frame));

        Assert.Equal(5, frame.PayloadLength);
        Assert.Equal(1, parser.CountOf(isIPv6 ? FrameOddity.IPv6LengthBeyondFrame : FrameOddity.IPv4LengthBeyondFrame));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Parse_reads_arp_as_a_conversation_of_the_two_addresses(int operation)
    {
        var frame = ParseFrame(FrameBytes.Padded(FrameBytes.Arp("10.0.0.1", "10.0.0.2", operation)));

        Assert.Equal(NetworkLayer.Arp, frame.Network);
        Assert.Equal("10.0.0.1", FlowText.Address(frame.Source));
        Assert.Equal("10.0.0.2", FlowText.Address(frame.Destination));
        Assert.Equal(operation, frame.MessageType);
        Assert.Equal(default, frame.Protocol);
        Assert.Equal(28, frame.Payload.Length);         // without the padding
        Assert.Equal(28, frame.PayloadLength);
        Assert.Equal(1, frame.Payload[1]);              // from the hardware type on
    }

    [Fact]
    public void Parse_counts_arp_that_is_cut_or_not_about_ipv4()
    {
        var message = FrameBytes.Arp("10.0.0.1", "10.0.0.2");
        var otherProtocol = FrameBytes.Arp("10.0.0.1", "10.0.0.2");
        otherProtocol[14 + 2] = 0x86;
        var hostileHardwareLength = FrameBytes.Arp("10.0.0.1", "10.0.0.2");
        hostileHardwareLength[14 + 4] = 0xFF;

        Assert.Equal(FrameOddity.ArpTruncated, new FrameParser().Parse(new Captured(message[..41]).Raw, out _));
        Assert.Equal(FrameOddity.ArpNotIPv4, new FrameParser().Parse(new Captured(otherProtocol).Raw, out _));
        Assert.Equal(FrameOddity.ArpTruncated, new FrameParser().Parse(new Captured(hostileHardwareLength).Raw, out _));
    }

    private static byte[] AuthenticationHeader(IpProtocol next, ReadOnlySpan<byte> rest) =>
        new WireBytes().U8((int)next).U8(24 / 4 - 2).U16(0).U32(1).U32(1).Repeat(0xAB, 12).Append(rest).ToArray();

    private static Frame Parse(byte[] packet) => ParseFrame(FrameBytes.Ethernet(packet));

    private static Frame ParseFrame(byte[] bytes)
    {
        Assert.Equal(FrameOddity.None, new FrameParser().Parse(new Captured(bytes).Raw, out var frame));
        return frame;
    }

    private static FrameOddity OddityOf(byte[] packet) => new FrameParser().Parse(new Captured(FrameBytes.Ethernet(packet)).Raw, out _);
}
