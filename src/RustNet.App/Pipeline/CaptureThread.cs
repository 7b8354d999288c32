using RustNet.Capture;
using RustNet.Core.Wire;
using Serilog;

namespace RustNet.App.Pipeline;

/// <summary>
/// Owns the capture thread: starts it, tells how it ended, stops and joins it. The one thread that runs the source and
/// thereby writes the connection table. Not for several callers at a time, but <see cref="Ended"/> may be read by any thread.
/// </summary>
internal sealed class CaptureThread : IDisposable
{
    // A source that reads a pipe nobody writes to cannot be woken; it must not hold the end of the program up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ICaptureSource _source;
    private readonly IFrameSink _sink;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<CaptureEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    /// <summary>A thread that delivers <paramref name="source"/> into <paramref name="sink"/>; disposes neither.</summary>
    public CaptureThread(ICaptureSource source, IFrameSink sink, ILogger log)
    {
        _source = source;
        _sink = sink;
        _log = log;
        _thread = new Thread(Run) { Name = "capture", IsBackground = true };
    }

    /// <summary>Completes, never faults, when the capture is over.</summary>
    public Task<CaptureEnd> Ended => _ended.Task;

    /// <summary>Completes when the thread was asked to stop.</summary>
    public Task Stopping => _stopping.Task;

    /// <summary>Starts the thread. Once.</summary>
    public void Start() => _thread.Start();

    /// <summary>Asks the thread to stop. Returns at once; any thread, any number of times, also after <see cref="Dispose"/>.</summary>
    public void RequestStop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A signal that comes while the program ends: the thread has already stopped.
        }

        // Last: whoever waits for it may dispose this at once.
        _stopping.TrySetResult();
    }

    /// <summary>
    /// Stops the thread and waits for it, for at most a second. <see langword="false"/> when it is still inside its source then
    /// (a pipe that delivers nothing); it ends with the process.
    /// </summary>
    public bool Stop()
    {
        RequestStop();
        return !_thread.IsAlive || _thread.Join(s_patience);
    }

    /// <summary>Stops the thread.</summary>
    public void Dispose()
    {
        if (Stop())
        {
            _stop.Dispose();
        }
    }

    private void Run()
    {
        CaptureEnd end;
        try
        {
            end = _source.Run(_sink, _stop.Token);
        }
        catch (Exception failure)
        {
            // Whatever went wrong below: the table stays on the screen and the reason is shown, instead of a dead process.
            _log.Error(failure, "Capture failed");
            end = new CaptureEnd(
                _source.IsLive ? CaptureEndKind.InterfaceLost : CaptureEndKind.Damaged,
                $"{_source.Name}: capture failed: {failure.Message}");
        }

        _ended.SetResult(end);
    }
}
