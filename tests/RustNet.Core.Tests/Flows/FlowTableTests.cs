using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class FlowTableTests
{
    private const string Server = "192.0.2.1:9999";

    [Fact]
    public void Take_answers_in_creation_order()
    {
        var table = new TableDriver();
        for (var i = 0; i < 10_000; i++) // more than two slices
        {
            table.Udp(i / 1000.0, Client(i), Server);
        }

        table.Udp(11, Client(0), Server);

        Assert.Equal(Enumerable.Range(1, 10_000).Select(id => (long)id), table.Rows.Select(row => row.Identity.Id));
        Assert.Equal((10_000, 10_000, 10_001L), (table.Statistics.Connections, table.Statistics.UdpConnections, table.Statistics.Packets));
    }

    [Fact]
    public void Take_reuses_what_has_not_changed()
    {
        var table = new TableDriver();
        table.Udp(0, Here, Server);
        table.Udp(0, Here, "192.0.2.2:9999");
        table.Idle(20);
        var first = table.Rows;
        table.Udp(20.1, Here, Server);

        var second = table.Rows;

        Assert.NotSame(first[0], second[0]);
        Assert.Same(first[0].Identity, second[0].Identity);
        Assert.Same(first[1], second[1]);
    }

    [Fact]
    public void Take_sees_states_that_come_with_time()
    {
        var table = new TableDriver();
        table.Udp(0, Here, Server);
        table.Idle(20);
        var first = table.Row;

        table.Idle(40);

        Assert.Equal(("UDP_ACTIVE", "UDP_IDLE"), (first.State, table.Row.State));
    }

    [Fact]
    public void Flow_that_ends_between_slices_is_seen_once_at_most()
    {
        var table = new TableDriver();
        var shard = (FlowShard)table.Table.Sink;
        for (var i = 0; i < 9000; i++)
        {
            table.Udp(i < 4096 ? 0 : 30, Client(i), Server);
        }

        // A list that lets time pass, and a new generation come, when the second slice begins.
        var rows = new List<FlowSnapshot>();
        shard.CopyTo(rows, 4096);
        table.Idle(70);
        table.Udp(71, Client(0), Server);
        rows.Clear();
        shard.CopyTo(rows, 9000);

        Assert.Equal(9000 - 4096, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => row.Identity.Key).Distinct().Count());
    }

    [Fact]
    public async Task Readers_and_the_capture_thread_do_not_disturb_each_other()
    {
        var table = new TableDriver();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var takes = 0;
                while (!stop.IsCancellationRequested || takes == 0)
                {
                    var ids = table.Rows.Select(row => row.Identity.Id).ToList();
                    Assert.Equal(ids.Distinct().Order(), ids);
                    _ = table.Table.TakeHistory();
                    takes++;
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 60_000; i++)
        {
            table.Udp(i / 200.0, Client(i % 20_000), Server); // each comes back after 100 s, when it has timed out
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal(60_000, table.Statistics.ConnectionsTotal);
        Assert.Equal(60_000, table.Ended.Count + table.Rows.Count);
    }

    [Fact]
    public void Full_table_counts_what_it_does_not_track()
    {
        var table = new TableDriver(new FlowTableOptions { MaxConnections = 2 });
        for (var i = 0; i < 5; i++)
        {
            table.Udp(i, Client(i), Server);
            table.Udp(i, Client(i), Server);
        }

        Assert.Equal(2, table.Rows.Count);
        Assert.Equal((6L, 3L), (table.Statistics.PacketsNotTracked, table.Statistics.ConnectionsNotTracked));

        table.Udp(100, Client(4), Server);
        Assert.Equal(Client(4), table.Row.Identity.LocalText);
    }

    [Fact]
    public void History_keeps_the_newest()
    {
        var table = new TableDriver(new FlowTableOptions { MaxHistory = 3 });
        for (var i = 0; i < 5; i++)
        {
            table.Udp(i, Client(i), Server);
        }

        table.Idle(1000);

        var history = table.Table.TakeHistory();
        Assert.Equal([3L, 4, 5], history.Rows.Select(row => row.Identity.Id));
        Assert.Equal(table.Ended.Skip(2), history.Rows);
        Assert.All(history.Rows, row => Assert.Equal(1, row.Staleness(history.Statistics.Now)));
    }

    [Fact]
    public void History_without_an_observer_says_the_same()
    {
        var watched = new TableDriver();
        var alone = new FlowTable(new FlowTableOptions());
        alone.SetLocalAddresses(Local(["10.0.0.2"]));
        foreach (var server in (string[])[Server, "192.0.2.2:53", "192.0.2.3:53"])
        {
            var frame = Frame(0, Here, server, IpProtocol.Udp, 99);
            watched.Add(in frame);
            alone.Sink.BeginBatch();
            ((FlowShard)alone.Sink).Add(in frame);
            alone.Sink.EndBatch();
        }

        watched.Idle(100);
        alone.Sink.OnIdle(Time(100));

        Assert.Equal(watched.Ended.Select(Text), alone.TakeHistory().Rows.Select(Text));
        Assert.Equal(alone.TakeHistory().Rows, alone.TakeHistory().Rows); // the same objects again
    }

    [Fact]
    public void Clear_forgets_everything_and_tells_nobody()
    {
        var table = new TableDriver();
        table.Udp(0, Here, "192.0.2.2:1");
        table.Udp(90, Here, Server);
        table.Open(90);

        table.Table.Clear();

        Assert.Empty(table.Rows);
        Assert.Empty(table.Table.TakeHistory().Rows);
        Assert.Single(table.Ended); // the one that had timed out before
        Assert.Equal((0, 0, 0, 5L), (table.Statistics.Connections, table.Statistics.TcpConnections, table.Statistics.UdpConnections, table.Statistics.Packets));

        table.Udp(91, Here, Server);
        table.Idle(1000);
        Assert.Equal(4, table.Ended[^1].Identity.Id);
    }

    [Fact]
    public void Shards_make_one_table()
    {
        var table = new FlowTable(new FlowTableOptions { Shards = 3, MaxConnections = 7 });
        for (var i = 0; i < 9; i++)
        {
            var shard = (FlowShard)table.Sinks[i * 2 % 3];
            var frame = Frame(i, Client(i), Server, IpProtocol.Udp, 100);
            shard.BeginBatch();
            shard.Add(in frame);
            shard.EndBatch();
        }

        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], table.Take().Rows.Select(row => row.Identity.Id));
        Assert.Equal((7, 2L, 9L), (table.TakeStatistics().Connections, table.TakeStatistics().ConnectionsNotTracked, table.TakeStatistics().Packets));

        table.Shutdown();
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], table.TakeHistory().Rows.Select(row => row.Identity.Id).Order());
        Assert.Empty(table.Take().Rows);
    }

    [Fact]
    public void Same_frames_give_the_same_table_twice()
    {
        static List<string> Run()
        {
            var random = new Random(7);
            var table = new TableDriver(new FlowTableOptions { MaxConnections = 150 });
            var at = 0.0;
            for (var i = 0; i < 30_000; i++)
            {
                at += random.NextDouble() * random.Next(4);
                var from = $"10.0.0.{random.Next(1, 4)}:{random.Next(50_000, 50_030)}";
                var to = $"192.0.2.{random.Next(1, 4)}:{(random.Next(2) == 0 ? 443 : 53)}";
                if (random.Next(2) == 0)
                {
                    (from, to) = (to, from);
                }

                var frame = Frame(at, from, to, random.Next(3) == 0 ? IpProtocol.Udp : IpProtocol.Tcp, random.Next(60, 1500));
                frame.TcpFlags = frame.Protocol == IpProtocol.Tcp ? (TcpFlags)random.Next(32) : 0;
                frame.Sequence = (uint)random.Next(5000);
                frame.Acknowledgment = (uint)random.Next(5000);
                frame.PayloadLength = random.Next(100);
                table.Add(in frame);
            }

            table.Table.Shutdown();
            return table.Ended.Select(Text).Append($"{table.Statistics.LatePackets} {table.Statistics.PacketsNotTracked}").ToList();
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Every_packet_is_somewhere()
    {
        var random = new Random(3);
        var table = new TableDriver(new FlowTableOptions { MaxConnections = 40 });
        long bytes = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var frame = Frame(i / 10.0, $"10.0.0.2:{random.Next(50_000, 50_060)}", There, IpProtocol.Tcp, random.Next(60, 1500));
            frame.TcpFlags = (TcpFlags)random.Next(32);
            frame.Sequence = (uint)random.Next();
            table.Add(in frame);
            bytes += frame.WireLength;
        }

        table.Table.Shutdown();
        var statistics = table.Statistics;
        Assert.InRange(
            table.Ended.Sum(row => row.Packets) + statistics.PacketsNotTracked, 50_000 - statistics.LatePackets, 50_000);
        Assert.Equal(bytes, statistics.Bytes);
        Assert.Equal(table.Ended.Count, statistics.ConnectionsTotal);
    }

    [Fact]
    public void Steady_packets_on_known_flows_allocate_nothing()
    {
        var table = new FlowTable(new FlowTableOptions { Inspect = false });
        table.SetLocalAddresses(Local(["10.0.0.2"]));
        var shard = (FlowShard)table.Sink;

        var there = Frame(0, Here, There, IpProtocol.Tcp, 1514);
        there.TcpFlags = TcpFlags.Ack;
        there.PayloadLength = 1460;
        var back = Frame(0, There, Here, IpProtocol.Tcp, 60);
        back.TcpFlags = TcpFlags.Ack;
        var datagram = Frame(0, Here, Server, IpProtocol.Udp, 200);

        // The runtime itself may allocate once while it compiles what has become hot: the best round counts.
        const int Round = 10_000;
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            shard.BeginBatch();
            for (var i = round * Round; i < (round + 1) * Round; i++)
            {
                there.Timestamp = back.Timestamp = datagram.Timestamp = Start + i * PacketTime.Millisecond;
                there.Sequence = (uint)i * 1460;
                back.Acknowledgment = there.Sequence + 1460;
                shard.Add(in there);
                shard.Add(in back);
                shard.Add(in datagram);
            }

            shard.EndBatch();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            least = round == 0 ? least : Math.Min(least, allocated);
        }

        Assert.Equal(0, least);
        Assert.Equal([20L * Round * 2, 20L * Round], table.Take().Rows.Select(row => row.Packets));
    }

    [Fact]
    public void Raw_frames_go_through_the_parser()
    {
        var table = new TableDriver();
        var sink = table.Table.Sink;
        Captured[] frames =
        [
            Captured.At(0, FrameBytes.Tcp(Here, There, TcpFlags.Syn, 100)),
            Captured.At(0.02, FrameBytes.Tcp(There, Here, TcpFlags.Syn | TcpFlags.Ack, 500, 101)),
            Captured.At(0.03, FrameBytes.Udp("[2001:db8::2]:50000", "[2001:db8::1]:53", "query"u8)),
            Captured.At(0.04, FrameBytes.IcmpEcho("10.0.0.2", "192.0.2.9")),
            Captured.At(0.05, [1, 2, 3]),
            Captured.At(0.06, FrameBytes.Arp("10.0.0.2", "10.0.0.1")),
        ];
        sink.BeginBatch();
        foreach (var frame in frames)
        {
            sink.OnFrame(frame.Raw);
        }

        sink.EndBatch();

        Assert.Equal(["ESTABLISHED", "UDP_ACTIVE", "ECHO_REQUEST", "ARP_REQUEST"], table.Rows.Select(row => row.State));
        Assert.Equal(["tcp", "udp", "icmp", "arp"], table.Rows.Select(row => row.Identity.ProtocolName));
        Assert.Equal(frames.Sum(frame => frame.WireLength), table.Statistics.Bytes);
        Assert.Equal([new("link.truncated_header", 1)], table.Statistics.Oddities);
        Assert.Equal(Captured.At(0.06, []).Timestamp, table.Statistics.Now);
    }

    private static string Client(int number) => $"10.0.0.2:{10_000 + number}";

    private static string Text(FlowSnapshot row) =>
        $"{row.Identity.Id} {row.Identity.LocalText} {row.Identity.RemoteText} {row.Identity.Initiator} {row.State} {row.End} "
        + $"{row.PacketsSent}/{row.PacketsReceived} {row.BytesSent}/{row.BytesReceived} {row.Identity.FirstSeen} {row.LastSeen} {row.AgesFrom} {row.Timeout} {row.Tcp}";
}
