using RustNet.App.Pipeline;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.App.Tests.Pipeline;

public sealed class AttributionBacklogTests
{
    private readonly AttributionBacklog _backlog = new(most: 10);
    private readonly FlowTable _table = new(new FlowTableOptions { OwnersWanted = static () => { } });

    [Fact]
    public void Add_drops_the_oldest_of_too_many()
    {
        Assert.Equal(0, Add(1, 8));
        Assert.Equal(3, Add(9, 5));

        Assert.Equal(10, _backlog.Fresh);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11, 12, 13], TakeAll(0).Order());
    }

    [Fact]
    public void Add_leaves_those_that_were_asked_about_half_of_the_room()
    {
        Add(1, 2);
        PutBack(Take(), due: 5);
        PutBack(Take(), due: 6);

        Assert.Equal(2, Add(3, 10));
        Assert.Equal([1, 2, 5, 6, 7, 8, 9, 10, 11, 12], TakeAll(10).Order());
    }

    [Fact]
    public void Add_makes_room_for_the_newest_where_all_is_taken_by_those_asked_about()
    {
        Add(1, 10);
        List<UnsettledFlow> asked = [.. Enumerable.Range(0, 10).Select(_ => Take())]; // 1, 10, 9, 8, 7, 6, 5, 4, 2, 3
        for (var i = 0; i < asked.Count; i++)
        {
            PutBack(asked[i] with { Attempt = i % 2 }, due: 100 + i); // 10, 8, 6, 4 and 3 were asked about twice
        }

        Assert.Equal(0, Add(11, 3));
        Assert.Equal(3, _backlog.Fresh);
        Assert.Equal(1, Add(14, 3)); // what was asked about is down to five: now the oldest of the new goes

        Assert.Equal([1, 2, 5, 7, 9, 12, 13, 14, 15, 16], TakeAll(200).Order());
    }

    [Fact]
    public void NextDue_is_the_earliest_of_all_attempts()
    {
        Add(1, 2);
        PutBack(Take() with { Attempt = 3 }, due: 5);
        PutBack(Take(), due: 7);

        Assert.Equal(5, _backlog.NextDue);
        Assert.Equal([1, 2], TakeAll(7));
    }

    [Fact]
    public void TryTake_takes_mostly_the_newest_and_sometimes_the_oldest()
    {
        Add(1, 10);

        Assert.Equal([1, 10, 9, 8, 7, 6, 5, 4, 2, 3], TakeAll(0));
    }

    [Fact]
    public void TryTake_lets_the_new_and_the_due_take_turns()
    {
        Add(1, 3);
        foreach (var due in (long[])[7, 6, 5])
        {
            PutBack(Take(), due); // 1, 3, 2
        }

        Add(4, 3);

        Assert.Equal([2, 6, 3, 5, 1, 4], TakeAll(10));
    }

    [Fact]
    public void TryTake_waits_for_the_time_of_those_put_back_unless_it_is_the_last()
    {
        Add(1, 1);
        PutBack(Take(), due: 5);

        Assert.Equal(5, _backlog.NextDue);
        Assert.False(_backlog.TryTake(4, isLast: false, out _));
        Assert.True(_backlog.TryTake(4, isLast: true, out var flow));
        Assert.Equal(1, flow.Value.Attempt);
        Assert.Null(_backlog.NextDue);
    }

    private int Add(int firstPort, int count)
    {
        _table.Sink.BeginBatch();
        for (var port = firstPort; port < firstPort + count; port++)
        {
            var bytes = FrameBytes.Udp($"10.0.0.2:{port}", "192.0.2.1:53", [1]);
            _table.Sink.OnFrame(new RawFrame { Bytes = bytes, WireLength = bytes.Length, LinkLayer = LinkLayer.Ethernet, Timestamp = PacketTime.Second });
        }

        _table.Sink.EndBatch();
        List<UnownedFlow> flows = [];
        _table.TakeUnowned(flows);
        return _backlog.Add(flows);
    }

    private UnsettledFlow Take() => _backlog.TryTake(0, isLast: false, out var flow) ? flow.Value : throw new InvalidOperationException("empty");

    private void PutBack(UnsettledFlow flow, long due) => _backlog.PutBack(flow with { Attempt = flow.Attempt + 1 }, due);

    private List<int> TakeAll(long now)
    {
        List<int> ports = [];
        while (_backlog.TryTake(now, isLast: false, out var flow))
        {
            var key = flow.Value.Flow.Key;
            ports.Add(key.PortA == 53 ? key.PortB : key.PortA);
        }

        return ports;
    }
}
