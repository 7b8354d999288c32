using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

/// <summary>A capture device that plays a list of dispatch results, moving the clock by one read timeout per wait; then it stops the loop.</summary>
internal sealed class ScriptedPort(ManualClock clock, params int[] results) : ICapturePort, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _next;

    public CancellationToken Stop => _stop.Token;

    public int Waits { get; private set; }

    public int Rests { get; private set; }

    public TimeSpan WaitTime { get; init; } = TimeSpan.FromMilliseconds(CaptureLoop.ReadTimeoutMilliseconds);

    public string LastError { get; init; } = "scripted error";

    public long LastTimestamp { get; set; }

    public bool InterfaceExists { get; set; } = true;

    public Queue<PcapCounters> Counters { get; } = new();

    public Action<int>? OnDispatch { get; set; }

    public void Dispose() => _stop.Dispose();

    public void Wait()
    {
        Waits++;
        clock.Advance(WaitTime);
    }

    public void Rest(CancellationToken stop)
    {
        Rests++;
        clock.Advance(WaitTime);
    }

    public int Dispatch(int limit)
    {
        if (_next == results.Length)
        {
            _stop.Cancel();
            return 0;
        }

        OnDispatch?.Invoke(_next);
        return results[_next++];
    }

    public bool TryReadCounters(out PcapCounters counters) => Counters.TryDequeue(out counters);
}

/// <summary>Remembers the idle ticks.</summary>
internal sealed class IdleSink : IFrameSink
{
    public List<long> Ticks { get; } = [];

    public void BeginBatch()
    {
    }

    public void OnFrame(in RawFrame frame)
    {
    }

    public void EndBatch()
    {
    }

    public void OnIdle(long now) => Ticks.Add(now);
}
