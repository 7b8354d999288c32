using RustNet.Core.Flows;
using RustNet.Core.Wire;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

/// <summary>Capture timestamps as they really are.</summary>
public class PacketTimeTests
{
    private const string Server = "192.0.2.1:9999";

    private readonly TableDriver _table = new();

    [Fact]
    public void Frames_a_little_out_of_order_are_one_connection()
    {
        _table.Udp(10, Here, Server);
        _table.Udp(9.5, Server, Here);
        _table.Udp(10.1, Here, Server);

        Assert.Equal(3, _table.Row.Packets);
        Assert.Equal(10.1, (_table.Row.LastSeen - Start) / 1e9, 6);
        Assert.Equal(Time(10.1), _table.Statistics.Now);
    }

    [Fact]
    public void Interfaces_with_different_clocks_age_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _table.Udp(i, Here, Server);
            _table.Udp(i - 200, Here, "192.0.2.2:9999");
        }

        Assert.Equal([100L, 100], _table.Rows.Select(row => row.Packets));
        Assert.Empty(_table.Ended);
    }

    [Fact]
    public void Clock_that_is_set_back_goes_on_from_there()
    {
        _table.Udp(100_000, Here, Server);

        _table.Udp(5, Here, "192.0.2.2:9999"); // a second capture, appended
        _table.Udp(5.5, "192.0.2.2:9999", Here);
        _table.Udp(6, "192.0.2.2:9999", Here);
        Assert.Equal([1L, 3], _table.Rows.Select(row => row.Packets));
        Assert.Equal(5.0, (_table.Rows[1].Identity.FirstSeen - Start) / 1e9, 6);
        Assert.Equal(Time(6), _table.Statistics.Now);
        Assert.Equal(0, _table.Rows[0].Staleness(_table.Statistics.Now));

        _table.Idle(65.9);
        Assert.Empty(_table.Ended);
        _table.Idle(67);
        Assert.Equal([FlowEnd.Timeout, FlowEnd.Timeout], _table.Ended.Select(row => row.End));
    }

    [Fact]
    public void Jump_of_years_ends_everything_and_goes_on()
    {
        _table.Udp(0, Here, Server);
        _table.Open(0);

        for (var i = 0; i < 3; i++)
        {
            _table.Udp(3e8 + i, Here, "192.0.2.2:9999");
        }

        Assert.Equal([FlowEnd.Timeout, FlowEnd.Timeout], _table.Ended.Select(row => row.End));
        Assert.Equal("UDP_STALE", _table.Ended[0].State);
        Assert.Equal(("UDP_ACTIVE", 3L), (_table.Row.State, _table.Row.Packets));
        Assert.Equal(Time(3e8 + 2), _table.Statistics.Now);
    }

    [Theory]
    [InlineData(-1.7e9)]
    [InlineData(-601)]
    [InlineData(7201)]
    [InlineData(3e8)]
    public void One_wrong_time_ages_nothing(double wrong)
    {
        _table.Open(0);
        for (var i = 0; i < 20; i++)
        {
            _table.Udp(i, Here, Server);
            _table.Udp(i + wrong, Here, "192.0.2.2:9999");
            _table.Udp(i + 0.5 + wrong, Here, "192.0.2.2:9999"); // nor do two
        }

        Assert.Empty(_table.Ended);
        Assert.Equal([3L, 20, 40], _table.Rows.Select(row => row.Packets));
        Assert.Equal(Time(19), _table.Statistics.Now);
        _table.Idle(50);
        Assert.Empty(_table.Ended);
        _table.Idle(100);
        Assert.Equal(2, _table.Ended.Count);
    }

    [Fact]
    public void Wrong_times_that_contradict_one_another_move_nothing()
    {
        _table.Udp(0, Here, Server);
        foreach (var wrong in new[] { 3e8, -1e9, 2e8, 1e8, -1e9 })
        {
            _table.Udp(wrong, Here, "192.0.2.2:9999");
        }

        Assert.Empty(_table.Ended);
        Assert.Equal(Time(0), _table.Statistics.Now);
    }

    [Fact]
    public void Connection_that_opens_behind_a_gap_of_hours_is_one()
    {
        _table.Udp(0, Here, Server);

        _table.Open(3 * 3600);
        Assert.Equal(FlowEnd.Timeout, Assert.Single(_table.Ended).End);
        Assert.Equal((3L, "ESTABLISHED"), (_table.Row.Packets, _table.Row.State));

        _table.Idle(3 * 3600 + 200);
        Assert.Single(_table.Ended);
        _table.Idle(4 * 3600 + 60);
        Assert.Empty(_table.Rows);
    }

    [Fact]
    public void Frames_hours_apart_still_end_what_was_before()
    {
        for (var i = 0; i < 9; i++)
        {
            _table.Udp(i * 10_000, Here, $"192.0.2.{i}:9999");
        }

        Assert.InRange(_table.Rows.Count, 1, 5);
    }

    [Fact]
    public void Idle_time_that_leaps_is_followed()
    {
        _table.Udp(0, Here, Server);

        for (var i = 0; i < 3; i++)
        {
            _table.Idle(30_000 + i * 0.05);
        }

        Assert.Equal(FlowEnd.Timeout, Assert.Single(_table.Ended).End);
        Assert.Equal(Time(30_000.1), _table.Statistics.Now);
    }

    [Fact]
    public void Damaged_timestamps_do_no_harm()
    {
        long[] times = [long.MinValue, long.MaxValue, 0, -1, 1, long.MaxValue / 2, Start, long.MaxValue, Start + 1, 1L << 62, 3, (1L << 62) - 1];
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var frame = Frame(0, Here, $"192.0.2.{random.Next(250)}:443", IpProtocol.Tcp, 60);
            frame.TcpFlags = (TcpFlags)random.Next(64);
            frame.Timestamp = random.Next(4) == 0 ? times[random.Next(times.Length)] : random.NextInt64(long.MinValue, long.MaxValue);
            _table.Add(in frame);
        }

        _table.Table.Shutdown();
        Assert.InRange(_table.Ended.Sum(row => row.Packets), 20_000 - _table.Statistics.LatePackets, 20_000);
    }

    [Fact]
    public void Connections_leave_in_the_order_of_their_deadlines()
    {
        _table.Udp(0, Here, "192.0.2.1:1");
        _table.Message(1, "10.0.0.2", "192.0.2.2", IpProtocol.Icmp, 8); // due first
        _table.Udp(2, Here, "192.0.2.3:1");
        _table.Udp(2.5, Here, "192.0.2.4:1");
        _table.Udp(2.5, Here, "192.0.2.5:1");
        _table.Udp(5, Here, "192.0.2.1:1"); // puts its deadline off

        _table.Idle(1000);

        Assert.Equal(
            ["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.1"],
            _table.Ended.Select(row => FlowText.Address(row.Identity.RemoteAddress)));
    }

    [Fact]
    public void Wheel_agrees_with_a_sorted_list_of_deadlines()
    {
        var random = new Random(2);
        var wheel = new TimerWheel();
        var now = Start;
        wheel.Restart(now);
        var due = new Dictionary<Flow, long>();
        for (var step = 0; step < 3000; step++)
        {
            for (var i = random.Next(4); i > 0; i--)
            {
                var key = FlowKey.Of(NetworkLayer.IPv4, IpProtocol.Udp, 1, 1, 2, 2, out _);
                var flow = new Flow { Key = key };
                due[flow] = now + (long)(Math.Pow(2, random.NextDouble() * 25) * PacketTime.Millisecond);
                wheel.Arm(flow, due[flow]);
            }

            if (due.Count > 0 && random.Next(3) == 0)
            {
                var moved = due.Keys.First();
                due[moved] = now + random.NextInt64(PacketTime.Minute);
                wheel.Arm(moved, due[moved]);
            }

            now += (long)(Math.Pow(2, random.NextDouble() * 22) * PacketTime.Millisecond);
            while (wheel.TryTakeDue(now, out var flow))
            {
                if (due[flow] > wheel.Now)
                {
                    wheel.Arm(flow, due[flow]);
                }
                else
                {
                    due.Remove(flow);
                }
            }

            Assert.All(due.Values, deadline => Assert.True(deadline > now - (1L << 27)));
        }
    }
}
