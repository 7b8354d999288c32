using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Icmp;

public sealed class IcmpDissectorTests
{
    [Fact]
    public void Dissect_tells_a_ping_by_its_identifier_and_whether_it_is_answered()
    {
        var flow = new Conversation(Transports.Icmp).Client(IcmpBytes.Echo(8, 4711, 1));
        Assert.Equal("echo request", flow.Facts["icmp.type"]);

        flow.Server(IcmpBytes.Echo(0, 4711, 1)).Client(IcmpBytes.Echo(8, 4711, 2));

        Assert.Equal("echo request, echo reply", flow.Facts["icmp.type"]);
        Assert.Equal("4711", flow.Facts["icmp.id"]);
        Assert.Equal("Echo id 4711", flow.App?.Summary);
        Assert.Equal("ICMP", flow.App?.DisplayName);
        Assert.False(flow.App?.IsApplication);
        Assert.Null(flow.App?.HostName);
        Assert.Null(flow.App?.TransportState);
    }

    [Theory]
    [InlineData(3, 3, 0, "port unreachable: udp 10.0.0.9:53", "port unreachable")]
    [InlineData(3, 4, 1400, "fragmentation needed, MTU 1400: udp 10.0.0.9:53", "fragmentation needed")]
    [InlineData(3, 4, 0, "fragmentation needed: udp 10.0.0.9:53", "fragmentation needed")]
    [InlineData(5, 1, 0x0a0000fe, "redirect to 10.0.0.254: udp 10.0.0.9:53", "for the host")]
    [InlineData(11, 0, 0, "TTL exceeded: udp 10.0.0.9:53", "TTL exceeded")]
    [InlineData(12, 0, 0x14000000, "bad field: udp 10.0.0.9:53", "bad field")]
    [InlineData(4, 0, 0, "source quench: udp 10.0.0.9:53", null)]
    [InlineData(3, 99, 0, "code 99: udp 10.0.0.9:53", "code 99")]
    public void Dissect_says_what_an_error_is_about(int type, int code, long field, string summary, string? codeName)
    {
        var flow = Play(IcmpBytes.Message(type, code, field, IcmpBytes.QuotedUdp("10.0.0.2:5353", "10.0.0.9:53")));

        Assert.Equal(summary, flow.App?.Summary);
        Assert.Equal("udp 10.0.0.2:5353 -> 10.0.0.9:53", flow.Facts["icmp.about"]);
        Assert.Equal(codeName, flow.Facts.GetValueOrDefault("icmp.code"));
    }

    [Theory]
    [InlineData(1, 4, 0, "port unreachable: udp [2001:db8::9]:53")]
    [InlineData(2, 0, 1280, "packet too big, MTU 1280: udp [2001:db8::9]:53")]
    [InlineData(3, 0, 0, "hop limit exceeded: udp [2001:db8::9]:53")]
    [InlineData(4, 1, 40, "unrecognized next header: udp [2001:db8::9]:53")]
    [InlineData(101, 0, 0, "type 101: udp [2001:db8::9]:53")]
    public void Dissect_says_what_an_error_of_ipv6_is_about(int type, int code, long field, string summary)
    {
        var flow = Play(IcmpBytes.Message(type, code, field, IcmpBytes.QuotedUdp("[2001:db8::2]:5353", "[2001:db8::9]:53")), Transports.IcmpV6);

        Assert.Equal(summary, flow.App?.Summary);
        Assert.Equal("ICMPv6", flow.App?.DisplayName);
        Assert.Equal("udp [2001:db8::2]:5353 -> [2001:db8::9]:53", flow.Facts["icmp.about"]);
    }

    [Fact]
    public void Dissect_gives_mtu_gateway_and_pointer_their_fields()
    {
        var quote = IcmpBytes.QuotedUdp("10.0.0.2:5353", "10.0.0.9:53");

        Assert.Equal("1400", Play(IcmpBytes.Message(3, 4, 1400, quote)).Facts["icmp.mtu"]);
        Assert.Equal("10.0.0.254", Play(IcmpBytes.Message(5, 0, 0x0a0000fe, quote)).Facts["icmp.gateway"]);
        Assert.Equal("20", Play(IcmpBytes.Message(12, 0, 20L << 24, quote)).Facts["icmp.pointer"]);
        Assert.Equal("40", Play(IcmpBytes.Message(4, 0, 40, quote), Transports.IcmpV6).Facts["icmp.pointer"]);
    }

