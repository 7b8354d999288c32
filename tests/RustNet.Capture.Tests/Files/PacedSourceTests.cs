using RustNet.Capture.Files;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

public sealed class PacedSourceTests
{
    private readonly SkippingTime _time = new();
    private readonly RecordingSink _sink = new();
    private readonly List<double> _seconds = [];

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 1)]
    [InlineData(0.5, 20)]
    public void Frames_come_at_packet_time_times_the_speed(double speed, double expected)
    {
        Run(speed, 0, 2, 10);

        Assert.Equal([0, expected / 5, expected], _seconds, Tolerance);
    }

    [Fact]
    public void Idle_calls_run_through_a_pause_about_every_50_milliseconds()
    {
        Run(1, 0, 1);

        Assert.InRange(_sink.IdleTimes.Count, 18, 21);
        Assert.Equal(_sink.IdleTimes.Order(), _sink.IdleTimes);
        Assert.All(_sink.IdleTimes, now => Assert.InRange(now, Captured.Start, Captured.Start + PacketTime.Second));
        Assert.Equal(Captured.Start + 50 * PacketTime.Millisecond, _sink.IdleTimes[0], 1_000.0);
    }

    [Fact]
    public void Frames_that_are_due_together_share_a_batch_and_a_wait_cuts_it()
    {
        Run(1, 0, 0, 0, 1, 1);

        Assert.Equal([3, 2], _sink.Batches);
    }

    [Fact]
    public void A_pause_longer_than_a_minute_is_cut_to_a_minute()
    {
        Run(1, 0, 86_400, 86_401);

        Assert.Equal([0, 60, 61], _seconds, Tolerance);
        Assert.True(_sink.IdleTimes.Count(now => now < Captured.Start + 61 * PacketTime.Second) > 1_000);
    }

    [Fact]
    public void Times_that_go_back_do_not_wait()
    {
        Run(1, 10, 0, 5, 11);

        Assert.Equal([0, 0, 0, 1], _seconds, Tolerance);
    }

    [Fact]
    public void One_who_fell_behind_goes_on_from_there()
    {
        _sink.Frame = frame =>
        {
            if (frame.Timestamp == Captured.Start)
            {
                _time.Advance(TimeSpan.FromHours(1));       // the laptop slept
            }
        };

        Run(1, 0, 1, 2, 3);

        Assert.Equal([3600, 3600, 3601, 3602], _seconds, Tolerance);
    }

    [Fact]
    public void Extreme_times_end_the_replay_all_the_same()
    {
        var file = new PcapngBytes().Section().Interface(resolution: 0).Enhanced(0, 0, [1]).Enhanced(0, ulong.MaxValue, [2]).Enhanced(0, 5, [3]).ToArray();
        using var source = new PacedSource(CaptureFileRunner.Open(file), 1e-3, _time);

        Assert.Equal(CaptureEndKind.EndOfFile, source.Run(_sink, CancellationToken.None).Kind);
        Assert.Equal(3, _sink.Frames.Count);
    }

    [Fact]
    public void Without_a_limit_nothing_waits()
    {
        Run(double.PositiveInfinity, 0, 3_600);

        Assert.Equal([0, 0], _seconds);
        Assert.Empty(_sink.IdleTimes);
    }

    [Fact]
    public void Stop_ends_a_wait_and_delivers_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        _sink.Idle = _ => stop.Cancel();
        using var source = Source(1, 0, 30, 60);

        var end = source.Run(_sink, stop.Token);

        Assert.Equal(new CaptureEnd(CaptureEndKind.Stopped), end);
        Assert.Single(_sink.Frames);
        Assert.Single(_sink.IdleTimes);
        Assert.Empty(_sink.Breaches);
    }

    [Fact]
    public void The_batch_is_ended_when_the_sink_fails()
    {
        _sink.Frame = _ => throw new IOException("disk full");
        using var source = Source(1, 0, 1);

        Assert.Throws<IOException>(() => source.Run(_sink, CancellationToken.None));

        Assert.False(_sink.IsInBatch);
        Assert.Empty(_sink.Breaches);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_speed_that_is_none_is_refused(double speed)
    {
        using var file = CaptureFileRunner.Open(CaptureBytes.Pcap());

        Assert.Throws<ArgumentOutOfRangeException>(() => new PacedSource(file, speed, _time));
    }

    private static bool Tolerance(double expected, double actual) => Math.Abs(expected - actual) < 0.02;

    private void Run(double speed, params double[] seconds)
    {
        using var source = Source(speed, seconds);
        var recorded = _sink.Frame;
        _sink.Frame = frame =>
        {
            recorded?.Invoke(frame);
            _seconds.Add(_time.Elapsed.TotalSeconds);
        };

        Assert.Equal(CaptureEndKind.EndOfFile, source.Run(_sink, CancellationToken.None).Kind);

        Assert.Empty(_sink.Breaches);
        Assert.Equal(seconds.Length, source.Statistics.Received);
    }

    private PacedSource Source(double speed, params double[] seconds) =>
        new(CaptureFileRunner.Open(CaptureBytes.Pcap(seconds.Select(second => Captured.At(second, [1])))), speed, _time);
}
