using RustNet.App.Pipeline;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host;
using RustNet.Testing;
using Serilog.Core;

namespace RustNet.App.Tests.Pipeline;

public sealed class AttributionLoopTests : IDisposable
{
    private static readonly FlowOwner s_curl = new(new ProcessInfo(42, "curl"), OwnerMatch.Exact);
    private readonly FakeAttributor _attributor = new();
    private readonly SkippingTime _time = new();
    private readonly AttributionLoop _loop;
    private readonly FlowTable _table;
    private int _wakes;

    public AttributionLoopTests()
    {
        _loop = new AttributionLoop(_attributor, _time, Logger.None);
        _table = new FlowTable(new FlowTableOptions { OwnersWanted = () => _wakes++ });
    }

    [Fact]
    public void Pass_gives_a_new_connection_its_owner()
    {
        _attributor.Answer = s_curl;
        Deliver(40000);
        Deliver(40001);
        Assert.Equal(1, _wakes);

        Pass();

        Assert.All(_table.Take().Rows, row => Assert.Same(s_curl, row.Owner));
        var query = _attributor.Asked[0];
        Assert.Equal((IpProtocol.Udp, 40000, 53, 0), (query.Protocol, query.LocalPort, query.RemotePort, query.Attempt));
        Assert.True(query.IsInitiator);
    }

    [Fact]
    public void Pass_asks_again_until_the_answer_comes()
    {
        Deliver(40000);
        Pass();
        Assert.Null(Assert.Single(_table.Take().Rows).Owner);

        _time.Advance(TimeSpan.FromMilliseconds(10));
        Pass();
        Assert.Single(_attributor.Asked);   // not due yet

        _attributor.Answer = s_curl;
        _time.Advance(TimeSpan.FromMilliseconds(15));
        Pass();

        Assert.Equal([0, 1], _attributor.Asked.Select(query => query.Attempt));
        Assert.Same(s_curl, Assert.Single(_table.Take().Rows).Owner);
    }

    [Fact]
    public void Pass_takes_a_process_that_is_never_found_for_gone()
    {
        Deliver(40000);
        for (var i = 0; i < 20; i++)
        {
            Pass();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, _attributor.Asked.Count);
        Assert.Equal(new FlowOwner(null, OwnerMatch.Exited), Assert.Single(_table.Take().Rows).Owner);
    }

    [Fact]
    public void Last_pass_settles_everything_that_waits()
    {
        Deliver(40000);
        Pass();
        Deliver(40001);

        Pass(isLast: true);

        Assert.All(_table.Take().Rows, row => Assert.Equal(OwnerMatch.Exited, row.Owner?.Match));
        Assert.Equal(3, _attributor.Asked.Count);
    }

    [Fact]
    public void Thread_serves_the_table_until_it_is_stopped()
    {
        _attributor.Answer = s_curl;
        Deliver(40000);
        _loop.Start(_table);

        _loop.Stop();

        Assert.Same(s_curl, Assert.Single(_table.Take().Rows).Owner);
        _loop.Dispose();
        Assert.True(_attributor.IsDisposed);
    }

    [Fact]
    public void Table_counts_connections_that_come_too_fast_to_ask_about()
    {
        for (var i = 0; i < 65_536 + 10; i++)
        {
            Deliver(i & 0xffff, i >> 16);
        }

        Assert.Equal(10, _table.TakeStatistics().OwnersNotSought);
    }

    public void Dispose() => _loop.Dispose();

    private void Pass(bool isLast = false)
    {
        _loop.Serve(_table);
        _loop.Pass(isLast);
    }

    private void Deliver(int port, int host = 0)
    {
        var bytes = FrameBytes.Udp($"10.0.0.2:{port}", $"192.0.2.{host}:53", [1, 2, 3]);
        _table.Sink.BeginBatch();
        _table.Sink.OnFrame(new RawFrame { Bytes = bytes, WireLength = bytes.Length, LinkLayer = LinkLayer.Ethernet, Timestamp = 1_767_225_600 * PacketTime.Second });
        _table.Sink.EndBatch();
    }

    private sealed class FakeAttributor : IProcessAttributor
    {
        public List<SocketQuery> Asked { get; } = [];

        public FlowOwner? Answer { get; set; }

        public bool IsDisposed { get; private set; }

        public string Method => "fake";

        public string? Degradation => null;

        public void Refresh()
        {
        }

        public FlowOwner? Find(in SocketQuery socket)
        {
            Asked.Add(socket);
            return Answer;
        }

        public void Dispose() => IsDisposed = true;
    }
}
