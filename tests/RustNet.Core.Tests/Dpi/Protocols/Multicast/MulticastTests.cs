using RustNet.Core.Dpi;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Multicast;

public sealed class MulticastTests
{
    [Theory]
    [InlineData(0x11, "0.0.0.0", 0, "general query", "1")]
    [InlineData(0x11, "0.0.0.0", 100, "general query", "2")]
    [InlineData(0x11, "239.1.1.1", 10, "query for 239.1.1.1", "2")]
    [InlineData(0x12, "239.255.255.250", 0, "member of 239.255.255.250", "1")]
    [InlineData(0x16, "239.255.255.250", 0, "member of 239.255.255.250", "2")]
    [InlineData(0x17, "239.255.255.250", 0, "leave 239.255.255.250", "2")]
    [InlineData(0x14, "1.2.3.4", 0, "PIM version 1", null)]
    public void Dissect_reads_igmp(int type, string group, int maximumResponse, string summary, string? version)
    {
        var flow = Play(MulticastBytes.Igmp(type, group, maximumResponse), Transports.Igmp);

        Assert.Equal(summary, flow.App?.Summary);
        Assert.Equal(version, flow.Facts.GetValueOrDefault("igmp.version"));
        Assert.Equal("IGMP", flow.App?.DisplayName);
        Assert.False(flow.App?.IsApplication);
    }

    [Fact]
    public void Dissect_reads_the_sources_of_an_igmp_query()
    {
        var flow = Play([.. MulticastBytes.Igmp(0x11, "232.1.1.1", 100), .. MulticastBytes.QuerySources("192.0.2.1", "192.0.2.2")], Transports.Igmp);

        Assert.Equal("3", flow.Facts["igmp.version"]);
        Assert.Equal("192.0.2.1, 192.0.2.2", flow.Facts["igmp.source"]);
    }

    [Theory]
    [InlineData(1, "member of 239.255.255.250")]
    [InlineData(2, "member of 239.255.255.250")]
    [InlineData(3, "leave 239.255.255.250")]
    [InlineData(4, "join 239.255.255.250")]
    [InlineData(5, "join 239.255.255.250")]
    [InlineData(6, "leave 239.255.255.250")]
    public void Dissect_tells_joining_from_leaving(int record, string summary) =>
        Assert.Equal(summary, Play(MulticastBytes.Report(0x22, MulticastBytes.Record(record, "239.255.255.250")), Transports.Igmp).App?.Summary);

    [Fact]
    public void Dissect_joins_what_is_included_from_certain_sources()
    {
        var flow = Play(MulticastBytes.Report(0x22, MulticastBytes.Record(3, "232.1.1.1", "192.0.2.1")), Transports.Igmp);

        Assert.Equal("join 232.1.1.1", flow.App?.Summary);
        Assert.Equal("192.0.2.1", flow.Facts["igmp.source"]);
    }

    [Fact]
    public void Dissect_lists_the_groups_of_a_report()
    {
        var flow = Play(MulticastBytes.Report(143,
            MulticastBytes.Record(4, "ff02::fb"), MulticastBytes.Record(3, "ff02::c"), MulticastBytes.Record(2, "ff02::1:3")), Transports.IcmpV6);

        Assert.Equal("join ff02::fb (+2)", flow.App?.Summary);
        Assert.Equal("MLD", flow.App?.DisplayName);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["icmp.type"] = "multicast listener report",
                ["mld.version"] = "2",
                ["mld.group"] = "ff02::fb, ff02::c, ff02::1:3",
                ["mld.groups"] = "3",
                ["mld.join"] = "ff02::fb",
                ["mld.leave"] = "ff02::c",
            },
            flow.Facts);
    }

    [Fact]
    public void Dissect_lists_no_more_groups_than_the_first_few_and_says_how_many_there_are()
    {
        var flow = Play(MulticastBytes.Report(0x22, [.. Enumerable.Range(0, 60).Select(i => MulticastBytes.Record(4, $"239.0.0.{i}"))]), Transports.Igmp);

        Assert.Equal("join 239.0.0.0 (+59)", flow.App?.Summary);
        Assert.Equal(8, flow.Facts["igmp.group"].Split(", ").Length);
        Assert.Equal("60", flow.Facts["igmp.groups"]);
    }

    [Theory]
    [InlineData(130, "::", "general query")]
    [InlineData(130, "ff02::1:3", "query for ff02::1:3")]
    [InlineData(131, "ff02::1:3", "member of ff02::1:3")]
    [InlineData(132, "ff02::1:3", "leave ff02::1:3")]
    public void Dissect_reads_mld_version_1(int type, string group, string summary)
    {
        var flow = Play(MulticastBytes.Mld(type, group), Transports.IcmpV6);

        Assert.Equal(summary, flow.App?.Summary);
        Assert.Equal("1", flow.Facts["mld.version"]);
    }

    [Fact]
    public void Dissect_does_not_guess_the_version_of_a_query_that_was_cut()
    {
        var flow = new Conversation(Transports.Igmp);
        flow.Segment(true, 0, MulticastBytes.Igmp(0x11, "232.1.1.1", 100), wireLength: 12);

        Assert.Equal("query for 232.1.1.1", flow.App?.Summary);
        Assert.DoesNotContain("igmp.version", flow.Facts);
    }

    [Fact]
    public void Dissect_believes_no_count_beyond_the_message()
    {
        var flow = Play([0x22, 0, 0, 0, 0, 0, 0xff, 0xff, 4, 0, 0xff, 0xff, 239, 1, 1, 1], Transports.Igmp);

        Assert.Equal("membership report", flow.App?.Summary);
        Assert.DoesNotContain("igmp.group", flow.Facts);
    }

    private static Conversation Play(byte[] message, Transports transport) => new Conversation(transport).Client(message);
}
