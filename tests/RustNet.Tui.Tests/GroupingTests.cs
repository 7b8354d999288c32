using RustNet.Core.Flows;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>Grouping by process (SPEC §15), through the whole screen.</summary>
public sealed class GroupingTests
{
    private const int FirstRow = 4; // below tabs, title and header

    [Theory]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    [InlineData(20, 5)]
    public void Groups_fit_every_size(int width, int height)
    {
        using var screen = Grouped(width, height);

        screen.Press(Key.CursorRight, Key.J);

        screen.Verify($"grouped.{width}x{height}");
    }

    [Theory]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    public void Details_sum_a_group_up(int width, int height)
    {
        using var screen = Grouped(width, height);

        screen.Press(Key.D2);

        screen.Verify($"grouped-details.{width}x{height}");
    }

    [Fact]
    public void Key_groups_and_ungroups()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Owned());
        var before = screen.Text;

        screen.Press(Key.A);
        Assert.Contains("Active Connections by Process  11 in 9 groups", screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains("▸ firefox", screen.Lines[FirstRow], StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.7", screen.Text, StringComparison.Ordinal);
        screen.Press(Key.A);

        Assert.Equal(before, screen.Text);
    }

    [Theory]
    [InlineData("Space")]
    [InlineData("Enter")]
    public void Key_opens_and_closes_the_group(string name)
    {
        using var screen = Grouped();
        var closed = screen.Text;
        var key = name == "Space" ? Key.Space : Key.Enter;

        screen.Press(key);
        Assert.Contains("▾ firefox", screen.Lines[FirstRow], StringComparison.Ordinal);
        Assert.Contains("├─ TCP", screen.Lines[FirstRow + 1], StringComparison.Ordinal);
        Assert.Contains("└─ TCP", screen.Lines[FirstRow + 3], StringComparison.Ordinal);
        screen.Press(key);

        Assert.Equal(closed, screen.Text);
        Assert.False(screen.State.IsPaused);
        Assert.Equal(ScreenTab.Overview, screen.State.Tab);
    }

    [Fact]
    public void Right_opens_and_then_goes_in_and_left_comes_back_and_closes()
    {
        using var screen = Grouped();

        screen.Press(Key.CursorRight);
        Assert.Equal(0, screen.State.Selection.Index);
        screen.Type("l");
        Assert.Equal(1, screen.State.Selection.Current!.Identity.Id);
        screen.Type("jl");
        Assert.Equal(3, screen.State.Selection.Current!.Identity.Id);
        screen.Press(Key.CursorLeft);

        Assert.Equal("firefox", screen.State.Selection.CurrentGroup!.Key.Name);
        Assert.Equal(9, screen.State.Model.Rows.Count);
    }

    [Fact]
    public void Opening_the_last_group_in_view_scrolls_to_its_connections()
    {
        using var screen = new ScreenHarness(80, 12, Enumerable.Range(1, 40).Select(i => Flows.Make(i, process: new ProcessInfo(i, $"p{i % 20:D2}"))));
        screen.Press(Key.A);
        for (var i = 1; i < screen.State.Selection.PageSize; i++)
        {
            screen.Press(Key.J);
        }

        screen.Press(Key.Space);

        var selection = screen.State.Selection;
        Assert.Equal(selection.PageSize - 1, selection.Index);
        Assert.Equal(2, selection.Top);
        Assert.Contains("└─", screen.Lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Space_on_a_connection_closes_its_group()
    {
        using var screen = Grouped();

        screen.Press(Key.CursorRight, Key.J, Key.J, Key.Space);

        Assert.Equal(0, screen.State.Selection.Index);
        Assert.Equal(9, screen.State.Model.Rows.Count);
    }

    [Fact]
    public void Keys_of_groups_do_nothing_where_there_are_none()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Owned());
        var before = screen.Text;

        screen.Press(Key.CursorRight, Key.CursorLeft, new Key('l'));

        Assert.Equal(before, screen.Text);
    }

    [Fact]
    public void Enter_on_a_connection_opens_its_details()
    {
        using var screen = Grouped();

        screen.Press(Key.CursorRight, Key.J, Key.Enter);

        Assert.Equal(ScreenTab.Details, screen.State.Tab);
        Assert.Contains("192.0.2.10:50000 → 198.51.100.7:443", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_follows_its_group()
    {
        using var screen = Grouped();
        screen.Press(Key.J, Key.J);
        Assert.Equal("systemd-resolve", screen.State.Selection.CurrentGroup!.Key.Name);

        screen.Monitor.Rows.Add(Flows.Make(20, process: new ProcessInfo(1, "aaa")));
        screen.Refresh();

        Assert.Equal("systemd-resolve", screen.State.Selection.CurrentGroup!.Key.Name);
        Assert.StartsWith("▌ ▸ systemd-resolve", screen.Lines[FirstRow + 3], StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_follows_a_group_whose_executable_becomes_known()
    {
        using var screen = Grouped();
        screen.Press(Key.J, Key.J, Key.Space);

        screen.Monitor.Rows[1] = Flows.Make(2, process: new ProcessInfo(611, "systemd-resolve") { Executable = "/usr/lib/systemd/systemd-resolved" });
        screen.Refresh();

        Assert.Equal("/usr/lib/systemd/systemd-resolved", screen.State.Selection.CurrentGroup!.Key.Executable);
        Assert.True(screen.State.Selection.Row!.Value.IsOpen);
    }

    [Fact]
    public void Selection_of_a_connection_goes_to_the_group_that_hides_it_and_back_to_one_of_it()
    {
        using var screen = new ScreenHarness(120, 24, Flows.Owned());
        screen.Press(Key.J, Key.J);

        screen.Press(Key.A);
        Assert.Equal("firefox", screen.State.Selection.CurrentGroup!.Key.Name);
        screen.Press(Key.A);

        Assert.Equal("firefox", screen.State.Selection.Current!.Process!.Name);
    }

    [Fact]
    public void Selection_goes_to_the_neighbour_of_a_group_that_vanishes()
    {
        using var screen = Grouped();
        screen.Press(Key.J);
        Assert.Equal("sshd", screen.State.Selection.CurrentGroup!.Key.Name);

        screen.Monitor.Rows.RemoveAt(3);
        screen.Refresh();

        Assert.Equal("systemd-resolve", screen.State.Selection.CurrentGroup!.Key.Name);
    }

    [Fact]
    public void Sort_orders_groups_by_their_sums_and_connections_inside()
    {
        using var screen = Grouped();
        screen.Press(Key.CursorRight);

        for (var i = 0; i < 7; i++)
        {
            screen.Press(Key.S);
        }

        Assert.Contains("by Process (Sort: Down ↓)", screen.Lines[2], StringComparison.Ordinal);
        Assert.Contains("firefox", screen.Lines[FirstRow], StringComparison.Ordinal);
        Assert.Contains("1.0M/123.5K", screen.Lines[FirstRow + 1], StringComparison.Ordinal);
        screen.Press(Key.S.WithShift);

        Assert.Contains("▾ firefox", screen.Lines[FirstRow + 8], StringComparison.Ordinal);
        Assert.Contains("1.0M/123.5K", screen.Lines[FirstRow + 11], StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_hides_groups_without_a_match()
    {
        using var screen = Grouped();

        screen.Type("/process:firefox port:=443");
        screen.Press(Key.Enter);

        Assert.Contains("2 of 11 in 1 group", screen.Lines[2], StringComparison.Ordinal);
        Assert.Matches("firefox +2 processes +2 connections", screen.Lines[FirstRow]);
        Assert.Single(screen.State.Model.Rows);
    }

    [Fact]
    public void History_and_listening_sockets_are_grouped_too()
    {
        var sshd = new ProcessInfo(812, "sshd") { Executable = "/usr/sbin/sshd" };
        using var screen = new ScreenHarness(120, 24, Flows.Owned(), prepare: monitor =>
        {
            monitor.History.Add(Flows.Make(50, process: sshd, end: FlowEnd.Closed));
            monitor.History.Add(Flows.Make(51, process: new ProcessInfo(99, "wget"), end: FlowEnd.Closed));
            monitor.Listening = [Flows.Listening(1, 22, sshd)];
        });

        screen.Press(Key.A, Key.T);

        Assert.Matches("sshd +1 process +2 connections +1 listening  1 ended  /usr/sbin/sshd", screen.Lines[FirstRow + 1]);
        Assert.Matches("^ ×▸ wget", screen.Lines[FirstRow + 3]);
    }

    [Fact]
    public void Reset_ungroups_and_closes()
    {
        using var screen = Grouped();

        screen.Press(Key.Space, Key.R, Key.A);

        Assert.Equal(9, screen.State.Model.Rows.Count);
        screen.Press(Key.R);
        Assert.False(screen.State.IsGrouped);
    }

    [Fact]
    public void Copy_takes_the_name_of_the_group()
    {
        using var screen = Grouped();

        screen.Press(Key.C, Key.CursorRight, Key.J, Key.C);

        Assert.Equal(["firefox", "198.51.100.7:443"], screen.Clipboard.Copied);
    }

    [Fact]
    public void Click_on_the_mark_opens_and_closes_and_a_double_click_anywhere()
    {
        using var screen = Grouped();

        screen.Click(2, FirstRow + 2);
        Assert.Contains("▾ systemd-resolve", screen.Lines[FirstRow + 2], StringComparison.Ordinal);
        screen.Click(10, FirstRow + 2);
        Assert.Contains("▾ systemd-resolve", screen.Lines[FirstRow + 2], StringComparison.Ordinal);
        screen.Click(2, FirstRow + 2);
        Assert.Contains("▸ systemd-resolve", screen.Lines[FirstRow + 2], StringComparison.Ordinal);
        screen.DoubleClick(10, FirstRow);

        Assert.Contains("▾ firefox", screen.Lines[FirstRow], StringComparison.Ordinal);
        Assert.Equal(ScreenTab.Overview, screen.State.Tab);
    }

    [Fact]
    public void Details_stay_with_a_group_that_has_lost_its_connections()
    {
        using var screen = Grouped();
        screen.Press(Key.J, Key.D2);

        screen.Monitor.Rows.RemoveAt(3);
        screen.Refresh();

        Assert.Contains("▎ sshd", screen.Text, StringComparison.Ordinal);
        Assert.Contains("no connections any more", screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 35)]
    [InlineData(80, 24)]
    public void Grouping_on_details_keeps_what_they_show(int width, int height)
    {
        using var screen = new ScreenHarness(width, height, Flows.Owned());
        screen.Press(Key.J, Key.J, Key.D2);
        var page = screen.Lines[^18..];

        screen.Press(Key.A);
        Assert.Equal(page, screen.Lines[^18..]);
        Assert.Equal(3, screen.State.Selection.Current!.Identity.Id);
        screen.Press(Key.A);

        Assert.Equal(page, screen.Lines[^18..]);
    }

    [Fact]
    public void Details_of_a_group_show_a_connection_of_it_once_nothing_is_grouped()
    {
        using var screen = Grouped(120, 35);
        screen.Press(Key.D2);
        Assert.Contains("Hosts, by traffic", screen.Text, StringComparison.Ordinal);

        screen.Press(Key.A);

        Assert.Contains("198.51.100.7:443", screen.Lines[9], StringComparison.Ordinal);
        Assert.Contains("Remote address", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Footer_offers_what_works_here()
    {
        using var screen = new ScreenHarness(160, 24, Flows.Owned());
        Assert.Contains("Space pause", screen.Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("close", screen.Lines[^1], StringComparison.Ordinal);

        screen.Press(Key.A);
        Assert.DoesNotContain("pause", screen.Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("details", screen.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("→ l open  ← close", screen.Lines[^1], StringComparison.Ordinal);
        screen.Press(Key.CursorRight, Key.J);

        Assert.Contains("Enter details", screen.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Grouping_where_no_process_is_known_says_so()
    {
        using var screen = new ScreenHarness(80, 24, Flows.Many(3));

        screen.Press(Key.A);

        Assert.Contains("No process is known", screen.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("▸ (unknown)", screen.Lines[FirstRow], StringComparison.Ordinal);
    }

    [Fact]
    public void Process_column_is_there_only_where_processes_are_looked_for()
    {
        using var replay = new ScreenHarness(120, 24, Flows.Many(3));
        Assert.DoesNotContain("Process", replay.Lines[3], StringComparison.Ordinal);

        using var live = new ScreenHarness(120, 24, Flows.Many(3), prepare: monitor => monitor.Status = monitor.Status with { Attribution = "procfs" });
        Assert.Contains("Process", live.Lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OwnerMatch.Exited, "exited")]
    [InlineData(OwnerMatch.Kernel, "kernel")]
    [InlineData(OwnerMatch.Forwarded, "forwarded")]
    [InlineData(OwnerMatch.NoRights, "no rights")]
    [InlineData(OwnerMatch.OtherNamespace, "other ns")]
    public void Process_column_says_why_there_is_none(OwnerMatch match, string word)
    {
        using var screen = new ScreenHarness(120, 24, [Flows.Make(1, match: match)]);

        Assert.EndsWith(" " + word, screen.Lines[FirstRow], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(10, 60)]
    [InlineData(300, 100)]
    [InlineData(300, 3)]
    public void Any_size_is_survived(int width, int height)
    {
        using var screen = Grouped(80, 24);

        screen.Resize(width, height);
        screen.Press(Key.CursorRight, Key.End, Key.Home, Key.D2, Key.CursorDown, Key.D1);
        screen.Resize(80, 24);

        Assert.Contains("by Process", screen.Text, StringComparison.Ordinal);
    }

    private static ScreenHarness Grouped(int width = 120, int height = 24)
    {
        var screen = new ScreenHarness(width, height, Flows.Owned());
        screen.Press(Key.A);
        return screen;
    }
}
