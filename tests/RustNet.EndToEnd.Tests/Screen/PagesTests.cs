namespace RustNet.EndToEnd.Tests.Screen;

/// <summary>Details and Help.</summary>
public sealed class PagesTests
{
    [Fact]
    public async Task Details_shows_the_facts_of_the_selected_connection()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.WaitForAsync("ended");

        await screen.SendKeysAsync("Enter");

        var text = await screen.WaitForAsync(s => s.Has("www.example.com") && s.Has("h2,http/1.1"), "the facts of TLS");
        Assert.Contains("10.0.0.5:51000", text, StringComparison.Ordinal);
        Assert.Contains("198.51.100.10:443", text, StringComparison.Ordinal);
        Assert.Contains("ESTABLISHED", text, StringComparison.Ordinal);
        Assert.Contains("TLS_AES_128_GCM_SHA256", text, StringComparison.Ordinal);
        Assert.Contains("TLSv1.3", text, StringComparison.Ordinal);
        await screen.SendKeysAsync("j");
        await screen.WaitForAsync("10.0.0.5:51001 → 203.0.113.20:80");
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync(s => s.Has("192.0.2.200:22") && !s.Has("→"), "the overview");
    }

    [Theory]
    [InlineData("h")]
    [InlineData("?")]
    [InlineData("3")]
    public async Task Help_lists_the_keys(string key)
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.SendKeysAsync(key);

        var text = await screen.WaitForAsync(s => s.Has("PgDn") && s.Has("Filter"), "the first keys");
        await screen.SendKeysAsync("G");
        text += await screen.WaitForAsync(s => s.Has("Ctrl+C") && s.Has("Quit"), "the last keys");
        foreach (var word in new[] { "Filter", "Sort", "Details", "Copy" })
        {
            Assert.Contains(word, text, StringComparison.OrdinalIgnoreCase);
        }

        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync("192.0.2.200:22");
    }

    [Fact]
    public async Task Tab_goes_through_the_pages_and_back()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.SendKeysAsync("Tab");
        await screen.WaitForAsync("h2,http/1.1");
        await screen.SendKeysAsync("Tab");
        await screen.WaitForAsync("Shift+Tab");
        await screen.SendKeysAsync("BTab");
        await screen.WaitForAsync("h2,http/1.1");
        await screen.SendKeysAsync("1");
        await screen.WaitForAsync("192.0.2.200:22");
    }

    [Fact]
    public async Task Clear_asks_once_more_and_empties_the_table()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.WaitForAsync("ended");

        await screen.SendKeysAsync("x");
        await screen.SendKeysAsync("j");
        Assert.Contains("192.0.2.200:22", await screen.CaptureAsync(), StringComparison.Ordinal);
        await screen.SendKeysAsync("x", "x");

        await screen.WaitForAsync(s => s.Has("Active Connections") && !s.Has("192.0.2.200:22"), "an empty table");
    }
}