    [Fact]
    public void Dissect_reads_a_quoted_echo_and_one_without_ports()
    {
        var ping = FrameBytes.IpPacket("10.0.0.2", "10.0.0.9", Core.Wire.IpProtocol.Icmp, IcmpBytes.Echo(8, 77, 1));
        var tunnel = FrameBytes.IpPacket("10.0.0.2", "10.0.0.9", (Core.Wire.IpProtocol)47, new byte[8]);

        Assert.Equal("icmp 10.0.0.2 -> 10.0.0.9 id 77", Play(IcmpBytes.Message(3, 1, 0, ping[..28])).Facts["icmp.about"]);
        Assert.Equal("ip-47 10.0.0.2 -> 10.0.0.9", Play(IcmpBytes.Message(3, 2, 0, tunnel)).Facts["icmp.about"]);
    }

    [Fact]
    public void Dissect_does_not_take_the_middle_of_a_fragment_for_ports()
    {
        var fragment = FrameBytes.IPv4Packet("10.0.0.2", "10.0.0.9", Core.Wire.IpProtocol.Udp, [1, 2, 3, 4, 5, 6, 7, 8], fragmentOffset: 1480);

        var flow = Play(IcmpBytes.Message(11, 1, 0, fragment));

        Assert.Equal("udp 10.0.0.2 -> 10.0.0.9", flow.Facts["icmp.about"]);
        Assert.Equal("reassembly time exceeded: udp 10.0.0.9", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_takes_only_the_quote_where_extensions_follow_it()
    {
        // A quote of no more than the IP header (RFC 4884: one length unit less than ports): what follows is an extension.
        var header = IcmpBytes.QuotedUdp("10.0.0.2:5353", "10.0.0.9:53")[..20];

        var flow = Play(IcmpBytes.Message(11, 0, 5L << 16, [.. header, 0x20, 0, 0, 0, 0, 8, 1, 1, 0, 1, 0, 1]));

        Assert.Equal("TTL exceeded", flow.App?.Summary);
    }

    [Theory]
    [InlineData(13, "timestamp request, id 7")]
    [InlineData(17, "address mask request, id 7")]
    [InlineData(18, "address mask reply: 255.255.255.0")]
    [InlineData(10, "router solicitation")]
    [InlineData(99, "type 99")]
    public void Dissect_names_other_messages(int type, string summary) =>
        Assert.Equal(summary, Play(IcmpBytes.Message(type, 0, 7 << 16 | 1, 255, 255, 255, 0)).App?.Summary);

    [Fact]
    public void Dissect_reads_the_router_of_an_advertisement()
    {
        var flow = Play(IcmpBytes.Message(9, 0, 0x01020708, 192, 0, 2, 1, 0, 0, 0, 0));

        Assert.Equal("router advertisement: 192.0.2.1", flow.App?.Summary);
        Assert.Equal("192.0.2.1", flow.Facts["icmp.router"]);
        Assert.Equal("1800 s", flow.Facts["icmp.router_lifetime"]);
    }

    [Fact]
    public void Dissect_follows_what_changes_and_comes_back_to_what_was()
    {
        var flow = new Conversation(Transports.Icmp);
        var first = IcmpBytes.Message(3, 3, 0, IcmpBytes.QuotedUdp("10.0.0.2:5353", "10.0.0.9:53"));
        var second = IcmpBytes.Message(3, 3, 0, IcmpBytes.QuotedUdp("10.0.0.2:5353", "10.0.0.9:54"));
        flow.Client(first);
        var before = flow.App;

        flow.Client(second);
        Assert.Equal("port unreachable: udp 10.0.0.9:54", flow.App?.Summary);

        flow.Client(first);
        Assert.Same(before, flow.App);
    }

    [Fact]
    public void Dissect_never_ends()
    {
        var flow = new Conversation(Transports.Icmp);
        for (var i = 0; i < 1000; i++)
        {
            flow.Client(IcmpBytes.Echo(8, 1, (ushort)i));
        }

        flow.Server(IcmpBytes.Echo(0, 1, 999));

        Assert.Equal("echo request, echo reply", flow.Facts["icmp.type"]);
    }

    private static Conversation Play(byte[] message, Transports transport = Transports.Icmp) => new Conversation(transport).Client(message);
}
