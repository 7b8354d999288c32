using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;
using static RustNet.Testing.Dpi.DhcpBytes;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class DhcpDissectorTests
{
    [Fact]
    public void Dissect_follows_a_client_to_its_address()
    {
        var flow = Udp().Client(Message(1, 1, Option(12, "laptop"u8), Option(60, "test 1.0"u8), Option(50, [192, 0, 2, 7])));
        Assert.Equal("DHCP_DISCOVER", flow.App?.TransportState);
        Assert.Equal("DHCP laptop", flow.App?.Summary);

        flow.Server(Message(2, 2, Option(54, [192, 0, 2, 1]))).Client(Message(1, 3)).Server(Message(2, 5));

        Assert.Equal("DHCP_ACK", flow.App?.TransportState);
        Assert.Equal("DISCOVER, OFFER, REQUEST, ACK", flow.Facts["dhcp.type"]);
        Assert.Equal("laptop", flow.Facts["dhcp.hostname"]);
        Assert.Equal("test 1.0", flow.Facts["dhcp.vendor_class"]);
        Assert.Equal("192.0.2.7", flow.Facts["dhcp.requested"]);
        Assert.Equal("192.0.2.7", flow.Facts["dhcp.address"]);
        Assert.Equal("192.0.2.1", flow.Facts["dhcp.server"]);
        Assert.Equal("02:00:00:00:00:01", flow.Facts["dhcp.client"]);
        Assert.Null(flow.App?.HostName);
    }

    [Theory]
    [InlineData("00 00 00 6c6170746f70", "laptop")]
    [InlineData("04 00 00 066c6170746f70 03 6f7267 00", "laptop.org")]
    [InlineData("04 00 00 066c6170746f70", "laptop")]      // a part of a name (RFC 4702 §2.3.1)
    [InlineData("04 00 00 ff6c6170746f70", null)]
    public void Dissect_reads_the_clients_full_name(string hex, string? expected) =>
        Assert.Equal(expected, Udp().Client(Message(1, 3, Option(81, new WireBytes().Hex(hex).ToArray()))).Facts.GetValueOrDefault("dhcp.hostname"));

    [Fact]
    public void Dissect_reads_options_in_the_fields_that_are_free()
    {
        var message = new WireBytes().Append(Fixed(1, file: "0c 06 6c6170746f70 ff".Replace(" ", "", StringComparison.Ordinal), serverName: "3c0161ff"))
            .Hex("63825363 350101 340103 ff").ToArray();

        var flow = Udp().Client(message);

        Assert.Equal("laptop", flow.Facts["dhcp.hostname"]);
        Assert.Equal("a", flow.Facts["dhcp.vendor_class"]);
    }

    [Fact]
    public void Dissect_keeps_the_facts_of_the_first_client_of_a_shared_row()
    {
        var other = new WireBytes().Append(Fixed(1, "020000000002")).Hex("63825363 350103 0c056f74686572 ff").ToArray();

        var flow = Udp().Client(Message(1, 1, Option(12, "laptop"u8))).Client(other);

        Assert.Equal("DHCP_REQUEST", flow.App?.TransportState);
        Assert.Equal("laptop", flow.Facts["dhcp.hostname"]);
    }

    [Fact]
    public void Dissect_reads_bootp_without_options()
    {
        var flow = Udp().Client(Bootp(1));
        Assert.Equal("BOOTP_REQUEST", flow.App?.TransportState);

        Assert.Equal("BOOTP_REPLY", flow.Server(Bootp(2)).App?.TransportState);
        Assert.Equal("192.0.2.7", flow.Facts["dhcp.address"]);
    }

    [Theory]
    [InlineData(0, 3)]       // op
    [InlineData(2, 17)]      // hlen
    [InlineData(236, 0)]     // the cookie; without it the message is too short
    public void Dissect_refuses_what_is_not_dhcp(int at, byte value)
    {
        var message = Message(1, 1);
        message[at] = value;

        Assert.Null(Udp().Client(message).App);
    }

    [Theory]
    [InlineData(10, 1)]      // flags
    [InlineData(34, 1)]      // padding of chaddr
    [InlineData(1, 6)]       // htype
    [InlineData(2, 7)]       // hlen of Ethernet
    [InlineData(3, 17)]      // hops
    public void Dissect_refuses_what_is_not_bootp(int at, byte value)
    {
        var message = Bootp(1);
        message[at] = value;

        Assert.Null(Udp().Client(message).App);
    }

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp();
        var (request, reply) = (Message(1, 3), Message(2, 5));
        for (var i = 0; i < 40; i++)
        {
            flow.Client(request).Server(reply);
        }

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                flow.Client(request).Server(reply);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Dissect_follows_a_client_of_ipv6()
    {
        var flow = Udp6().Client(V6(1, V6Option(1, Duid), V6Option(39, [0, .. DnsBytes.Name("laptop.example.org")]),
            V6Option(16, [0, 0, 1, 0x37, 0, 3, .. "abc"u8])));
        Assert.Equal("DHCPV6_SOLICIT", flow.App?.TransportState);
        Assert.Equal("DHCPv6 laptop.example.org", flow.App?.Summary);

        flow.Server(V6(2, V6Option(1, Duid), V6Option(2, ServerDuid), V6Address("2001:db8::7"),
            V6Option(25, new WireBytes().U32(1).U32(0).U32(0).Append(V6Option(26, new WireBytes().U64(0).U8(56).Hex("20010db8 000100000000000000000000").ToArray())).ToArray())));

        Assert.Equal("DHCPV6_ADVERTISE", flow.App?.TransportState);
        Assert.Equal("SOLICIT, ADVERTISE", flow.Facts["dhcp.type"]);
        Assert.Equal("abc", flow.Facts["dhcp.vendor_class"]);
        Assert.Equal("2001:db8::7", flow.Facts["dhcp.address"]);
        Assert.Equal("2001:db8:1::/56", flow.Facts["dhcp.prefix"]);
        Assert.Equal("00030001020000000001", flow.Facts["dhcp.client"]);
        Assert.Equal("00030001020000000009", flow.Facts["dhcp.server"]);
    }

    [Fact]
    public void Dissect_looks_into_what_relays_pass_on()
    {
        var inner = V6Relayed(12, V6(1, V6Option(1, Duid), V6Option(39, [0, .. DnsBytes.Name("laptop.example.org")])));

        var flow = Udp6(40123).Client(V6Relayed(12, inner));

        Assert.Equal("DHCPV6_RELAY_FORWARD", flow.App?.TransportState);
        Assert.Equal("laptop.example.org", flow.Facts["dhcp.hostname"]);
    }

    [Theory]
    [InlineData("0b 123456 0006 0002 0017", 547, true)]                       // an information request without identifier
    [InlineData("0b 123456 0006 0002 0017", 40123, false)]
    [InlineData("00 123456 0006 0002 0017", 547, false)]                      // a type that does not exist
    [InlineData("25 123456 0006 0002 0017", 547, false)]
    [InlineData("0b 123456 0006 0003 0017", 547, false)]                      // an option that is not whole
    [InlineData("0b 123456 7777 0002 0017", 547, false)]                      // an option that does not exist
    [InlineData("0b 123456 0001 0004 00030001", 40123, true)]
    [InlineData("0b 123456 0001 0004 00090001", 547, false)]                  // a DUID of no known type
    public void Dissect_reads_whole_messages_only(string hex, int port, bool expected) =>
        Assert.Equal(expected, Udp6((ushort)port).Client(new WireBytes().Hex(hex).ToArray()).App is not null);

    private static Conversation Udp() => new(Transports.Udp, clientPort: 68, serverPort: 67);

    private static Conversation Udp6(ushort port = 547) => new(Transports.Udp, serverPort: port);
}
