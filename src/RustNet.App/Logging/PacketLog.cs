using System.Diagnostics;
using RustNet.Core.Wire;
using Serilog;

namespace RustNet.App.Logging;

/// <summary>
/// Logs every frame and how long each batch took, and hands them on. Exists only where the level is trace: it costs far more
/// than the work it reports on. Called on the capture thread.
/// </summary>
internal sealed class PacketLog(ILogger log, IFrameSink next) : IFrameSink
{
    private long _frames;
    private long _batchStart;
    private int _batchFrames;

    /// <inheritdoc/>
    public void BeginBatch()
    {
        _batchStart = Stopwatch.GetTimestamp();
        _batchFrames = 0;
        next.BeginBatch();
    }

    /// <inheritdoc/>
    public void OnFrame(in RawFrame frame)
    {
        _frames++;
        _batchFrames++;
        log.Verbose(
            "Packet {Number} at {Time:yyyy-MM-ddTHH:mm:ss.ffffffZ}: {WireLength} B ({Captured} captured), link type {LinkLayer}, interface {Interface}",
            _frames,
            PacketTime.ToUtc(frame.Timestamp),
            frame.WireLength,
            frame.Bytes.Length,
            (int)frame.LinkLayer,
            frame.InterfaceIndex);
        next.OnFrame(in frame);
    }

    /// <inheritdoc/>
    public void EndBatch()
    {
        next.EndBatch();
        log.Verbose(
            "Batch of {Frames} packets took {Microseconds} us",
            _batchFrames,
            Stopwatch.GetElapsedTime(_batchStart).Ticks / (TimeSpan.TicksPerMillisecond / 1000));
    }

    /// <inheritdoc/>
    public void OnIdle(long now) => next.OnIdle(now);
}
