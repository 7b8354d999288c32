using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// Stands between a source that is as fast as it can be and its sink, and holds each frame back until its time. The frame's bytes stay
/// where they are meanwhile: the source waits in its call. Batches are cut where it waits, so that readers can look.
/// </summary>
internal sealed class PacedSink(IFrameSink sink, ReplayClock clock, TimeProvider time, CancellationToken stop) : IFrameSink
{
    private static readonly TimeSpan s_idleInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(10);    // no eye sees less, and each wait costs a thread switch
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_furthestBehind = TimeSpan.FromSeconds(1);

    private bool _inBatch;
    private bool _started;
    private long _reached;      // packet time up to which frames go through without a look at the clock

    public void BeginBatch()
    {
    }

    public void OnFrame(in RawFrame frame)
    {
        if (!_started)
        {
            _started = true;
            clock.Restart(frame.Timestamp);
            _reached = frame.Timestamp;
        }
        else if (frame.Timestamp > _reached)
        {
            WaitFor(frame.Timestamp);
        }

        if (stop.IsCancellationRequested)
        {
            return;             // the source notices at the end of its batch; what is left of that is not due
        }

        if (!_inBatch)
        {
            sink.BeginBatch();
            _inBatch = true;
        }

        sink.OnFrame(frame);
    }

    public void EndBatch()
    {
        if (_inBatch)
        {
            _inBatch = false;
            sink.EndBatch();
        }
    }

    public void OnIdle(long now)
    {
        EndBatch();
        sink.OnIdle(now);
    }

    private void WaitFor(long packetTime)
    {
        var started = time.GetTimestamp();
        var wait = clock.Until(packetTime);
        if (wait < -s_furthestBehind)
        {
            clock.Restart(packetTime);
            _reached = packetTime;
            return;
        }

        while (wait > TimeSpan.Zero && !stop.IsCancellationRequested)
        {
            if (time.GetElapsedTime(started) >= s_longestPause)
            {
                clock.Restart(packetTime);
                break;
            }

            EndBatch();
            Wait(wait < s_shortestWait ? s_shortestWait : wait > s_idleInterval ? s_idleInterval : wait);
            wait = clock.Until(packetTime);
            if (wait > TimeSpan.Zero && !stop.IsCancellationRequested)
            {
                sink.OnIdle(clock.Now);
            }
        }

        _reached = Math.Max(packetTime, clock.Now);
    }

    private void Wait(TimeSpan wait)
    {
        try
        {
            Task.Delay(wait, time, stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }
}
