using RustNet.Core.Flows;

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

        Assert.Same(s_curl, chain.Find(default));
        Assert.Equal(0, later.Asked);
    }

    [Fact]
    public void Find_goes_on_where_there_is_only_a_reason()
    {
        using var chain = new AttributionChain([new Fixed("first", s_exited), new Fixed("later", s_curl)]);

        Assert.Same(s_curl, chain.Find(default));
    }

    [Fact]
    public void Find_gives_the_last_reason()
    {
        using var chain = new AttributionChain([new Fixed("first", s_exited), new Fixed("second", s_kernel), new Fixed("third", null)]);

        Assert.Same(s_kernel, chain.Find(default));
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

    private sealed class Fixed(string method, FlowOwner? owner, string? degradation = null) : IProcessAttributor
    {
        public int Asked { get; private set; }

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
