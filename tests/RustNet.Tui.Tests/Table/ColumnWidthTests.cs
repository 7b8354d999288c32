using RustNet.Core.Wire;
using RustNet.Tui.Tests.Testing;

namespace RustNet.Tui.Tests.Table;

/// <summary>Who gets the room of a wide row.</summary>
public sealed class ColumnWidthTests
{
    [Theory]
    [InlineData(160, "DHCPV6_INFORMATION_REQUEST")]
    [InlineData(200, "DHCPV6_INFORMATION_REQUEST")]
    [InlineData(200, "NETBIOS_REGISTRATION")]
    public void State_and_service_are_whole_before_room_is_left_over(int width, string state)
    {
        using var screen = new ScreenHarness(width, 24, [Flows.Make(1, "192.0.2.10:50000", "198.51.100.7:3503", IpProtocol.Udp, state)]);
        if (width < 200)
        {
            screen.Type("i"); // without the side panel
        }

        Assert.Contains($" {state} ", screen.Lines[4], StringComparison.Ordinal);
        Assert.Contains($" {screen.State.Model.Rows[0].Connection!.Identity.Service} ", screen.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void What_short_addresses_leave_over_shows_a_service_whole()
    {
        using var screen = new ScreenHarness(120, 24, [Flows.Make(1, "127.0.0.1:57964", "127.0.0.1:8081", process: new Core.Flows.ProcessInfo(4711, "python3"))]);

        Assert.Contains(" sunproxyadmin ", screen.Lines[4], StringComparison.Ordinal);
        Assert.EndsWith(" python3 (4711)", screen.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_as_wide_as_ever_where_nothing_needs_more()
    {
        using var plain = new ScreenHarness(200, 24, [Flows.Make(1)]);
        using var same = new ScreenHarness(200, 24, [Flows.Make(1), Flows.Make(2, state: "FIN_WAIT1")]);

        Assert.Equal(plain.Lines[3], same.Lines[3]);
    }
}
