using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Tests;

public sealed class AttributionChainTests
{
    private static readonly FlowOwner s_curl = new(new ProcessInfo(1, "curl"), OwnerMatch.Exact);
    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);

    [Fact]
    public void Find_takes_the_first_process()
    {
        var later = new Fixed("later", new FlowOwner(new ProcessInfo(2, "wget"), OwnerMatch.Exact));
        using var chain = new AttributionChain([new Fixed("first", s_curl), later]);

        Assert.Same(s_curl, chain.Find(new SocketQuery { Protocol = IpProtocol.Tcp }));
        Assert.Equal(0, later.Asked);
    }

    [Fact]
    public void Find_goes_on_where_there_is_only_a_reason()
    {
        using var chain = new AttributionChain([new Fixed("first", s_exited), new Fixed("later", s_curl)]);

        Assert.Same(s_curl, chain.Find(new SocketQuery { Protocol = IpProtocol.Tcp }));
    }

    [Fact]
    public void Find_gives_the_last_reason()
    {
        using var chain = new AttributionChain([new Fixed("first", s_exited), new Fixed("second", s_kernel), new Fixed("third", null)]);

        Assert.Same(s_kernel, chain.Find(new SocketQuery { Protocol = IpProtocol.Tcp }));
    }

    [Fact]
    public void Find_holds_a_listener_back_until_the_better_mechanism_has_had_its_time()
    {
        var nginx = new FlowOwner(new ProcessInfo(2, "nginx"), OwnerMatch.Listener);
        using var chain = new AttributionChain([new Fixed("first", null), new Fixed("later", nginx)]);
        using var alone = new AttributionChain([new Fixed("only", nginx)]);

        Assert.Null(chain.Find(new SocketQuery { Attempt = 1, Protocol = IpProtocol.Tcp }));
        Assert.Null(chain.Find(new SocketQuery { Attempt = 2, Protocol = IpProtocol.Tcp }));
        Assert.Same(nginx, chain.Find(new SocketQuery { Attempt = 3, Protocol = IpProtocol.Tcp }));
        Assert.Same(nginx, alone.Find(new SocketQuery { Attempt = 1, Protocol = IpProtocol.Tcp }));
    }

    [Theory]
    [InlineData(OwnerMatch.Exact, true)]
    [InlineData(OwnerMatch.Guess, true)]
    [InlineData(OwnerMatch.Listener, false)]
    [InlineData(OwnerMatch.Wildcard, false)]
    public void Find_asks_nobody_else_who_waits_where_the_best_sees_that(OwnerMatch match, bool isTaken)
    {
        var found = new FlowOwner(new ProcessInfo(2, "nginx"), match);
        using var chain = new AttributionChain([new Witness("first", null), new Fixed("later", found)]);

        Assert.Equal(isTaken ? found : null, chain.Find(new SocketQuery { Attempt = 3, Protocol = IpProtocol.Udp }));
        Assert.Same(found, chain.Find(new SocketQuery { Attempt = 3, Protocol = IpProtocol.Udp, Direction = FlowDirection.Forwarded }));
    }

    [Fact]
    public void Find_matches_no_ports_of_what_has_none_and_came_from_elsewhere()
    {
        using var chain = new AttributionChain([new Fixed("first", s_curl), new Fixed("later", s_kernel)]);

        Assert.Same(s_kernel, chain.Find(new SocketQuery { Protocol = IpProtocol.IcmpV6 }));
        Assert.Same(s_curl, chain.Find(new SocketQuery { Protocol = IpProtocol.IcmpV6, IsInitiator = true }));
        Assert.Same(s_curl, chain.Find(new SocketQuery { Protocol = IpProtocol.Udp }));
    }

    [Fact]
    public void Listening_is_that_of_the_first_and_what_only_others_know()
    {
        ListeningSocket[] sockets = [new(IpProtocol.Tcp, 0, 22, true, true, null)];
        using var chain = new AttributionChain([new Fixed("first", null), new Fixed("events", null), new Fixed("later", null) { Listening = sockets }]);

        Assert.Same(sockets, chain.Listening);

        ListeningSocket[] more = [sockets[0] with { Owner = s_exited }, new(IpProtocol.Udp, 0, 51820, true, true, s_kernel)];
        using var both = new AttributionChain([new Fixed("first", null) { Listening = sockets }, new Fixed("later", null) { Listening = more }]);
        Assert.Equal([sockets[0], more[1]], both.Listening);
        Assert.Same(both.Listening, both.Listening);
    }

    [Fact]
    public void Method_is_the_first_and_the_degradation_says_what_is_missing()
    {
        using var chain = new AttributionChain([new Fixed("first", null, "older kernel"), new Fixed("second", null)], "BPF: not permitted");
        using var whole = new AttributionChain([new Fixed("first", null)]);

        Assert.Equal(("first", "BPF: not permitted; older kernel"), (chain.Method, chain.Degradation));
        Assert.Null(whole.Degradation);
        Assert.Empty(whole.Listening);
    }

    [Fact]
    public void Dispose_disposes_all()
    {
        var first = new Fixed("first", null);
        var shared = new Fixed("shared", null);

        new AttributionChain([first], shared: shared).Dispose();

        Assert.True(first.IsDisposed && shared.IsDisposed);
    }

    private sealed class Witness(string method, FlowOwner? owner) : Fixed(method, owner), IWaitingSocketsWitness
    {
        public bool SeesWaitingSockets => true;
    }

    private class Fixed(string method, FlowOwner? owner, string? degradation = null) : IProcessAttributor, IListeningSockets
    {
        public int Asked { get; private set; }

        public IReadOnlyList<ListeningSocket> Listening { get; init; } = [];

        public bool IsDisposed { get; private set; }

        public string Method => method;

        public string? Degradation => degradation;

        public void Refresh()
        {
        }

        public FlowOwner? Find(in SocketQuery socket)
        {
            Asked++;
            return owner;
        }

        public void Dispose() => IsDisposed = true;
    }
}
