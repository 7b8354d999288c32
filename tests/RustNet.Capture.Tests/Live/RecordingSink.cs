using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

/// <summary>One frame, copied out of the capture's buffer.</summary>
internal sealed record RecordedFrame(byte[] Bytes, int WireLength, long Timestamp, LinkLayer LinkLayer)
{
    /// <summary>Interface index of a cooked v2 header.</summary>
    public int CookedIndex => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(4));

    public bool Holds(ReadOnlySpan<byte> text) => Bytes.AsSpan().IndexOf(text) >= 0;
}

/// <summary>Remembers what a capture delivers and whether it kept to the order of calls. The test's thread waits for what it expects.</summary>
internal sealed class RecordingSink : IFrameSink
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly object _lock = new(); // also pulsed at each piece of news
    private readonly List<RecordedFrame> _frames = [];
    private readonly List<string> _violations = [];
    private bool _inBatch;
    private long _lastIdle;
    private int _idleTicks;

    /// <summary>Called for each frame on the capture thread, before it is recorded.</summary>
    public Action? BeforeFrame { get; init; }

    public IReadOnlyList<RecordedFrame> Frames
    {
        get
        {
            lock (_lock)
            {
                return [.. _frames];
            }
        }
    }

    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    public int IdleTicks => Volatile.Read(ref _idleTicks);

    public void BeginBatch()
    {
        Check(!_inBatch, "a batch in a batch");
        _inBatch = true;
    }

    public void OnFrame(in RawFrame frame)
    {
        BeforeFrame?.Invoke();
        Check(_inBatch, "a frame outside of a batch");
        Check(frame.Timestamp >= _lastIdle, "a frame from before an idle tick");
        lock (_lock)
        {
            _frames.Add(new RecordedFrame(frame.Bytes.ToArray(), frame.WireLength, frame.Timestamp, frame.LinkLayer));
        }
    }

    public void EndBatch()
    {
        Check(_inBatch, "an end without a batch");
        _inBatch = false;
        TellNews();
    }

    public void OnIdle(long now)
    {
        Check(!_inBatch, "idle inside a batch");
        Check(now > _lastIdle, "idle time that does not move on");
        _lastIdle = now;
        Interlocked.Increment(ref _idleTicks);
        TellNews();
    }

    /// <summary>Waits until the condition holds, looking after each batch and idle tick; fails after half a minute.</summary>
    public void WaitUntil(Func<RecordingSink, bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        lock (_lock)
        {
            while (!condition(this))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < s_deadline, "still waiting for " + what);
                Monitor.Wait(_lock, s_deadline);
            }
        }
    }

    private void TellNews()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private void Check(bool holds, string violation)
    {
        if (!holds)
        {
            lock (_lock)
            {
                _violations.Add(violation);
            }
        }
    }
}
