using RustNet.Core.Wire;

namespace RustNet.Capture.Live;

/// <summary>
/// The life of a capture thread: wait, deliver a batch, tell idle time, look after the counters and the interface.
/// <see cref="Run"/> belongs to the capture thread; <see cref="Statistics"/> may be read from any.
/// </summary>
/// <param name="port">The opened device.</param>
/// <param name="sink">Hears of idle time; the port delivers the frames.</param>
/// <param name="interfaceName">Name for messages.</param>
/// <param name="clock">Wall time for idle ticks, monotonic time for what happens every second. Read once per batch.</param>
internal sealed class CaptureLoop(ICapturePort port, IFrameSink sink, string interfaceName, TimeProvider clock)
{
    /// <summary>Frames per batch at most, so that the sink's lock is held for some hundred microseconds only.</summary>
    internal const int BatchLimit = 2048;

    /// <summary>The read timeout: how long the kernel may gather frames before it hands a block over.</summary>
    internal const int ReadTimeoutMilliseconds = 50;

    /// <summary>
    /// How far idle time stays behind the clock. A frame waits in the kernel for its block to fill or for the second
    /// run of the block's timer, two read timeouts at most; as much again is left for a busy machine. So no frame comes
    /// later than an idle tick that is ahead of it.
    /// </summary>
    internal const long HoldBack = 4 * ReadTimeoutMilliseconds * PacketTime.Millisecond;

    /// <summary>Errors in a row (one read timeout apart) before an interface that still exists counts as lost: 5 s.</summary>
    internal const int ErrorLimit = 100;

    private static readonly TimeSpan s_idleInterval = TimeSpan.FromMilliseconds(ReadTimeoutMilliseconds);
    private static readonly TimeSpan s_upkeepInterval = TimeSpan.FromSeconds(1);

    private WrappingCounter _droppedByKernel;
    private WrappingCounter _droppedByInterface;
    private long _received;
    private long _publishedKernel;
    private long _publishedInterface;

    /// <summary>Counters as of the last batch (frames) and the last second (losses).</summary>
    public CaptureStatistics Statistics =>
        new(Volatile.Read(ref _received), Volatile.Read(ref _publishedKernel), Volatile.Read(ref _publishedInterface));

    /// <summary>Captures until stopped or until the interface is gone.</summary>
    public CaptureEnd Run(CancellationToken stop)
    {
        var end = Capture(stop);
        ReadCounters();
        return end;
    }

    private CaptureEnd Capture(CancellationToken stop)
    {
        var lastIdle = clock.GetTimestamp();
        var lastUpkeep = lastIdle;
        var errors = 0;
        var more = false;

        while (!stop.IsCancellationRequested)
        {
            if (!more)
            {
                port.Wait();
            }

            // Before the dispatch: what it does not find was captured after this, or is held back by the kernel.
            var wallTime = clock.GetUtcNow();
            var now = clock.GetTimestamp();
            var count = port.Dispatch(BatchLimit);
            more = count >= BatchLimit;

            if (count < 0)
            {
                if (stop.IsCancellationRequested)
                {
                    break;
                }

                if (!port.InterfaceExists || ++errors > ErrorLimit)
                {
                    return Lost(port.LastError);
                }

                port.Rest(stop);
                continue;
            }

            errors = 0;
            if (count > 0)
            {
                Volatile.Write(ref _received, _received + count);
            }
            else if (clock.GetElapsedTime(lastIdle, now) >= s_idleInterval)
            {
                lastIdle = now;
                TellIdle(PacketTime.FromUtc(wallTime) - HoldBack);
            }

            if (clock.GetElapsedTime(lastUpkeep, now) >= s_upkeepInterval)
            {
                lastUpkeep = now;
                ReadCounters();

                // The kernel reports a deleted interface only if it was up until then.
                if (count == 0 && !port.InterfaceExists)
                {
                    return Lost(null);
                }
            }
        }

        return new CaptureEnd(CaptureEndKind.Stopped);
    }

    private void TellIdle(long time)
    {
        if (time > port.LastTimestamp)
        {
            sink.OnIdle(time);
        }
    }

    private void ReadCounters()
    {
        if (port.TryReadCounters(out var counters))
        {
            _droppedByKernel.Observe(counters.DroppedByKernel);
            _droppedByInterface.Observe(counters.DroppedByInterface);
            Volatile.Write(ref _publishedKernel, _droppedByKernel.Total);
            Volatile.Write(ref _publishedInterface, _droppedByInterface.Total);
        }
    }

    private CaptureEnd Lost(string? reason) =>
        new(CaptureEndKind.InterfaceLost, LiveCaptureText.InterfaceLost(interfaceName, port.InterfaceExists, reason));
}
