using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class FragmentTests
{
    private const string Client = "10.0.0.2:51000";
    private const string Server = "192.0.2.1:53";
    private const string Client6 = "[2001:db8::2]:51000";
    private const string Server6 = "[2001:db8::1]:53";
    private const IpProtocol FragmentHeader = (IpProtocol)44;
    private const IpProtocol DestinationOptions = (IpProtocol)60;

    public static TheoryData<bool> Versions => [false, true];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_later_fragment_counts_for_the_connection_its_first_one_named(bool isIPv6)
    {
        var parser = new FrameParser();
        var parts = Fragments(isIPv6, 3);

        parser.Parse(Captured.At(0, parts[0]).Raw, out var first);
        Assert.Equal(FrameOddity.None, parser.Parse(Captured.At(0.1, parts[1]).Raw, out var second));
        Assert.Equal(FrameOddity.None, parser.Parse(Captured.At(0.2, parts[2]).Raw, out var last));

        Assert.False(first.IsLaterFragment);
        Assert.True(second.IsLaterFragment);
        Assert.Equal(FlowKey.Of(first, out _), FlowKey.Of(second, out _));
        Assert.Equal(FlowKey.Of(first, out _), FlowKey.Of(last, out _));
        Assert.True(last.Payload.IsEmpty);
        Assert.Equal(parts[1].Length, second.WireLength);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fragments_that_come_before_the_first_are_handed_over_with_it(bool isIPv6)
    {
        var parser = new FrameParser();
        var parts = Fragments(isIPv6, 3);

        Assert.Equal(FrameOddity.FragmentWithoutFirst, parser.Parse(Captured.At(0, parts[2]).Raw, out _));
        Assert.Equal(FrameOddity.FragmentWithoutFirst, parser.Parse(Captured.At(0, parts[1]).Raw, out _));
        Assert.Equal(2, parser.CountOf(FrameOddity.FragmentWithoutFirst));
        parser.Parse(Captured.At(1, parts[0]).Raw, out var first);

        Assert.Equal(2, first.HeldPackets);
        Assert.Equal(parts[1].Length + parts[2].Length, first.HeldBytes);
        Assert.Equal(0, parser.CountOf(FrameOddity.FragmentWithoutFirst));
    }

    [Fact]
    public void Held_fragments_are_handed_over_once()
    {
        var parser = new FrameParser();
        var parts = Fragments(isIPv6: false, 2);

        parser.Parse(Captured.At(0, parts[1]).Raw, out _);
        parser.Parse(Captured.At(0, parts[0]).Raw, out _);
        parser.Parse(Captured.At(0, parts[0]).Raw, out var again);

        Assert.Equal(0, again.HeldPackets);
    }

    [Fact]
    public void A_fragment_is_forgotten_after_thirty_seconds_of_packet_time()
    {
        var parser = new FrameParser();
        var parts = Fragments(isIPv6: false, 2);

        parser.Parse(Captured.At(0, parts[0]).Raw, out _);

        Assert.Equal(FrameOddity.None, parser.Parse(Captured.At(30, parts[1]).Raw, out _));
        Assert.Equal(FrameOddity.FragmentWithoutFirst, parser.Parse(Captured.At(60.1, parts[1]).Raw, out _));
    }

    [Fact]
    public void A_fragment_that_waited_too_long_is_not_handed_over_and_stays_counted()
    {
        var parser = new FrameParser();
        var parts = Fragments(isIPv6: false, 2);

        parser.Parse(Captured.At(0, parts[1]).Raw, out _);
        parser.Parse(Captured.At(31, parts[0]).Raw, out var first);

        Assert.Equal(0, first.HeldPackets);
        Assert.Equal(1, parser.CountOf(FrameOddity.FragmentWithoutFirst));
    }

    [Fact]
    public void A_flood_of_fragments_pushes_out_the_oldest_and_spares_the_newest()
    {
        var parser = new FrameParser();
        for (var i = 0; i < 20_000; i++)
        {
            parser.Parse(Captured.At(i * 0.000_1, FrameBytes.Ethernet(Part(i, offset: 8, more: false))).Raw, out _);
        }

        parser.Parse(Captured.At(3, FrameBytes.Ethernet(Part(19_999, offset: 0, more: true))).Raw, out var newest);
        parser.Parse(Captured.At(3, FrameBytes.Ethernet(Part(0, offset: 0, more: true))).Raw, out var oldest);

        Assert.Equal(1, newest.HeldPackets);
        Assert.Equal(0, oldest.HeldPackets);

        static byte[] Part(int number, int offset, bool more) => FrameBytes.IPv4Packet(
            $"10.{number >> 8 & 0xFF}.{number & 0xFF}.1:1", Server, IpProtocol.Udp, FrameBytes.UdpDatagram(Client, Server, new byte[8]), identification: (ushort)number,
            fragmentOffset: offset, moreFragments: more);
    }

    [Fact]
    public void Fragments_of_another_sender_identification_or_protocol_are_other_datagrams()
    {
        var parser = new FrameParser();
        var rest = new byte[16];
        parser.Parse(new Captured(Fragments(isIPv6: false, 2)[0]).Raw, out _);

        Assert.Equal(FrameOddity.None, OddityOf(FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, rest, fragmentOffset: 16)));
        Assert.Equal(FrameOddity.FragmentWithoutFirst, OddityOf(FrameBytes.IPv4Packet("10.0.0.3:1", Server, IpProtocol.Udp, rest, fragmentOffset: 16)));
        Assert.Equal(FrameOddity.FragmentWithoutFirst, OddityOf(FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, rest, identification: 1, fragmentOffset: 16)));
        Assert.Equal(FrameOddity.FragmentWithoutFirst, OddityOf(FrameBytes.IPv4Packet(Client, Server, IpProtocol.Tcp, rest, fragmentOffset: 16)));

        FrameOddity OddityOf(byte[] packet) => parser.Parse(new Captured(FrameBytes.Ethernet(packet)).Raw, out _);
    }

    [Fact]
    public void A_later_fragment_of_an_echo_has_its_identifier()
    {
        var parser = new FrameParser();
        var message = FrameBytes.IcmpEcho("10.0.0.1", "10.0.0.2", identifier: 77, payload: new byte[24])[34..];

        parser.Parse(new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.1", "10.0.0.2", IpProtocol.Icmp, message.AsSpan(0, 16), moreFragments: true))).Raw, out _);
        parser.Parse(new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.1", "10.0.0.2", IpProtocol.Icmp, message.AsSpan(16), fragmentOffset: 16))).Raw, out var later);

        Assert.Equal(77, later.SourcePort);
        Assert.Equal(Frame.UnknownMessageType, later.MessageType);
    }

    [Fact]
    public void A_fragment_of_a_protocol_without_ports_needs_no_first_one()
    {
        const IpProtocol Gre = (IpProtocol)47;

        var oddity = new FrameParser().Parse(
            new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet(Client, Server, Gre, new byte[8], fragmentOffset: 1480))).Raw, out var frame);

        Assert.Equal(FrameOddity.None, oddity);
        Assert.Equal(Gre, frame.Protocol);
        Assert.True(frame.IsLaterFragment);
    }

    [Fact]
    public void A_first_fragment_tells_the_length_of_the_whole_datagram()
    {
        new FrameParser().Parse(new Captured(Fragments(isIPv6: false, 3)[0]).Raw, out var frame);

        Assert.Equal(40, frame.PayloadLength);
        Assert.Equal(8, frame.Payload.Length);
    }

    [Fact]
    public void An_ipv6_datagram_may_have_extension_headers_inside_its_fragments()
    {
        var parser = new FrameParser();
        var datagram = FrameBytes.IPv6Extension(IpProtocol.Udp, new byte[6], FrameBytes.UdpDatagram(Client6, Server6, new byte[32]));

        parser.Parse(new Captured(Fragment6(DestinationOptions, 0, more: true, datagram.AsSpan(0, 24))).Raw, out var first);
        Assert.Equal(FrameOddity.None, parser.Parse(new Captured(Fragment6(DestinationOptions, 24, more: false, datagram.AsSpan(24))).Raw, out var later));

        Assert.Equal(53, first.DestinationPort);
        Assert.Equal(FlowKey.Of(first, out _), FlowKey.Of(later, out _));
    }

    [Fact]
    public void An_atomic_fragment_is_a_whole_datagram()
    {
        new FrameParser().Parse(new Captured(Fragment6(IpProtocol.Udp, 0, more: false, FrameBytes.UdpDatagram(Client6, Server6, "abc"u8))).Raw, out var frame);

        Assert.Equal(53, frame.DestinationPort);
        Assert.Equal("abc"u8, frame.Payload);
    }

    // A UDP datagram of 40 bytes in frames of 16, 16 and 16 (the first with the header) or 24 and 24.
    private static List<byte[]> Fragments(bool isIPv6, int count)
    {
        var datagram = isIPv6 ? FrameBytes.UdpDatagram(Client6, Server6, new byte[40]) : FrameBytes.UdpDatagram(Client, Server, new byte[40]);
        var size = datagram.Length / count;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var part = datagram.AsSpan(i * size, size);
            var more = i < count - 1;
            return isIPv6
                ? Fragment6(IpProtocol.Udp, i * size, more, part)
                : FrameBytes.Ethernet(FrameBytes.IPv4Packet(Client, Server, IpProtocol.Udp, part, fragmentOffset: i * size, moreFragments: more));
        })];
    }

    private static byte[] Fragment6(IpProtocol next, int offset, bool more, ReadOnlySpan<byte> part) =>
        FrameBytes.Ethernet(FrameBytes.IPv6Packet(Client6, Server6, FragmentHeader, FrameBytes.IPv6Fragment(next, offset, more, 0xABCD, part)));
}
