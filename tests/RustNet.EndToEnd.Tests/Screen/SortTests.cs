namespace RustNet.EndToEnd.Tests.Screen;

public sealed class SortTests
{
    [Fact]
    public async Task Sort_goes_through_every_column_and_back_to_creation_order()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        foreach (var title in new[]
        {
            "(Sort: Protocol ↑)", "(Sort: Local Addr ↑)", "(Sort: Remote Addr ↑)", "(Sort: State ↑)", "(Sort: Service ↑)",
            "(Sort: Application ↑)", "(Sort: Down ↓)", "(Sort: Up ↓)", "(Sort: Process ↑)",
        })
        {
            await screen.SendKeysAsync("s");
            await screen.WaitForAsync(title);
        }

        await screen.SendKeysAsync("s");
        await screen.WaitForAsync(s => s.Has("Active Connections") && !s.Has("Sort:"), "the title without a sort");
    }

    [Fact]
    public async Task Option_gives_the_first_order()
    {
        await using var desk = await ReplayScreen.StartDeskAsync(options: ["--sort", "remote:desc"]);

        await desk.Screen.WaitForAsync(
            s => s.Has("Active Connections (Sort: Remote Addr ↓)") && s.AreInOrder("203.0.113.20:80", "192.0.2.53:53", "192.0.2.9:5001"),
            "remote addresses in descending order");
    }

    [Fact]
    public async Task Addresses_sort_numerically_and_S_flips()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.SendKeysAsync("s", "s", "s");
        await screen.WaitForAsync(
            s => s.Has("Active Connections (Sort: Remote Addr ↑)")
                && s.AreInOrder("192.0.2.9:5001", "192.0.2.53:53", "192.0.2.200:22", "198.51.100.10:443", "203.0.113.20:80", "[2001:db8::80]:443"),
            "remote addresses in ascending order");
        await screen.SendKeysAsync("S");
        await screen.WaitForAsync(
            s => s.Has("Active Connections (Sort: Remote Addr ↓)")
                && s.AreInOrder("[2001:db8::80]:443", "203.0.113.20:80", "198.51.100.10:443", "192.0.2.200:22", "192.0.2.53:53", "192.0.2.9:5001"),
            "remote addresses in descending order");
    }

    [Fact]
    public async Task The_sorted_header_is_cyan_and_underlined_with_an_arrow()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.SendKeysAsync("s", "s", "s");
        await screen.WaitForAsync("Remote Address ↑");

        var header = Assert.Single((await screen.CaptureAnsiAsync()).Find("Remote Address"));

        Assert.True(header.Style is { Underlined: true, IsCyan: true }, header.ToString());
        Assert.Contains("↑", header.Text, StringComparison.Ordinal);
        Assert.All((await screen.CaptureAnsiAsync()).Find("Local Address"), other => Assert.False(other.Style.Underlined));
    }

    [Fact]
    public async Task The_bandwidth_header_shows_column_and_direction()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.WaitForAsync("Down/Up");
        foreach (var (keys, header) in new[] { ("s s s s s s s", "Down↓/Up"), ("S", "Down↑/Up"), ("s", "Down/Up↓"), ("S", "Down/Up↑") })
        {
            await screen.SendKeysAsync(keys.Split(' '));
            await screen.WaitForAsync(header);
        }
    }

    [Fact]
    public async Task The_selection_follows_its_connection()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.WaitForAsync("ended");
        await screen.SendKeysAsync("j", "j", "j"); // 192.0.2.9:5001, the fourth by creation

        await screen.SendKeysAsync("s", "s", "s");
        await screen.WaitForAsync(s => s.AreInOrder("192.0.2.9:5001", "192.0.2.53:53"), "the new order");
        await screen.SendKeysAsync("Enter");

        await screen.WaitForAsync("▎ 10.0.0.5:5000 ");
    }
}
