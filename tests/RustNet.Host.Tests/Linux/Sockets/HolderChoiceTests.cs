namespace RustNet.Host.Tests.Linux.Sockets;

public sealed class HolderChoiceTests
{
    [Fact]
    public void Choose_takes_the_master_of_workers()
    {
        SocketHolder[] holders = [new(102, 100, 50, 900), new(100, 1, 100, 800), new(101, 100, 50, 900)];

        Assert.Equal((100, true), Choose(holders));
    }

    [Fact]
    public void Choose_leaves_init_out()
    {
        SocketHolder[] holders = [new(1, 0, 1, 1), new(300, 1, 300, 800)];

        Assert.Equal((300, true), Choose(holders));
        Assert.Equal((1, true), Choose(holders.AsSpan(0, 1)));
    }

    [Fact]
    public void Choose_is_not_certain_among_strangers()
    {
        SocketHolder[] holders = [new(200, 1, 200, 700), new(300, 1, 300, 800)];

        Assert.Equal((200, false), Choose(holders));
    }

    [Fact]
    public void Choose_follows_the_line_over_those_who_have_closed_it()
    {
        SocketHolder[] holders = [new(100, 1, 100, 700), new(300, 200, 300, 800)];

        Assert.Equal((100, true), Choose(holders, process => process == 200 ? 100 : 1));
    }

    [Fact]
    public void Choose_takes_orphans_of_the_same_session()
    {
        SocketHolder[] holders = [new(100, 1, 90, 700), new(300, 1, 90, 800)];

        Assert.Equal((100, true), Choose(holders));
    }

    [Fact]
    public void Choose_ends_where_parents_go_round_in_a_circle()
    {
        SocketHolder[] holders = [new(100, 1, 100, 700), new(300, 200, 300, 800)];

        Assert.Equal((100, false), Choose(holders, process => process == 200 ? 300 : 200));
    }

    private static (int Process, bool IsCertain) Choose(ReadOnlySpan<SocketHolder> holders, Func<int, int>? parentOf = null)
    {
        var chosen = HolderChoice.Choose(holders, parentOf ?? (_ => 0), out var isCertain);
        return (chosen.Process, isCertain);
    }
}
