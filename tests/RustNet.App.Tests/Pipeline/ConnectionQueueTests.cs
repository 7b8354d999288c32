using RustNet.App.Pipeline;

namespace RustNet.App.Tests.Pipeline;

public class ConnectionQueueTests
{
    [Fact]
    public void OnEnded_keeps_connections_until_they_are_drained_in_order()
    {
        var written = new RecordingObserver();
        var queue = new ConnectionQueue(3, written);

        queue.OnEnded(Connections.Ended(1));
        queue.OnEnded(Connections.Ended(2));

        Assert.Empty(written.Ended);
        queue.Drain();
        Assert.Equal([1L, 2L], written.Ended.Select(connection => connection.Identity.Id));
    }

    [Fact]
    public void OnEnded_counts_what_finds_no_room()
    {
        var written = new RecordingObserver();
        var queue = new ConnectionQueue(2, written);

        for (var id = 1; id <= 5; id++)
        {
            queue.OnEnded(Connections.Ended(id));
        }

        queue.Drain();
        Assert.Equal(3, queue.Dropped);
        Assert.Equal([1L, 2L], written.Ended.Select(connection => connection.Identity.Id));
    }

    [Fact]
    public void DrainAndPassThrough_writes_any_number_from_then_on_behind_what_waited()
    {
        var written = new RecordingObserver();
        var queue = new ConnectionQueue(1, written);
        queue.OnEnded(Connections.Ended(1));

        queue.DrainAndPassThrough();
        queue.OnEnded(Connections.Ended(2));
        queue.OnEnded(Connections.Ended(3));

        Assert.Equal(0, queue.Dropped);
        Assert.Equal([1L, 2L, 3L], written.Ended.Select(connection => connection.Identity.Id));
    }
}
