using RustNet.Core.Flows;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class TcpQualityTests
{
    private readonly TableDriver _table = new();

    private TcpQualitySnapshot Quality => _table.Row.Tcp!;

    [Fact]
    public void Clean_exchange_counts_nothing()
    {
        _table.Open(0);
        for (uint i = 0; i < 50; i++)
        {
            _table.Tcp(1 + i, Here, There, "PA", 101 + i * 100, 501 + i * 1000, length: 100);
            _table.Tcp(1.02 + i, There, Here, "PA", 501 + i * 1000, 201 + i * 100, length: 1000);
            _table.Tcp(1.03 + i, Here, There, "A", 201 + i * 100, 1501 + i * 1000);
        }

        var quality = Quality with { InitialRttMilliseconds = null, SmoothedRttMilliseconds = null };
        Assert.Equal(new TcpQualitySnapshot(), quality);
    }

    [Theory]
    [InlineData(1000u)]
    [InlineData(0xffff_ff80u)] // wraps within the first segment
    public void Repeated_data_is_a_retransmission(uint sequence)
    {
        _table.Tcp(0, Here, There, "A", sequence, 1, length: 200);
        _table.Tcp(0.1, Here, There, "A", sequence + 200, 1, length: 200);
        _table.Tcp(0.5, Here, There, "A", sequence, 1, length: 200);
        _table.Tcp(0.6, Here, There, "A", sequence + 100, 1, length: 400); // partly new, put together differently

        Assert.Equal(2, Quality.Retransmissions);
        Assert.Equal(0, Quality.OutOfOrder);
        Assert.Equal(2, _table.Statistics.Retransmissions);
    }

    [Fact]
    public void Repeated_syn_and_fin_are_retransmissions()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Tcp(1, Here, There, "S", 100);
        _table.Tcp(1.1, There, Here, "SA", 500, 101);
        _table.Tcp(1.1, Here, There, "A", 101, 501);
        _table.Tcp(2, Here, There, "FA", 101, 501);
        _table.Tcp(3, Here, There, "FA", 101, 501);

        Assert.Equal(2, Quality.Retransmissions);
        Assert.Single(_table.Rows);
    }

    [Fact]
    public void Overtaken_segment_is_out_of_order()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "A", 501, 101, length: 100);
        _table.Tcp(1.001, There, Here, "A", 701, 101, length: 100);
        _table.Tcp(1.002, There, Here, "A", 601, 101, length: 100);

        Assert.Equal(1, Quality.OutOfOrder);
        Assert.Equal(0, Quality.Retransmissions);
        Assert.Equal(1, _table.Statistics.OutOfOrder);
    }

    [Fact]
    public void Filling_a_gap_much_later_is_a_retransmission()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "A", 501, 101, length: 100);
        _table.Tcp(1.001, There, Here, "A", 701, 101, length: 100);
        _table.Tcp(1.3, There, Here, "A", 601, 101, length: 100);

        Assert.Equal(1, Quality.Retransmissions);
        Assert.Equal(0, Quality.OutOfOrder);
    }

    [Fact]
    public void Gap_counts_once()
    {
        _table.Open(0);
        _table.Tcp(1, There, Here, "A", 601, 101, length: 100);
        _table.Tcp(1.001, There, Here, "A", 501, 101, length: 100);
        _table.Tcp(1.002, There, Here, "A", 501, 101, length: 100);

        Assert.Equal(1, Quality.OutOfOrder);
        Assert.Equal(1, Quality.Retransmissions);
    }

    [Fact]
    public void Three_duplicate_acks_make_the_next_one_fast()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1, Here, There, "A", 201, 501, length: 100);
        _table.Tcp(1, Here, There, "A", 301, 501, length: 100);
        for (var i = 0; i < 3; i++)
        {
            _table.Tcp(1.02 + i / 100.0, There, Here, "A", 501, 101);
        }

        _table.Tcp(1.06, Here, There, "A", 101, 501, length: 100);

        Assert.Equal(3, Quality.DuplicateAcks);
        Assert.Equal(1, Quality.Retransmissions);
        Assert.Equal(1, Quality.FastRetransmissions);
        Assert.Equal(1, _table.Statistics.FastRetransmissions);
    }

    [Fact]
    public void Two_duplicate_acks_do_not()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.02, There, Here, "A", 501, 101);
        _table.Tcp(1.03, There, Here, "A", 501, 101);
        _table.Tcp(1.06, Here, There, "A", 101, 501, length: 100);

        Assert.Equal(2, Quality.DuplicateAcks);
        Assert.Equal(0, Quality.FastRetransmissions);
    }

    [Fact]
    public void Window_update_is_no_duplicate_ack()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.01, There, Here, "A", 501, 101, window: 2000);
        _table.Tcp(1.02, There, Here, "A", 501, 101, window: 3000);

        Assert.Equal(0, Quality.DuplicateAcks);
    }

    [Fact]
    public void Bare_acks_with_nothing_outstanding_are_no_duplicates()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501);
        _table.Tcp(2, Here, There, "A", 101, 501);

        Assert.Equal(0, Quality.DuplicateAcks);
    }

    [Theory]
    [InlineData(0)] // as most systems send it
    [InlineData(1)] // with the byte RFC 9293 §3.8.4 allows
    public void Keep_alives_are_nothing(int length)
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.02, There, Here, "A", 501, 201);
        for (var i = 0; i < 5; i++)
        {
            _table.Tcp(60 + i, Here, There, "A", 200, 501, length);
            _table.Tcp(60.02 + i, There, Here, "A", 501, 201);
        }

        Assert.Equal(0, Quality.Retransmissions + Quality.OutOfOrder + Quality.DuplicateAcks);
    }

    [Fact]
    public void Zero_windows_are_counted_and_their_probes_are_not_retransmissions()
    {
        _table.Open(0);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.02, There, Here, "A", 501, 201, window: 0);
        for (var i = 0; i < 3; i++)
        {
            _table.Tcp(2 + i, Here, There, "A", 201, 501, length: 1);
            _table.Tcp(2.02 + i, There, Here, "A", 501, 201, window: 0);
        }

        _table.Tcp(6, There, Here, "A", 501, 201, window: 4000);
        _table.Tcp(6.01, Here, There, "A", 201, 501, length: 100);

        Assert.Equal(4, Quality.ZeroWindows);
        Assert.Equal(0, Quality.Retransmissions + Quality.OutOfOrder);
    }

    [Fact]
    public void Outgoing_handshake_gives_the_initial_rtt()
    {
        _table.Open(0, rtt: 0.03);

        Assert.Equal(30.0, Quality.InitialRttMilliseconds);
        Assert.Equal(30.0, _table.Row.RttMilliseconds);
    }

    [Fact]
    public void Incoming_handshake_does_not()
    {
        _table.Open(0, client: There, server: Here);

        Assert.Null(Quality.InitialRttMilliseconds);
    }

    [Fact]
    public void Repeated_syn_gives_no_rtt()
    {
        _table.Tcp(0, Here, There, "S", 100);
        _table.Tcp(1, Here, There, "S", 100);
        _table.Tcp(1.05, There, Here, "SA", 500, 101);

        Assert.Null(Quality.InitialRttMilliseconds);
        Assert.Null(Quality.SmoothedRttMilliseconds);
    }

    [Fact]
    public void Live_rtt_is_smoothed_by_an_eighth()
    {
        _table.Open(0, rtt: 0.08);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.16, There, Here, "A", 501, 201);

        Assert.Equal(90.0, Quality.SmoothedRttMilliseconds!.Value, 3); // 7/8 of 80 + 1/8 of 160
        Assert.Equal(80.0, Quality.InitialRttMilliseconds);
    }

    [Fact]
    public void Acknowledgment_of_something_sent_twice_is_no_sample()
    {
        _table.Open(0, rtt: 0.08);
        _table.Tcp(1, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.3, Here, There, "A", 101, 501, length: 100);
        _table.Tcp(1.31, There, Here, "A", 501, 201);

        Assert.Equal(80.0, Quality.SmoothedRttMilliseconds!.Value, 3);
    }

    [Fact]
    public void Late_syn_is_out_of_order_and_names_the_initiator()
    {
        _table.Tcp(0, "203.0.113.5:700", "203.0.113.6:800", "A", 101, 501, length: 10);
        _table.Tcp(0.0005, "203.0.113.6:800", "203.0.113.5:700", "A", 501, 111, length: 10);
        Assert.Equal(FlowInitiator.Unknown, _table.Row.Identity.Initiator);

        _table.Tcp(0.001, "203.0.113.6:800", "203.0.113.5:700", "S", 500);

        Assert.Equal("203.0.113.6:800", _table.Row.Identity.LocalText);
        Assert.Equal(FlowInitiator.Local, _table.Row.Identity.Initiator);
        Assert.Equal((2, 1), (_table.Row.PacketsSent, _table.Row.PacketsReceived));
        Assert.Equal("ESTABLISHED", _table.Row.State);
        Assert.Equal(1, Quality.OutOfOrder);
    }

    [Fact]
    public void Other_protocols_have_no_quality()
    {
        _table.Udp(0, Here, "192.0.2.1:53");

        Assert.Null(_table.Row.Tcp);
    }
}
