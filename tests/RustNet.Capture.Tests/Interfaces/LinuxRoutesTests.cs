using System.Text;
using RustNet.Capture.Interfaces;

namespace RustNet.Capture.Tests.Interfaces;

public class LinuxRoutesTests
{
    private const string IPv4 =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT                                                       \n"
        + "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0                                                                             \n"
        + "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0                                                                              \n"
        + "eth0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0                                                                              \n";

    private const string IPv6 =
        "20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0\n"
        + "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003    wlan0\n"
        + "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000064 00000002 00000000 00000003     eth0\n"
        + "00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000002 00000000 80200001       lo\n"
        + "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n";

    [Fact]
    public void DefaultOfIPv4_is_the_default_route_with_the_lowest_metric() => Assert.Equal("eth0", OfIPv4(IPv4));

    [Fact]
    public void DefaultOfIPv6_is_the_default_route_with_the_lowest_metric() => Assert.Equal("eth0", OfIPv6(IPv6));

    [Fact]
    public void DefaultOfIPv6_ignores_the_entry_that_rejects()
    {
        var rejecting = IPv6[IPv6.TrimEnd().LastIndexOf('\n')..];

        Assert.Null(OfIPv6(rejecting));
    }

    [Theory]
    [InlineData("eth0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0")] // 0.0.0.0/1: half of a VPN's override
    [InlineData("eth0\t00000000\t00000000\t0000\t0\t0\t0\t00000000\t0\t0\t0")] // not up
    [InlineData("eth0\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0")] // rejects
    [InlineData("")]
    [InlineData("\n\n\n")]
    public void DefaultOfIPv4_is_null_without_a_usable_default_route(string content) => Assert.Null(OfIPv4(content));

    [Fact]
    public void DefaultOfIPv4_skips_a_line_that_does_not_parse() =>
        Assert.Equal("ppp0", OfIPv4("eth0\t00000000\tzz\nnonsense\nppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"));

    [Fact]
    public void Parsers_end_on_every_prefix()
    {
        for (var length = 0; length < IPv4.Length; length++)
        {
            Assert.True(OfIPv4(IPv4[..length]) is null or "wlan0" or "eth0");
        }

        for (var length = 0; length < IPv6.Length; length++)
        {
            // a name is the last thing on its line, so a prefix may end inside it
            Assert.True(OfIPv6(IPv6[..length]) is null || IPv6.Contains(OfIPv6(IPv6[..length])!, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Parsers_survive_damage()
    {
        var random = new Random(20260101);
        var originals = new[] { Encoding.ASCII.GetBytes(IPv4), Encoding.ASCII.GetBytes(IPv6) };
        for (var i = 0; i < 20_000; i++)
        {
            var content = (byte[])originals[i % 2].Clone();
            for (var damage = random.Next(1, 8); damage > 0; damage--)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            _ = LinuxRoutes.DefaultOfIPv4(content);
            _ = LinuxRoutes.DefaultOfIPv6(content);
        }
    }

    private static string? OfIPv4(string content) => LinuxRoutes.DefaultOfIPv4(Encoding.ASCII.GetBytes(content));

    private static string? OfIPv6(string content) => LinuxRoutes.DefaultOfIPv6(Encoding.ASCII.GetBytes(content));
}
