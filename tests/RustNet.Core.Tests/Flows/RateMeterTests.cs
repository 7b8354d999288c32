using RustNet.Core.Flows;
using RustNet.Core.Wire;
using static RustNet.Core.Tests.Flows.TableDriver;

namespace RustNet.Core.Tests.Flows;

public class RateMeterTests
{
    private const string Server = "192.0.2.1:9999";

    private readonly TableDriver _table = new();

    [Theory]
    [InlineData(10)] // packets a second
    [InlineData(1000)]
    public void Steady_stream_shows_its_rate(int perSecond)
    {
        for (var i = 0; i < perSecond * 12; i++)
        {
            _table.Udp((double)i / perSecond, Server, Here, length: 958); // 1,000 on the wire
        }

        Assert.InRange(_table.Row.DownRate, perSecond * 970, perSecond * 1030);
        Assert.Equal(0, _table.Row.UpRate);
    }

    [Fact]
    public void Young_stream_shows_its_rate_too()
    {
        for (var i = 0; i <= 2000; i++)
        {
            _table.Udp(i / 1000.0, Server, Here, length: 958);
        }

        Assert.InRange(_table.Row.DownRate, 950_000, 1_060_000);
    }

    [Fact]
    public void Two_packets_a_microsecond_apart_are_not_a_gigabit()
    {
        _table.Udp(0, Here, Server, length: 458);
        _table.Udp(0.000001, Server, Here, length: 958);

        Assert.InRange(_table.Row.UpRate, 400, 600);
        Assert.InRange(_table.Row.DownRate, 900, 1200);
    }

    [Fact]
    public void One_packet_has_a_rate()
    {
        _table.Udp(0, Here, Server, length: 958);

        Assert.InRange(_table.Row.UpRate, 900, 1200);
        Assert.Equal(0, _table.Row.DownRate);
    }

    [Fact]
    public void Rate_decays_smoothly_to_exactly_zero()
    {
        for (var i = 0; i < 1000; i++)
        {
            _table.Udp(i / 100.0, Here, Server, length: 958);
        }

        var last = _table.Row.UpRate;
        for (var at = 10.0; at < 16; at += 0.05)
        {
            _table.Idle(at);
            var rate = _table.Row.UpRate;
            Assert.InRange(rate, last - 5000, last + 1e-6); // 100 kB/s: no step above a twentieth
            last = rate;
        }

        Assert.Equal(0, last);
    }

    [Fact]
    public void Rates_depend_on_packet_time_only()
    {
        _table.Udp(0, Here, Server, length: 958);
        _table.Udp(1, Here, Server, length: 958);
        var live = _table.Row.UpRate;
        var replay = new TableDriver();
        replay.Udp(0, Here, Server, length: 958);
        replay.Udp(1, Here, Server, length: 958);

        Assert.Equal(live, replay.Row.UpRate);
        Assert.InRange(live, 900, 2200);
    }

    [Fact]
    public void Slots_do_not_overflow()
    {
        var meter = new RateMeter();
        meter.Start(Start);
        const long bytes = 8L * int.MaxValue;

        Assert.InRange(meter.At(Start, bytes, 0).A, uint.MaxValue * 0.9, uint.MaxValue * 1.2);
        meter.Turn(RateMeter.SlotAt(Start) + 1, bytes, 0);
        Assert.InRange(meter.At(Start, bytes, 0).A, uint.MaxValue * 0.9, uint.MaxValue * 1.2);
    }

    [Fact]
    public void Silence_longer_than_the_window_is_forgotten()
    {
        var meter = new RateMeter();
        meter.Start(Start);
        meter.Turn(RateMeter.SlotAt(Start + PacketTime.Minute), 1000, 1000);

        var (a, b) = meter.At(Start + PacketTime.Minute, 1000, 1100);

        Assert.Equal(0, a);
        Assert.InRange(b, 30, 50); // 100 bytes over half a window of 5.25 s
    }
}
