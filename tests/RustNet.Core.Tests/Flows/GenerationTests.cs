using RustNet.Core.Flows;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class GenerationTests
{
    private readonly TableDriver _table = new();

    private void Close(double at)
    {
        _table.Tcp(at, Here, There, "FA", 101, 501);
        _table.Tcp(at, There, Here, "FA", 501, 102);
        _table.Tcp(at, Here, There, "A", 102, 502);
    }

    [Fact]
    public void New_syn_on_a_closing_key_starts_a_new_generation()
    {
        _table.Open(0);
        Close(1);

        _table.Tcp(2, Here, There, "S", 90_000);

        var old = Assert.Single(_table.Ended);
        Assert.Equal((FlowEnd.Closed, "CLOSED", 6L), (old.End, old.State, old.Packets));
        Assert.Equal(("SYN_SENT", 1L, 2L), (_table.Row.State, _table.Row.Packets, _table.Row.Identity.Id));
        Assert.Equal(old.Identity.Key, _table.Row.Identity.Key);
        Assert.Equal(old, Assert.Single(_table.Table.TakeHistory().Rows));
    }

    [Fact]
    public void New_syn_after_a_reset_archives_a_reset()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "R", 501);

        _table.Tcp(1.1, Here, There, "S", 90_000);

        Assert.Equal(FlowEnd.Reset, Assert.Single(_table.Ended).End);
    }

    [Fact]
    public void Retransmitted_syn_does_not()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Tcp(1, Here, There, "S", 100);
        _table.Tcp(1, There, Here, "RA", 0, 101);
        _table.Tcp(2, Here, There, "S", 100);

        Assert.Empty(_table.Ended);
        Assert.Equal((4L, "CLOSED"), (_table.Row.Packets, _table.Row.State));
    }

    [Fact]
    public void Another_attempt_while_opening_is_the_same_connection()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Tcp(1, Here, There, "S", 70_000);
        _table.Tcp(1.1, There, Here, "SA", 500, 70_001);
        _table.Tcp(1.1, Here, There, "A", 70_001, 501);

        Assert.Empty(_table.Ended);
        Assert.Equal((4L, "ESTABLISHED"), (_table.Row.Packets, _table.Row.State));
        Assert.Equal(0, _table.Row.Tcp!.Retransmissions);
        Assert.Equal(100.0, _table.Row.Tcp.InitialRttMilliseconds!.Value, 3);
    }

    [Fact]
    public void Syn_over_an_established_connection_replaces_it()
    {
        _table.Open(0);

        _table.Tcp(100, Here, There, "S", 900_000);

        Assert.Equal(FlowEnd.Reset, Assert.Single(_table.Ended).End);
        Assert.Equal("SYN_SENT", _table.Row.State);
    }

    [Fact]
    public void Syn_ack_over_an_established_connection_does_not()
    {
        _table.Open(0);

        _table.Tcp(100, There, Here, "SA", 900_000, 5);

        Assert.Empty(_table.Ended);
        Assert.Equal(4, _table.Row.Packets);
    }

    [Fact]
    public void Late_segments_make_no_ghosts()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "R", 501);
        _table.Idle(7);
        Assert.Empty(_table.Rows);

        _table.Tcp(8, Here, There, "A", 101, 501);
        _table.Tcp(9, Here, There, "FA", 101, 501);
        _table.Tcp(10, There, Here, "R", 501);
        _table.Tcp(11, Here, There, "FPA", 101, 501, length: 5);

        Assert.Empty(_table.Rows);
        Assert.Equal(4, _table.Statistics.LatePackets);
        Assert.Single(_table.Ended);
    }

    [Fact]
    public void Data_and_syns_after_the_end_are_connections()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "R", 501);
        _table.Idle(7);

        _table.Tcp(8, There, Here, "PA", 501, 101, length: 5);
        Assert.Equal("ESTABLISHED", _table.Row.State);

        _table.Tcp(9, There, Here, "R", 506);
        _table.Idle(20);
        _table.Tcp(21, Here, There, "S", 100);
        Assert.Equal("SYN_SENT", _table.Row.State);
        Assert.Equal(0, _table.Statistics.LatePackets);
    }

    [Fact]
    public void Ghosts_are_remembered_for_thirty_seconds()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "R", 501);
        _table.Idle(7);

        _table.Tcp(38, Here, There, "A", 101, 501);

        Assert.Single(_table.Rows);
    }

    [Fact]
    public void Late_segments_count_while_the_row_is_there()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "R", 501);
        _table.Tcp(4, Here, There, "FA", 101, 501);
        _table.Idle(7);

        Assert.Equal((5L, 4.0), (_table.Ended[0].Packets, (_table.Ended[0].LastSeen - Start) / 1e9));
    }

    [Fact]
    public void Strays_of_a_connection_that_fell_silent_count_for_it()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Idle(61);
        Assert.Empty(_table.Rows);
        Assert.Empty(_table.Ended);
        Assert.Equal(1, Assert.Single(_table.Table.TakeHistory().Rows).Packets);

        _table.Tcp(64, Here, There, "RA", 101);
        Assert.Empty(_table.Rows);
        Assert.Equal(2, Assert.Single(_table.Table.TakeHistory().Rows).Packets);

        _table.Idle(89);
        Assert.Empty(_table.Ended);

        _table.Idle(91);
        var ended = Assert.Single(_table.Ended);
        Assert.Equal((2L, FlowEnd.Timeout, "SYN_SENT"), (ended.Packets, ended.End, ended.State));
        Assert.Equal(Time(64), ended.LastSeen);
        Assert.Equal(1, _table.Statistics.LatePackets);
    }

    [Fact]
    public void Connection_that_comes_back_after_falling_silent_is_another_one()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Idle(61);

        _table.Tcp(64, There, Here, "SA", 500, 101);

        Assert.Equal(1, Assert.Single(_table.Ended).Packets);
        Assert.Equal((1L, 2L), (_table.Row.Packets, _table.Row.Identity.Id));
    }

    [Fact]
    public void Shutdown_reports_what_had_fallen_silent_first()
    {
        _table.Udp(0, Here, "192.0.2.1:53");
        _table.Tcp(0, Here, There, "S", 100);
        _table.Udp(59, Here, "192.0.2.1:53");
        _table.Idle(62);

        _table.Table.Shutdown();

        Assert.Equal([FlowEnd.Timeout, FlowEnd.Shutdown], _table.Ended.Select(row => row.End));
    }

    [Fact]
    public void Memory_of_what_has_left_is_bounded()
    {
        for (var i = 0; i < 70_000; i++)
        {
            _table.Tcp(0, $"10.0.0.2:{i & 0xffff}", $"192.0.2.{1 + (i >> 16)}:443", "S", 100);
        }

        _table.Idle(61);

        Assert.Empty(_table.Rows);
        Assert.Equal(70_000 - 65_536, _table.Ended.Count);
        Assert.Equal(1, _table.Ended[0].Identity.Id);
        _table.Table.Shutdown();
        Assert.Equal(70_000, _table.Ended.Count);
    }
}
