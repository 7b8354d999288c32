using RustNet.Capture;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.App.Tests;

/// <summary>A source that delivers what a test gives it, in one batch, and then ends, fails, or waits to be stopped.</summary>
internal sealed class FakeSource(params Captured[] frames) : ICaptureSource
{
    public string Name { get; init; } = "fake0";

    public bool IsLive { get; init; }

    public string LinkTypeName => "Ethernet";

    /// <summary>How it ends; <see langword="null"/> waits until it is stopped.</summary>
    public CaptureEnd? End { get; init; } = new(CaptureEndKind.EndOfFile);

    /// <summary>Thrown out of <see cref="Run"/> instead of ending.</summary>
    public Exception? Throws { get; init; }

    /// <summary>Ignores being stopped until this is set, as a read from a silent pipe does.</summary>
    public ManualResetEventSlim? Stuck { get; init; }

    public CaptureStatistics Statistics { get; init; } = new(0, 0, 0);

    public bool IsDisposed { get; private set; }

    /// <summary>What it was run with.</summary>
    public CancellationToken Stop { get; private set; }

    public string? ThreadName { get; private set; }

    /// <summary>Set once the frames are delivered.</summary>
    public ManualResetEventSlim Delivered { get; } = new();

    public CaptureEnd Run(IFrameSink sink, CancellationToken stop)
    {
        Stop = stop;
        ThreadName = Thread.CurrentThread.Name;
        sink.BeginBatch();
        foreach (var frame in frames)
        {
            sink.OnFrame(frame.Raw);
        }

        sink.EndBatch();
        Delivered.Set();
        if (Throws is not null)
        {
            throw Throws;
        }

        if (End is not null)
        {
            return End;
        }

        if (Stuck is not null)
        {
            Stuck.Wait(CancellationToken.None);
        }
        else
        {
            stop.WaitHandle.WaitOne();
        }

        return new CaptureEnd(CaptureEndKind.Stopped);
    }

    public string? InterfaceName(int index) => Name;

    public void Dispose() => IsDisposed = true;
}
