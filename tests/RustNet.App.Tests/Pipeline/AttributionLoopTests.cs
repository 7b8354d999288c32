using System.Collections.Frozen;
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
        _table.SetLocalAddresses(new LocalAddressSet(new[] { FlowText.FromIPv4(0x0a00_0002) }.ToFrozenSet(), FrozenSet<UInt128>.Empty));
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

        Assert.Equal([OwnerMatch.Exited, null], _table.Take().Rows.Select(row => row.Owner?.Match)); // asked once, nobody knows
        Assert.Equal(3, _attributor.Asked.Count);
    }

    [Fact]
    public void Last_pass_takes_a_second_at_most_and_counts_what_it_leaves()
    {
        _attributor.OnFind = () => _time.Advance(TimeSpan.FromMilliseconds(300));
        for (var port = 0; port < 10; port++)
        {
            Deliver(port);
        }

        Pass(isLast: true);

        Assert.Equal(4, _attributor.Asked.Count);
        Assert.Equal(6, _table.TakeStatistics().OwnersNotSought);
    }

    [Fact]
    public void Last_pass_has_its_second_for_asking_however_long_the_tables_take()
    {
        _attributor.Answer = s_curl;
        _attributor.OnRefresh = () => _time.Advance(TimeSpan.FromSeconds(2));
        Deliver(40000);

        Pass(isLast: true);

        Assert.Same(s_curl, Assert.Single(_table.Take().Rows).Owner);
    }

    [Theory]
    [InlineData(false, 3)] // the one that it failed on was asked about
    [InlineData(true, 4)]
    public void Last_pass_counts_what_a_failure_leaves(bool isInRefresh, int left)
    {
        Action fail = static () => throw new InvalidOperationException("broken");
        (_attributor.OnRefresh, _attributor.OnFind) = isInRefresh ? (fail, null) : ((Action?)null, fail);
        for (var port = 0; port < 4; port++)
        {
            Deliver(port);
        }

        _loop.Serve(_table);
        Assert.False(_loop.TryPass(isLast: true));

        Assert.Equal(left, _table.TakeStatistics().OwnersNotSought);
    }

    [Fact]
    public void Degradation_tells_of_a_look_that_does_not_come_back()
    {
        List<string?> told = [];
        _attributor.Degradation = "a reason";
        _attributor.OnFind = () =>
        {
            _time.Advance(TimeSpan.FromSeconds(4.5));
            told.Add(_loop.Degradation);
            _time.Advance(TimeSpan.FromSeconds(3));
            told.Add(_loop.Degradation);
        };
        Deliver(40000);

        Pass();

        Assert.Equal(["a reason", "looking for processes: the system has not answered for 7 s; a reason"], told);
        Assert.Equal("a reason", _loop.Degradation);
    }

    [Fact]
    public void Pass_hands_over_what_it_has_found_after_a_while_and_goes_on_in_the_next()
    {
        _attributor.Answer = s_curl;
        _attributor.OnFind = () => _time.Advance(TimeSpan.FromMilliseconds(20));
        for (var port = 0; port < 10; port++)
        {
            Deliver(port);
        }

        Pass();

        Assert.Equal(3, _table.Take().Rows.Count(row => row.Owner is not null));
        Assert.Equal(TimeSpan.Zero, _loop.UntilNext());
        Pass();
        Assert.Equal(6, _table.Take().Rows.Count(row => row.Owner is not null));
    }

    [Fact]
    public void UntilNext_rounds_up_to_what_a_wait_can_measure()
    {
        Deliver(40000);
        Pass();
        _time.Advance(TimeSpan.FromMilliseconds(19.6));

        Assert.Equal(TimeSpan.FromMilliseconds(1), _loop.UntilNext());
    }

    [Theory]
    [InlineData("192.0.2.7:40000", "198.51.100.1:53", OwnerMatch.Forwarded)]
    [InlineData("10.0.0.2:40000", "198.51.100.1:53", OwnerMatch.Exited)]
    public void Pass_says_forwarded_rather_than_exited_where_neither_end_is_here(string from, string to, OwnerMatch expected)
    {
        Deliver(FrameBytes.Udp(from, to, [1]));
        PassUntilPatienceEnds();

        Assert.Equal(expected, Assert.Single(_table.Take().Rows).Owner?.Match);
    }

    [Fact]
    public void Pass_says_nothing_of_a_protocol_whose_sockets_are_not_looked_for()
    {
        Deliver(FrameBytes.Ethernet(FrameBytes.IpPacket("10.0.0.2", "192.0.2.1", IpProtocol.Sctp, [0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])));
        PassUntilPatienceEnds();

        Assert.Null(Assert.Single(_table.Take().Rows).Owner);
    }

    [Fact]
    public void Pass_goes_on_after_a_failure_and_shows_it_until_then()
    {
        _attributor.Answer = s_curl;
        Deliver(40000);
        Deliver(40001);
        _attributor.OnFind = () => throw new InvalidOperationException(_attributor.Asked.Count == 2 ? "broken\u001b" : "not reached");
        _attributor.FailsAt = 2;
        _loop.Serve(_table);

        Assert.False(_loop.TryPass(isLast: false));

        Assert.Equal("looking for processes fails: broken\ufffd", _loop.Degradation);
        Assert.Single(_table.Take().Rows, row => row.Owner == s_curl); // what was found before it counts
        _attributor.OnFind = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_loop.TryPass(isLast: false));
        Assert.Null(_loop.Degradation);
        Assert.All(_table.Take().Rows, row => Assert.Same(s_curl, row.Owner));
    }

    [Fact]
    public void Method_and_degradation_are_those_of_the_last_look()
    {
        _attributor.Degradation = "a reason";
        Assert.Equal(("fake", null), (_loop.Method, _loop.Degradation));

        Pass();

        Assert.Equal(("fake", "a reason"), (_loop.Method, _loop.Degradation));
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
        Assert.True(_loop.TryPass(isLast));
    }

    private void PassUntilPatienceEnds()
    {
        for (var i = 0; i < 6; i++)
        {
            Pass();
            _time.Advance(TimeSpan.FromSeconds(4));
        }
    }

    private void Deliver(int port, int host = 0) => Deliver(FrameBytes.Udp($"10.0.0.2:{port}", $"192.0.2.{host}:53", [1, 2, 3]));

    private void Deliver(byte[] bytes)
    {
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

        public string? Degradation { get; set; }

        public Action? OnFind { get; set; }

        public Action? OnRefresh { get; set; }

        public int FailsAt { get; set; }

        public void Refresh() => OnRefresh?.Invoke();

        public FlowOwner? Find(in SocketQuery socket)
        {
            Asked.Add(socket);
            if (Asked.Count >= FailsAt)
            {
                OnFind?.Invoke();
            }

            return Answer;
        }

        public void Dispose() => IsDisposed = true;
    }
}
