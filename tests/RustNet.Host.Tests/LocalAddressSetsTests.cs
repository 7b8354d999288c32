using System.Net;
using RustNet.Core.Flows;

namespace RustNet.Host.Tests;

public class LocalAddressSetsTests
{
    [Fact]
    public void Of_holds_every_address_without_its_scope()
    {
        var set = LocalAddressSets.Of([Make("192.0.2.7", 24), Make("2001:db8::7", 64), Make("fe80::1%3", 64), Make("::1", 128)]);

        Assert.Equal(["192.0.2.7", "2001:db8::7", "::1", "fe80::1"], Text(set.Addresses));
    }

    [Theory]
    [InlineData("192.0.2.7", 24, "192.0.2.255")]
    [InlineData("10.1.2.3", 8, "10.255.255.255")]
    [InlineData("172.16.130.9", 18, "172.16.191.255")]
    [InlineData("192.0.2.5", 30, "192.0.2.7")]
    public void Of_finds_the_directed_broadcast(string address, int prefixLength, string broadcast) =>
        Assert.Equal([broadcast], Text(LocalAddressSets.Of([Make(address, prefixLength)]).Broadcasts));

    [Theory]
    [InlineData("192.0.2.4", 31)] // RFC 3021
    [InlineData("192.0.2.4", 32)]
    [InlineData("192.0.2.4", 0)]
    [InlineData("127.0.0.1", 8)]
    [InlineData("2001:db8::1", 64)]
    public void Of_finds_no_broadcast_where_there_is_none(string address, int prefixLength) =>
        Assert.Empty(LocalAddressSets.Of([Make(address, prefixLength)]).Broadcasts);

    [Fact]
    public void AreEqual_compares_what_is_in_the_sets()
    {
        var set = LocalAddressSets.Of([Make("192.0.2.7", 24), Make("::1", 128)]);

        Assert.True(LocalAddressSets.AreEqual(set, LocalAddressSets.Of([Make("::1", 128), Make("192.0.2.7", 24)])));
        Assert.False(LocalAddressSets.AreEqual(set, LocalAddressSets.Of([Make("192.0.2.7", 25), Make("::1", 128)])));
        Assert.False(LocalAddressSets.AreEqual(set, LocalAddressSet.None));
    }

    [Fact]
    public void Fetch_finds_the_loopback_of_this_machine() =>
        Assert.Contains(LocalAddressSets.Fetch()!, found => IPAddress.IsLoopback(found.Address));

    private static InterfaceAddress Make(string address, int prefixLength) => new(IPAddress.Parse(address), prefixLength);

    private static string[] Text(IEnumerable<UInt128> addresses) => [.. addresses.Select(FlowText.Address).Order(StringComparer.Ordinal)];
}
