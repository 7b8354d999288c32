using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

public class CaptureLoopTests
{
    private readonly ManualClock _clock = new();
    private readonly IdleSink _sink = new();

    [Fact]
    public void Run_ends_as_stopped_when_asked_to()
    {
        using var port = new ScriptedPort(_clock, 1, 2, 3);

        var end = Loop(port).Run(port.Stop);

        Assert.Equal(new CaptureEnd(CaptureEndKind.Stopped), end);
    }

    [Fact]
    public void Run_does_not_touch_the_device_when_stopped_before()
    {
        using var port = new ScriptedPort(_clock, 1);

        Loop(port).Run(new CancellationToken(true));

        Assert.Equal(0, port.Waits);
    }

    [Fact]
    public void Run_counts_the_frames_delivered()
    {
        using var port = new ScriptedPort(_clock, 1, 0, 41);
        var loop = Loop(port);

        loop.Run(port.Stop);

        Assert.Equal(42, loop.Statistics.Received);
    }

    [Fact]
    public void Run_does_not_wait_after_a_full_batch()
    {
        using var port = new ScriptedPort(_clock, CaptureLoop.BatchLimit, CaptureLoop.BatchLimit, 7);

        Loop(port).Run(port.Stop);

        Assert.Equal(2, port.Waits); // before the first batch, and before the dispatch after the 7
    }

    [Fact]
    public void Run_tells_idle_time_behind_the_clock_by_what_the_kernel_may_hold_back()
    {
        using var port = new ScriptedPort(_clock, 0);

        Loop(port).Run(port.Stop);

        var firstWait = PacketTime.FromUtc(new ManualClock().GetUtcNow() + port.WaitTime);
        Assert.Equal(firstWait - CaptureLoop.HoldBack, _sink.Ticks[0]);
    }

    [Fact]
    public void Run_tells_idle_time_only_when_nothing_came()
    {
        using var port = new ScriptedPort(_clock, 1, 1, 1);

        Loop(port).Run(port.Stop);

        Assert.Single(_sink.Ticks); // the empty dispatch that ends the script
    }

    [Fact]
    public void Run_tells_idle_time_at_most_once_a_read_timeout()
    {
        using var port = new ScriptedPort(_clock, 0, 0, 0, 0, 0, 0, 0, 0, 0) { WaitTime = TimeSpan.FromMilliseconds(10) };

        Loop(port).Run(port.Stop);

        Assert.Equal(2, _sink.Ticks.Count); // 100 ms
    }

    [Fact]
    public void Run_never_tells_an_idle_time_before_the_last_frame()
    {
        using var port = new ScriptedPort(_clock, 1, 0, 0, 0, 0, 0, 0, 0)
        {
            LastTimestamp = PacketTime.FromUtc(_clock.GetUtcNow()),
        };

        Loop(port).Run(port.Stop);

        Assert.NotEmpty(_sink.Ticks);
        Assert.All(_sink.Ticks, tick => Assert.True(tick > port.LastTimestamp));
    }

    [Fact]
    public void Run_ends_as_lost_when_the_interface_is_gone()
    {
        using var port = new ScriptedPort(_clock, 5, -1) { InterfaceExists = false };

        var end = Loop(port).Run(port.Stop);

        Assert.Equal(new CaptureEnd(CaptureEndKind.InterfaceLost, "Interface eth7 is gone; the capture has ended."), end);
    }

    [Fact]
    public void Run_goes_on_after_errors_while_the_interface_exists()
    {
        using var port = new ScriptedPort(_clock, -1, -1, 5, -1, 6);
        var loop = Loop(port);

        var end = loop.Run(port.Stop);

        Assert.Equal(CaptureEndKind.Stopped, end.Kind);
        Assert.Equal(11, loop.Statistics.Received);
        Assert.Equal(3, port.Rests);
    }

    [Fact]
    public void Run_gives_up_with_the_reason_when_errors_do_not_end()
    {
        using var port = new ScriptedPort(_clock, [.. Enumerable.Repeat(-1, CaptureLoop.ErrorLimit + 10)]) { LastError = "it\nburns" };

        var end = Loop(port).Run(port.Stop);

        Assert.Equal(new CaptureEnd(CaptureEndKind.InterfaceLost, "Reading from eth7 failed: it burns"), end);
        Assert.Equal(CaptureLoop.ErrorLimit, port.Rests);
    }

    [Fact]
    public void Run_notices_within_a_second_an_interface_that_went_without_an_error()
    {
        using var port = new ScriptedPort(_clock, [.. Enumerable.Repeat(0, 100)]);
        port.OnDispatch = number => port.InterfaceExists = number < 10;

        var end = Loop(port).Run(port.Stop);

        Assert.Equal(CaptureEndKind.InterfaceLost, end.Kind);
        Assert.InRange(port.Waits, 10, 30);
    }

    [Fact]
    public void Statistics_carry_the_counters_on_past_32_bits()
    {
        using var port = new ScriptedPort(_clock, [.. Enumerable.Repeat(0, 60)]);
        port.Counters.Enqueue(new PcapCounters(0x7000_0000, 5));
        port.Counters.Enqueue(new PcapCounters(0xE000_0000, 7));
        port.Counters.Enqueue(new PcapCounters(0x0000_0002, 7));
        var loop = Loop(port);

        loop.Run(port.Stop);

        Assert.Equal(new CaptureStatistics(0, 0x1_0000_0002, 7), loop.Statistics);
    }

    [Fact]
    public void Run_reads_the_counters_once_more_at_the_end()
    {
        using var port = new ScriptedPort(_clock, 1);
        port.Counters.Enqueue(new PcapCounters(3, 0));
        var loop = Loop(port);

        loop.Run(port.Stop);

        Assert.Equal(3, loop.Statistics.DroppedByKernel);
    }

    private CaptureLoop Loop(ScriptedPort port) => new(port, _sink, "eth7", _clock);
}
