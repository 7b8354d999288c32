using System.Net;
using RustNet.Capture.Interfaces;

namespace RustNet.Capture.Tests.Interfaces;

public class InterfaceTableTests
{
    [Fact]
    public void Format_aligns_columns_and_gives_each_address_a_line()
    {
        var text = InterfaceTable.Format(
        [
            new("eth0", null, "Ethernet", [IPAddress.Parse("192.0.2.2"), IPAddress.Parse("2001:db8::2")], true, false, null),
            new("any", null, "Linux cooked v2", [], true, false, "Pseudo-device that captures on all interfaces"),
            new("tun0", null, "TUN (raw IP)", [], false, false, null),
        ]);

        Assert.Equal("""
            Name  Link type        State  Addresses    Description
            eth0  Ethernet         up     192.0.2.2
                                          2001:db8::2
            any   Linux cooked v2  up                  Pseudo-device that captures on all interfaces
            tun0  TUN (raw IP)     down

            """, text);
    }

    [Fact]
    public void Format_shows_both_names_where_people_use_another()
    {
        var text = InterfaceTable.Format([new(@"\Device\NPF_{1}", "Wi-Fi", "Ethernet", [], true, false, "Intel(R) Wi-Fi 6")]);

        Assert.Contains("Wi-Fi: Intel(R) Wi-Fi 6", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_of_nothing_is_the_header() =>
        Assert.Equal("Name  Link type  State  Addresses  Description\n", InterfaceTable.Format([]));

    [Fact]
    public void Format_lets_no_control_character_through()
    {
        var text = InterfaceTable.Format([new("e\e[2Jth", "a\ab", "Ethernet", [], true, false, "d\re")]);

        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
    }
}
