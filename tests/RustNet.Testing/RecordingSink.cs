using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>Takes down what a capture source delivers, and every breach of the order <see cref="IFrameSink"/> asks for.</summary>
public sealed class RecordingSink : IFrameSink
{
    /// <summary>True between the two ends of a batch: a sink with a lock would hold it.</summary>
    public bool IsInBatch { get; private set; }

    public List<Captured> Frames { get; } = [];

    /// <summary>Number of frames in each finished batch.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>The times of <see cref="OnIdle"/>, nanoseconds since 1970.</summary>
    public List<long> IdleTimes { get; } = [];

    /// <summary>What the source did out of order; empty when it keeps the contract.</summary>
    public List<string> Breaches { get; } = [];

    /// <summary>Called after each frame was recorded; may cancel the run.</summary>
    public Action<Captured>? Frame { get; set; }

    /// <summary>Called after each idle call was recorded.</summary>
    public Action<long>? Idle { get; set; }

    public void BeginBatch()
    {
        Expect(!IsInBatch, "BeginBatch inside a batch");
        IsInBatch = true;
        Batches.Add(0);
    }

    public void OnFrame(in RawFrame frame)
    {
        Expect(IsInBatch, "OnFrame outside a batch");
        var captured = new Captured(frame.Bytes.ToArray(), frame.Timestamp)
        {
            WireLength = frame.WireLength,
            LinkLayer = frame.LinkLayer,
            InterfaceIndex = frame.InterfaceIndex,
        };
        Frames.Add(captured);
        if (IsInBatch)
        {
            Batches[^1]++;
        }

        Frame?.Invoke(captured);
    }

    public void EndBatch()
    {
        Expect(IsInBatch, "EndBatch outside a batch");
        IsInBatch = false;
    }

    public void OnIdle(long now)
    {
        Expect(!IsInBatch, "OnIdle inside a batch");
        IdleTimes.Add(now);
        Idle?.Invoke(now);
    }

    private void Expect(bool condition, string breach)
    {
        if (!condition)
        {
            Breaches.Add(breach);
        }
    }
}
