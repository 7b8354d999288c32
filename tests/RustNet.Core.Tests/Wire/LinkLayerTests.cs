using System.Text;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class LinkLayerTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:443";
    private const string Client6 = "[2001:db8::2]:51000";
    private const string Server6 = "[2001:db8::1]:443";

    private static readonly byte[] s_tcp4 = FrameBytes.IpPacket(Client, Server, IpProtocol.Tcp, FrameBytes.TcpSegment(Client, Server, TcpFlags.Syn, payload: "abc"u8));
    private static readonly byte[] s_tcp6 = FrameBytes.IpPacket(Client6, Server6, IpProtocol.Tcp, FrameBytes.TcpSegment(Client6, Server6, TcpFlags.Syn, payload: "abc"u8));

    public static TheoryData<string, LinkLayer, byte[]> Wrappings => new()
    {
        { "Ethernet", LinkLayer.Ethernet, FrameBytes.Ethernet(s_tcp4) },
        { "Ethernet IPv6", LinkLayer.Ethernet, FrameBytes.Ethernet(s_tcp6) },
        { "802.1Q", LinkLayer.Ethernet, FrameBytes.Ethernet(s_tcp4, 10) },
        { "QinQ", LinkLayer.Ethernet, FrameBytes.Ethernet(s_tcp6, 100, 10) },
        { "QinQ with 0x9100", LinkLayer.Ethernet, FrameBytes.EthernetOf(0x9100, new WireBytes().U16(7).U16(0x0800).Append(s_tcp4).ToArray()) },
        { "802.3 SNAP", LinkLayer.Ethernet, FrameBytes.EthernetSnap(s_tcp4) },
        { "802.3 SNAP, padded", LinkLayer.Ethernet, FrameBytes.Padded(FrameBytes.EthernetSnap(s_tcp4), 90) },
        { "802.3 LLC", LinkLayer.Ethernet, FrameBytes.EthernetOf(3 + s_tcp4.Length, [0x06, 0x06, 0x03, .. s_tcp4]) },
        { "cooked v1", LinkLayer.LinuxSll, FrameBytes.LinuxSll(s_tcp4) },
        { "cooked v1 IPv6", LinkLayer.LinuxSll, FrameBytes.LinuxSll(s_tcp6) },
        { "cooked v2", LinkLayer.LinuxSll2, FrameBytes.LinuxSll2(s_tcp4) },
        { "cooked v2 IPv6", LinkLayer.LinuxSll2, FrameBytes.LinuxSll2(s_tcp6) },
        { "raw", LinkLayer.Raw, s_tcp4 },
        { "raw IPv6", LinkLayer.Raw, s_tcp6 },
        { "raw 12", LinkLayer.RawBsd, s_tcp4 },
        { "raw 14", LinkLayer.RawOpenBsd, s_tcp6 },
        { "IPv4", LinkLayer.IPv4, s_tcp4 },
        { "IPv6", LinkLayer.IPv6, s_tcp6 },
        { "null", LinkLayer.Null, FrameBytes.Null(s_tcp4) },
        { "null IPv6 of macOS", LinkLayer.Null, FrameBytes.Null(s_tcp6) },
        { "null IPv6 of FreeBSD, big-endian", LinkLayer.Null, FrameBytes.Null(s_tcp6, bigEndian: true, family: 28) },
        { "null IPv6 of NetBSD", LinkLayer.Null, FrameBytes.Null(s_tcp6, family: 24) },
        { "null with an EtherType", LinkLayer.Null, FrameBytes.Null(s_tcp4, family: 0x0800) },
        { "loop", LinkLayer.Loop, FrameBytes.Null(s_tcp4, bigEndian: true) },
        { "PKTAP", LinkLayer.Pktap, FrameBytes.Pktap(FrameBytes.Ethernet(s_tcp4), LinkLayer.Ethernet, 1, "curl") },
        { "PKTAP under its old number", LinkLayer.PktapUser2, FrameBytes.Pktap(s_tcp6, LinkLayer.RawBsd, 1, "curl") },
        { "PKTAP of a big-endian Mac", LinkLayer.Pktap, FrameBytes.Pktap(FrameBytes.Null(s_tcp4, bigEndian: true), LinkLayer.Null, 1, "curl", bigEndian: true) },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Parse_finds_the_connection_behind_every_link_layer(string name, LinkLayer link, byte[] bytes)
    {
        var oddity = new FrameParser().Parse(new Captured(bytes) { LinkLayer = link }.Raw, out var frame);

        Assert.True(oddity == FrameOddity.None, $"{name}: {FrameOddities.Name(oddity)}");
        var isIPv6 = frame.Network == NetworkLayer.IPv6;
        Assert.Equal(isIPv6 ? Client6 : Client, FlowText.Endpoint(frame.Source, frame.SourcePort, hasPort: true));
        Assert.Equal(isIPv6 ? Server6 : Server, FlowText.Endpoint(frame.Destination, frame.DestinationPort, hasPort: true));
        Assert.Equal(TcpFlags.Syn, frame.TcpFlags);
        Assert.Equal("abc", Encoding.ASCII.GetString(frame.Payload));
        Assert.Equal(3, frame.PayloadLength);
        Assert.Equal(bytes.Length, frame.WireLength);
    }

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void Parse_survives_every_prefix_of_every_link_layer(string name, LinkLayer link, byte[] bytes)
    {
        var parser = new FrameParser();
        for (var length = 0; length < bytes.Length; length++)
        {
            var oddity = parser.Parse(new Captured(bytes[..length]) { LinkLayer = link, WireLength = bytes.Length }.Raw, out var frame);

            // Without the ports there is no connection; with them the one of the whole frame.
            Assert.True(oddity != FrameOddity.None || frame.DestinationPort == 443, $"{name}, {length} bytes");
            Assert.True(frame.Payload.Length <= Math.Max(0, 3 - (bytes.Length - length)) || name.Contains("padded", StringComparison.Ordinal), $"{name}, {length} bytes");
        }
    }

    [Fact]
    public void Parse_gives_the_outermost_vlan_id()
    {
        new FrameParser().Parse(new Captured(FrameBytes.Ethernet(s_tcp4, 100, 10)).Raw, out var frame);

        Assert.Equal(100, frame.VlanId);
    }

    [Fact]
    public void Parse_leaves_out_the_priority_bits_of_a_vlan_tag()
    {
        new FrameParser().Parse(new Captured(FrameBytes.Ethernet(s_tcp4, 0xE000 | 0x1000 | 42)).Raw, out var frame);

        Assert.Equal(42, frame.VlanId);
    }

    [Fact]
    public void Parse_gives_up_on_an_endless_stack_of_tags()
    {
        var tags = new WireBytes();
        for (var i = 0; i < 300; i++)
        {
            tags.U16(1).U16(0x8100);
        }

        Assert.Equal(FrameOddity.LinkTooManyTags, new FrameParser().Parse(new Captured(FrameBytes.EthernetOf(0x8100, tags.ToArray())).Raw, out _));
    }

    [Fact]
    public void Parse_takes_the_interface_index_from_cooked_v2_and_the_source_number_elsewhere()
    {
        var parser = new FrameParser();

        parser.Parse(new Captured(FrameBytes.LinuxSll2(s_tcp4, interfaceIndex: 7)) { LinkLayer = LinkLayer.LinuxSll2, InterfaceIndex = 3 }.Raw, out var cooked);
        parser.Parse(new Captured(FrameBytes.Ethernet(s_tcp4)) { InterfaceIndex = 3 }.Raw, out var ethernet);

        Assert.Equal(7, cooked.InterfaceIndex);
        Assert.Equal(3, ethernet.InterfaceIndex);
    }

    [Fact]
    public void Parse_gives_the_process_and_interface_a_pktap_header_names()
    {
        var bytes = FrameBytes.Pktap(FrameBytes.Ethernet(s_tcp4), LinkLayer.Ethernet, 4711, "Safari", "en0");

        new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out var frame);

        Assert.Equal(4711, frame.ProcessId);
        Assert.Equal("Safari", Encoding.ASCII.GetString(frame.ProcessCommand));
        Assert.Equal("en0", Encoding.ASCII.GetString(frame.InterfaceName));
    }

    [Fact]
    public void Parse_takes_a_negative_pktap_process_for_unknown()
    {
        var bytes = FrameBytes.Pktap(FrameBytes.Ethernet(s_tcp4), LinkLayer.Ethernet, -1, "");

        new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out var frame);

        Assert.Equal(0, frame.ProcessId);
        Assert.True(frame.ProcessCommand.IsEmpty);
    }

    [Theory]
    [InlineData(4711, 99, 4711, "networkd")]
    [InlineData(-1, 99, 99, "Mail")]
    [InlineData(0, 99, 99, "Mail")]
    [InlineData(-1, -1, 0, "networkd")]
    public void Parse_gives_the_effective_pktap_process_where_no_other_is_known(int process, int effective, int expected, string command)
    {
        foreach (var bigEndian in (bool[])[false, true])
        {
            var bytes = FrameBytes.Pktap(
                FrameBytes.Null(s_tcp4, bigEndian), LinkLayer.Null, process, "networkd", "en0", bigEndian, effective, "Mail");

            new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out var frame);

            Assert.Equal(expected, frame.ProcessId);
            Assert.Equal(command, Encoding.ASCII.GetString(frame.ProcessCommand));
        }
    }

    [Fact]
    public void Parse_takes_no_trace_tag_for_a_part_of_the_pktap_command()
    {
        var bytes = FrameBytes.Pktap(FrameBytes.Ethernet(s_tcp4), LinkLayer.Ethernet, 1, "seventeen letters and more");
        bytes[74] = (byte)'!';          // pth_trace_tag

        new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out var frame);

        Assert.Equal("seventeen letters", Encoding.ASCII.GetString(frame.ProcessCommand));
    }

    [Theory]
    [InlineData(LinkLayer.Pktap)]
    [InlineData(LinkLayer.PktapUser2)]
    public void Parse_does_not_follow_a_tap_inside_a_tap(LinkLayer inner)
    {
        var bytes = FrameBytes.Pktap(FrameBytes.Pktap(s_tcp4, LinkLayer.RawBsd, 1, "a"), inner, 1, "b");

        Assert.Equal(FrameOddity.PktapBadHeader, new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out _));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(107u)]
    [InlineData(109u + 14 + 43)]
    [InlineData(uint.MaxValue)]
    public void Parse_refuses_a_pktap_header_length_outside_the_frame(uint length)
    {
        var bytes = FrameBytes.Pktap(FrameBytes.Ethernet(s_tcp4), LinkLayer.Ethernet, 1, "a");
        BitConverter.TryWriteBytes(bytes, length);

        Assert.Equal(FrameOddity.PktapBadHeader, new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.Pktap }.Raw, out _));
    }

    [Theory]
    [InlineData(0x88CC)]    // LLDP
    [InlineData(0x8847)]    // MPLS
    [InlineData(0x0026)]    // 802.3 length of a spanning-tree frame
    public void Parse_counts_a_frame_that_carries_no_ip(int etherType)
    {
        var bytes = FrameBytes.EthernetOf(etherType, new WireBytes().Hex("42 42 03").Repeat(0, 43).ToArray());
        var parser = new FrameParser();

        var oddity = parser.Parse(new Captured(bytes).Raw, out var frame);

        Assert.Equal(FrameOddity.LinkNotIp, oddity);
        Assert.Equal(1, parser.CountOf(FrameOddity.LinkNotIp));
        Assert.Equal(0, frame.WireLength);
    }

    [Fact]
    public void Parse_counts_a_link_type_it_does_not_know()
    {
        Assert.Equal(FrameOddity.UnknownLinkLayer, new FrameParser().Parse(new Captured(s_tcp4) { LinkLayer = (LinkLayer)127 }.Raw, out _));
    }

    [Fact]
    public void Parse_takes_no_netlink_message_of_a_cooked_capture_for_ip()
    {
        var bytes = FrameBytes.LinuxSll(s_tcp4);
        bytes[2] = 824 >> 8;            // ARPHRD_NETLINK
        bytes[3] = 824 & 0xFF;

        Assert.Equal(FrameOddity.LinkNotIp, new FrameParser().Parse(new Captured(bytes) { LinkLayer = LinkLayer.LinuxSll }.Raw, out _));
    }
}
