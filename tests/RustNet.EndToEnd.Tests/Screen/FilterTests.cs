namespace RustNet.EndToEnd.Tests.Screen;

public sealed class FilterTests
{
    [Fact]
    public async Task Every_keystroke_filters_and_escape_clears()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.TypeAsync("/port:");
        await screen.TypeAsync("4");
        await screen.WaitForAsync(s => s.Has("198.51.100.10:443") && s.Has("10.0.0.5:40000") && !s.Has("192.0.2.200:22"), "ports with a 4");
        await screen.TypeAsync("43");
        await screen.WaitForAsync(s => s.Has("198.51.100.10:443") && s.Has("[2001:db8::80]:443") && !s.Has("10.0.0.5:40000"), "ports with 443");
        await screen.SendKeysAsync("BSpace", "BSpace");
        await screen.WaitForAsync("10.0.0.5:40000");
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync(s => s.Has("192.0.2.200:22") && s.Has("203.0.113.20:80") && !s.Has("port:4"), "all rows again");
    }

    [Fact]
    public async Task Enter_keeps_the_filter_and_sort_persists_beside_it()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;
        await screen.SendKeysAsync("s", "s", "s");
        await screen.WaitForAsync("Remote Addr ↑");

        await screen.TypeAsync("/proto:udp");
        await screen.WaitForAsync(s => !s.Has("203.0.113.20:80"), "only UDP");
        await screen.SendKeysAsync("Enter");
        await screen.SendKeysAsync("S"); // no text any more, but a command

        await screen.WaitForAsync(
            s => s.Has("proto:udp") && s.Has("Remote Addr ↓") && s.AreInOrder("192.0.2.53:53", "192.0.2.9:5001") && !s.Has("203.0.113.20:80"),
            "UDP in descending order");
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync(s => s.Has("203.0.113.20:80") && s.Has("Remote Addr ↓"), "all rows, still sorted");
    }

    [Fact]
    public async Task Arrows_move_in_the_list_while_typing()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.TypeAsync("/10.0.0.5:5");
        await screen.WaitForAsync(s => !s.Has("192.0.2.53:53"), "the filtered list");
        await screen.SendKeysAsync("Home", "Down", "Enter", "Enter");

        await screen.WaitForAsync("10.0.0.5:51001 → 203.0.113.20:80");
    }

    [Fact]
    public async Task A_bad_expression_marks_its_place_says_why_and_keeps_the_last_good_filter()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.TypeAsync("/proto:udp");
        await screen.WaitForAsync(s => !s.Has("203.0.113.20:80"), "only UDP");
        await screen.TypeAsync(" port:>x");

        var text = await screen.WaitForAsync(s => s.Has("port:>x") && s.Has("^"), "a mark under the error");
        Assert.Contains("192.0.2.9:5001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.20:80", text, StringComparison.Ordinal);
        var marked = text.Row("^")!;
        var column = marked.IndexOf('^', StringComparison.Ordinal);
        var filter = text.Row("port:>x")!;
        Assert.InRange(column, filter.IndexOf("port:>x", StringComparison.Ordinal), filter.IndexOf("port:>x", StringComparison.Ordinal) + "port:>x".Length - 1);
        Assert.True(marked.Trim().Trim('^').Trim().Length > 5, marked);
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync("203.0.113.20:80");
    }

    [Fact]
    public async Task A_filter_from_the_command_line_is_there_from_the_start()
    {
        await using var desk = await ReplayScreen.StartAsync(SampleCaptures.Desk(), options: ["--filter", "state:established app:tls"]);

        var text = await desk.Screen.WaitForAsync(s => s.Has("198.51.100.10:443") && s.Has("ended"), "the one row");

        Assert.DoesNotContain("203.0.113.20:80", text, StringComparison.Ordinal);
        Assert.Contains("state:established app:tls", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_are_commands_are_text_in_the_filter()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var screen = desk.Screen;

        await screen.TypeAsync("/qqsStxih");
        await screen.WaitForAsync("qqsStxih");

        Assert.Equal("0", await screen.QueryAsync("#{pane_dead}"));
        await screen.SendKeysAsync("Escape");
        await screen.WaitForAsync(s => s.Has("203.0.113.20:80") && !s.Has("Sort:"), "all rows in creation order");
    }
}
