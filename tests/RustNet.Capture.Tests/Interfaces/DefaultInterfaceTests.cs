using System.Net;
using RustNet.Capture.Interfaces;

namespace RustNet.Capture.Tests.Interfaces;

public class DefaultInterfaceTests
{
    private static readonly InterfaceInfo s_loopback = Make("lo", "127.0.0.1") with { IsLoopback = true };
    private static readonly InterfaceInfo s_down = Make("eth0", "192.0.2.1") with { IsUp = false };
    private static readonly InterfaceInfo s_bridge = Make("docker0", "172.17.0.1");
    private static readonly InterfaceInfo s_bare = Make("eth1");
    private static readonly InterfaceInfo s_linkLocal = Make("eth2", "fe80::1", "169.254.7.7");
    private static readonly InterfaceInfo s_wireless = Make("wlan0", "2001:db8::1");

    [Fact]
    public void Choose_prefers_the_interface_of_the_default_route() =>
        Assert.Same(s_wireless, DefaultInterface.Choose([s_loopback, s_bridge, s_wireless], "wlan0"));

    [Fact]
    public void Choose_takes_the_first_with_an_address_without_a_default_route() =>
        Assert.Same(s_bridge, DefaultInterface.Choose([s_loopback, s_down, s_bare, s_linkLocal, s_bridge, s_wireless], null));

    [Fact]
    public void Choose_takes_a_link_local_address_where_there_is_no_other() =>
        Assert.Same(s_linkLocal, DefaultInterface.Choose([s_loopback, s_down, s_bare, s_linkLocal], null));

    [Fact]
    public void Choose_takes_the_next_best_when_the_default_route_is_not_capturable() =>
        Assert.Same(s_bridge, DefaultInterface.Choose([s_loopback, s_down, s_bridge], "eth0"));

    [Fact]
    public void Choose_finds_none_in_loopback_and_interfaces_without_addresses() =>
        Assert.Null(DefaultInterface.Choose([s_loopback, s_down, s_bare], "lo"));

    [Fact]
    public void Choose_knows_npcaps_name_by_the_guid_windows_gives()
    {
        var npcap = Make(@"\Device\NPF_{8A3E57C2-0D1B-4C43-9E0A-3C6B0E7E2F11}", "192.0.2.7") with { FriendlyName = "Wi-Fi" };

        Assert.Same(npcap, DefaultInterface.Choose([s_bridge, npcap], "{8a3e57c2-0d1b-4c43-9e0a-3c6b0e7e2f11}"));
    }

    [Fact]
    public void Find_matches_exactly_before_it_ignores_case()
    {
        var upper = Make("ETH0");
        var lower = Make("eth0");

        Assert.Same(lower, InterfaceList.Find([upper, lower], "eth0"));
        Assert.Same(upper, InterfaceList.Find([upper, lower], "Eth0"));
        Assert.Null(InterfaceList.Find([upper, lower], "eth"));
    }

    [Fact]
    public void Find_knows_the_name_people_use()
    {
        var npcap = Make(@"\Device\NPF_{1}") with { FriendlyName = "Wi-Fi" };

        Assert.Same(npcap, InterfaceList.Find([npcap], "wi-fi"));
    }

    private static InterfaceInfo Make(string name, params string[] addresses) =>
        new(name, null, "Ethernet", [.. addresses.Select(IPAddress.Parse)], IsUp: true, IsLoopback: false, null);
}
