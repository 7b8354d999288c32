using RustNet.Core.Flows;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

/// <summary>Whole conversations through the table: what flags and numbers mean together.</summary>
public class TcpConversationTests
{
    private readonly TableDriver _table = new();

    [Fact]
    public void Our_close_goes_through_all_its_states()
    {
        _table.Open(0);
        Assert.Equal("ESTABLISHED", _table.Row.State);

        _table.Tcp(1, Here, There, "FA", 101, 501);
        Assert.Equal("FIN_WAIT1", _table.Row.State);

        _table.Tcp(1.1, There, Here, "A", 501, 101); // sent before the FIN arrived
        Assert.Equal("FIN_WAIT1", _table.Row.State);

        _table.Tcp(1.2, There, Here, "A", 501, 102);
        Assert.Equal("FIN_WAIT2", _table.Row.State);

        _table.Tcp(1.3, There, Here, "FA", 501, 102);
        Assert.Equal("TIME_WAIT", _table.Row.State);

        _table.Tcp(1.3, Here, There, "A", 102, 502);
        Assert.Equal("TIME_WAIT", _table.Row.State);
    }

    [Fact]
    public void Fin_that_covers_our_fin_goes_to_time_wait()
    {
        _table.Open(0);

        _table.Tcp(1, Here, There, "FA", 101, 501);
        _table.Tcp(1.1, There, Here, "FA", 501, 102);
        _table.Tcp(1.1, Here, There, "A", 102, 502);

        Assert.Equal("TIME_WAIT", _table.Row.State);
    }

    [Fact]
    public void Crossing_fins_go_through_closing()
    {
        _table.Open(0);

        _table.Tcp(1, Here, There, "FA", 101, 501);
        _table.Tcp(1, There, Here, "FA", 501, 101);
        Assert.Equal("CLOSING", _table.Row.State);

        _table.Tcp(1.1, There, Here, "A", 502, 102);
        Assert.Equal("TIME_WAIT", _table.Row.State);
    }

    [Fact]
    public void Their_close_ends_in_closed_when_our_fin_is_covered()
    {
        _table.Open(0);

        _table.Tcp(1, There, Here, "FA", 501, 101, length: 10);
        Assert.Equal("CLOSE_WAIT", _table.Row.State);

        _table.Tcp(1.1, Here, There, "FA", 101, 512);
        Assert.Equal("LAST_ACK", _table.Row.State);

        _table.Tcp(1.2, There, Here, "A", 512, 101); // an old one
        Assert.Equal("LAST_ACK", _table.Row.State);

        _table.Tcp(1.2, There, Here, "A", 512, 102);
        Assert.Equal("CLOSED", _table.Row.State);
    }

    [Fact]
    public void Fin_is_covered_across_the_wrap_of_sequence_numbers()
    {
        _table.Tcp(0, Here, There, "A", 0xffff_fff0, 501, length: 15);
        _table.Tcp(1, Here, There, "FA", 0xffff_ffff, 501); // takes the last number: its acknowledgment is 0
        _table.Tcp(1.1, There, Here, "A", 501, 0xffff_ffff);
        Assert.Equal("FIN_WAIT1", _table.Row.State);

        _table.Tcp(1.2, There, Here, "A", 501, 0);

        Assert.Equal("FIN_WAIT2", _table.Row.State);
    }

    [Fact]
    public void Incoming_syn_waits_for_the_handshakes_last_ack()
    {
        _table.Tcp(0, There, Here, "S", 500);
        Assert.Equal("SYN_RECV", _table.Row.State);
        Assert.Equal(FlowDirection.Incoming, _table.Row.Identity.Direction);

        _table.Tcp(0, Here, There, "SA", 100, 501);
        Assert.Equal("SYN_RECV", _table.Row.State);

        _table.Tcp(0.1, There, Here, "A", 501, 101);
        Assert.Equal("ESTABLISHED", _table.Row.State);
    }

    [Fact]
    public void Challenge_ack_of_an_older_connection_does_not_establish()
    {
        _table.Tcp(0, Here, There, "S", 5000);

        _table.Tcp(0.1, There, Here, "A", 900, 4000); // RFC 5961 §4.2: acknowledges something else

        Assert.Equal("SYN_SENT", _table.Row.State);
    }

    [Fact]
    public void Mid_stream_traffic_starts_as_established()
    {
        _table.Tcp(0, There, Here, "PA", 700, 300, length: 20);

        Assert.Equal("ESTABLISHED", _table.Row.State);
    }

    [Fact]
    public void Reset_closes()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Tcp(0.1, There, Here, "RA", 0, 101);

        Assert.Equal("CLOSED", _table.Row.State);
    }

    [Fact]
    public void Segment_cut_before_its_flags_counts_and_says_nothing()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "");

        Assert.Equal("ESTABLISHED", _table.Row.State);
        Assert.Equal(4, _table.Row.Packets);
        Assert.Equal(0, _table.Row.Tcp!.Retransmissions);
    }
}
