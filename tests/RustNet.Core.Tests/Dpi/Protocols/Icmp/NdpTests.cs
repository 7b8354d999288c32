using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Icmp;

public sealed class NdpTests
{
    private static readonly byte[] s_link = IcmpBytes.Option(1, 2, 0, 0, 0, 0, 1);

    [Fact]
    public void Dissect_reads_a_solicitation_and_its_answer()
    {
        var flow = new Conversation(Transports.IcmpV6).Client(IcmpBytes.Neighbor(135, 0, "fe80::1", IcmpBytes.Option(1, 2, 0, 0, 0, 0, 2)));
        Assert.Equal("who has fe80::1?", flow.App?.Summary);
        Assert.Equal("NDP", flow.App?.DisplayName);
        Assert.Equal("icmpv6", flow.App?.Protocol);
        Assert.Equal("02:00:00:00:00:02", flow.Facts["ndp.link_address"]);

        flow.Server(IcmpBytes.Neighbor(136, 0x60, "fe80::1", IcmpBytes.Option(2, 2, 0, 0, 0, 0, 1)));

        Assert.Equal("fe80::1 is at 02:00:00:00:00:01", flow.App?.Summary);
        Assert.Equal("solicited, override", flow.Facts["ndp.flags"]);
        Assert.Equal("fe80::1", flow.Facts["ndp.target"]);
        Assert.Equal("neighbor advertisement", flow.Facts["icmp.type"]);
    }

    [Fact]
    public void Dissect_reads_all_of_a_router_advertisement()
    {
        var flow = Play(IcmpBytes.Router(0xc8, 1800,
            IcmpBytes.Prefix("2001:db8:0:1::", 64), IcmpBytes.Route("2001:db8:2::ffff", 48), IcmpBytes.Option(5, 0, 0, 0, 0, 5, 0xdc),
            IcmpBytes.DnsServers("2001:db8::53", "2001:db8::54"), IcmpBytes.Option(31, [.. new byte[6], .. DnsBytes.Name("example.com"), .. DnsBytes.Name("example.org")]),
            IcmpBytes.Option(37, "https://portal.example/\u001b"u8.ToArray()), IcmpBytes.Option(38, [0x0e, 0x10, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]), s_link));

        Assert.Equal("router for 2001:db8:0:1::/64", flow.App?.Summary);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["icmp.type"] = "router advertisement",
                ["ndp.link_address"] = "02:00:00:00:00:01",
                ["ndp.flags"] = "managed, other",
                ["ndp.router_lifetime"] = "1800 s",
                ["ndp.preference"] = "high",
                ["ndp.hop_limit"] = "64",
                ["ndp.prefix"] = "2001:db8:0:1::/64",
                ["ndp.route"] = "2001:db8:2::/48",
                ["ndp.mtu"] = "1500",
                ["ndp.dns"] = "2001:db8::53, 2001:db8::54",
                ["ndp.dns_search"] = "example.com, example.org",
                ["ndp.nat64"] = "64:ff9b::/96",
                ["ndp.captive_portal"] = "https://portal.example/\ufffd",
            },
            flow.Facts);
    }

    [Fact]
    public void Dissect_reads_a_redirect()
    {
        var flow = Play(IcmpBytes.Neighbor(137, 0, "fe80::1", FrameBytes.Address("2001:db8::9").GetAddressBytes(), IcmpBytes.Option(2, 2, 0, 0, 0, 0, 1),
            IcmpBytes.Option(4, [.. new byte[6], .. IcmpBytes.QuotedUdp("[2001:db8::2]:5353", "[2001:db8::9]:53")])));

        Assert.Equal("redirect 2001:db8::9 to fe80::1", flow.App?.Summary);
        Assert.Equal("2001:db8::9", flow.Facts["ndp.destination"]);
        Assert.Equal("udp [2001:db8::2]:5353 -> [2001:db8::9]:53", flow.Facts["icmp.about"]);
    }

    [Fact]
    public void Dissect_stops_at_an_option_of_no_length_and_leaves_out_what_cannot_be()
    {
        var flow = Play(IcmpBytes.Router(0, 0, IcmpBytes.Prefix("2001:db8::", 129), IcmpBytes.Route("2001:db8::", 200), [3, 0, 0, 0, 0, 0, 0, 0], IcmpBytes.Prefix("2001:db8::", 64)));

        Assert.Equal("router advert", flow.App?.Summary);
        Assert.DoesNotContain("ndp.prefix", flow.Facts);
        Assert.DoesNotContain("ndp.route", flow.Facts);
        Assert.Equal("0 s", flow.Facts["ndp.router_lifetime"]);
    }

    [Fact]
    public void Dissect_lists_no_more_than_the_first_few()
    {
        var flow = Play(IcmpBytes.Router(0, 0, [.. Enumerable.Range(0, 200).Select(i => IcmpBytes.Prefix($"2001:db8:{i:x}::", 64))]));

        Assert.Equal(8, flow.Facts["ndp.prefix"].Split(", ").Length);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(6, "02:00:00:00:00:01")]
    [InlineData(8, "02:00:00:00:00:01:00:01")]
    public void Dissect_reads_link_addresses_of_any_hardware(int length, string? text)
    {
        byte[] value = length == 0 ? new byte[6] : length == 8 ? [2, 0, 0, 0, 0, 1, 0, 1] : [2, 0, 0, 0, 0, 1];

        var facts = Play(IcmpBytes.Neighbor(135, 0, "fe80::1", IcmpBytes.Option(1, value))).Facts;

        Assert.Equal(text ?? "00:00:00:00:00:00", facts["ndp.link_address"]);
    }

    private static Conversation Play(byte[] message) => new Conversation(Transports.IcmpV6).Client(message);
}
