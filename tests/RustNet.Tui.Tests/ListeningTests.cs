using RustNet.Core.Flows;
using RustNet.Tui.Tests.Testing;
using Terminal.Gui.Input;

namespace RustNet.Tui.Tests;

/// <summary>Sockets that wait for connections, beside connections.</summary>
public sealed class ListeningTests
{
    private static readonly ProcessInfo s_sshd = new(812, "sshd");

    [Fact]
    public void Connections_mean_the_same_in_title_filter_line_and_panel()
    {
        using var screen = WithSockets(200, 50);

        Assert.Contains("Active Connections  7 · 3 listening", screen.Lines[2], StringComparison.Ordinal);
        Assert.Matches("In the table +7", screen.Text);
        Assert.Matches("Listening +3", screen.Text);
        screen.Type("/:22");
        Assert.Contains("1 of 7 · 2 of 3 listening", screen.Lines[^2], StringComparison.Ordinal);
        screen.Press(Key.Enter);

        Assert.Contains("Active Connections  1 of 7 · 2 of 3 listening  / :22", screen.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Ended_connections_are_counted_apart()
    {
        using var screen = WithSockets(120, 24, monitor => monitor.History.Add(Flows.Make(50, end: FlowEnd.Closed)));

        screen.Press(Key.T);

        Assert.Contains("7 · 1 ended · 3 listening", screen.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_on_localhost_are_hidden_with_it()
    {
        using var hidden = WithSockets(200, 50, showLocalhost: false);

        Assert.Contains("7 · 1 listening", hidden.Lines[2], StringComparison.Ordinal);
        Assert.Matches("Listening +1, 2 hidden", hidden.Text);
        Assert.DoesNotContain("127.0.0.1", hidden.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[::1]", hidden.Text, StringComparison.Ordinal);
        hidden.Type("L");
        Assert.Matches("Listening +3 hidden", hidden.Text);
        hidden.Type("L");
        Assert.Contains("Listening sockets are shown · 2 on localhost are not · o shows them", hidden.Lines[^1], StringComparison.Ordinal);

        using var shown = WithSockets(200, 50);
        Assert.Contains("127.0.0.1:5432", shown.Text, StringComparison.Ordinal);
        Assert.Contains("[::1]:2222", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Details_of_a_socket_have_neither_ages_nor_traffic()
    {
        using var screen = WithSockets(120, 35);

        screen.Type("G");
        screen.Press(Key.Enter);

        Assert.Contains("Listening socket", screen.Text, StringComparison.Ordinal);
        Assert.Contains("[::1]:2222", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Removed in", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Timeout", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not recognised", screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24, " on [::]:22 ")]
    [InlineData(80, 24, " on 127.0.0.1:5432 ")]
    [InlineData(40, 24, " on [::1]:2222")]
    [InlineData(20, 5, "▌ on [::]:22")]
    public void Sockets_keep_their_port_where_local_addresses_have_no_column(int width, int height, string expected)
    {
        using var screen = WithSockets(width, height);

        screen.Press(new Key('/'));
        screen.Type("state:listen");
        screen.Press(Key.Enter);

        Assert.Contains(screen.Lines, line => (line + " ").Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain("*", screen.Text, StringComparison.Ordinal);
        screen.Resize(120, 35);
        Assert.DoesNotContain(" on ", string.Concat(screen.Lines[4..^1]), StringComparison.Ordinal);
        Assert.Contains(" * ", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_address_gives_way_to_the_words_in_front_of_it_and_to_its_port()
    {
        using var screen = new ScreenHarness(80, 24, prepare: monitor => monitor.Listening = [Flows.Listening(1, 8443, s_sshd, "2001:db8:1111:2222:3333:4444:5555:6666")]);

        Assert.Matches(@"on \[2001:db8[0-9a-f:]*…:8443 ", screen.Lines[4]);
    }

    [Fact]
    public void Copy_takes_the_address_that_a_socket_has()
    {
        using var screen = WithSockets(120, 24);

        screen.Type("Gc");

        Assert.Equal(["[::1]:2222"], screen.Clipboard.Copied);
    }

    [Fact]
    public void A_filter_on_ages_leaves_them_out()
    {
        using var screen = WithSockets(120, 24);

        screen.Type("/idle:<1d");

        Assert.Equal(new(7, 0, 0, 0), screen.State.Model.Shown);
    }

    [Fact]
    public void A_filter_that_hides_all_counts_both()
    {
        using var screen = WithSockets(120, 24);

        screen.Type("/nothing-is-called-this");

        Assert.Contains("7 connections and 3 listening sockets are hidden", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("t looks among", screen.Text, StringComparison.Ordinal); // while typing t is a letter
        screen.Press(Key.Enter);
        Assert.Contains("t looks among", screen.Text, StringComparison.Ordinal);
    }

    private static ScreenHarness WithSockets(int width, int height, Action<FakeMonitor>? prepare = null, bool showLocalhost = true) =>
        new(width, height, Flows.Mixed(), showLocalhost: showLocalhost, prepare: monitor =>
        {
            monitor.Listening = [Flows.Listening(1, 22, s_sshd), Flows.Listening(2, 5432, new ProcessInfo(9, "postgres"), "127.0.0.1"), Flows.Listening(3, 2222, s_sshd, "::1")];
            prepare?.Invoke(monitor);
        });
}
