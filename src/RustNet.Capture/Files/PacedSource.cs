using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// Replays another source at packet time: each frame comes when its time has, at a multiple of real speed. While nothing is due,
/// <see cref="IFrameSink.OnIdle"/> tells about every 50 ms which packet time has been reached, so that idle connections age smoothly. A
/// pause of more than a minute of real time is cut to a minute, and one who falls behind (a slow machine, a suspended
/// process) goes on from there instead of rushing after.
/// </summary>
public sealed class PacedSource : ICaptureSource
{
    private readonly ICaptureSource _source;
    private readonly TimeProvider _time;

    /// <param name="source">What to replay; owned and disposed of.</param>
    /// <param name="speed">Seconds of packet time per second: 1 as recorded, 10 ten times as fast. Above 0; infinity does not wait at all.</param>
    /// <param name="time">Real time, and what the waits are made of.</param>
    public PacedSource(ICaptureSource source, double speed, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsNaN(speed), true, nameof(speed));
        _source = source;
        Speed = speed;
        _time = time;
    }

    /// <summary>Seconds of packet time per second of real time.</summary>
    public double Speed { get; }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public bool IsLive => _source.IsLive;

    /// <inheritdoc/>
    public string LinkTypeName => _source.LinkTypeName;

    /// <inheritdoc/>
    public CaptureStatistics Statistics => _source.Statistics;

    /// <inheritdoc/>
    public CaptureEnd Run(IFrameSink sink, CancellationToken stop)
    {
        if (double.IsPositiveInfinity(Speed))
        {
            return _source.Run(sink, stop);
        }

        var paced = new PacedSink(sink, new ReplayClock(_time, Speed), _time, stop);
        try
        {
            var end = _source.Run(paced, stop);
            return stop.IsCancellationRequested ? new CaptureEnd(CaptureEndKind.Stopped) : end;
        }
        finally
        {
            paced.EndBatch(); // a source that failed may not have
        }
    }

    /// <inheritdoc/>
    public string? InterfaceName(int index) => _source.InterfaceName(index);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
