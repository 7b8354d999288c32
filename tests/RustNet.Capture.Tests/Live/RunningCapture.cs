using System.Net;
using System.Net.Sockets;
using RustNet.Capture.Live;

namespace RustNet.Capture.Tests.Live;

/// <summary>A capture inside a namespace on its own thread, from open to end. Disposing stops it and checks the order of calls.</summary>
internal sealed class RunningCapture : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly LiveCapture _capture;
    private CaptureEnd? _end;
    private Exception? _failure;

    public RunningCapture(NetworkNamespace inside, LiveCaptureOptions options, RecordingSink? sink = null)
    {
        Sink = sink ?? new RecordingSink();
        LiveCapture? capture = null;
        inside.Run(() => capture = LiveCapture.Open(options));
        _capture = capture!;
        _thread = inside.Start(Run);
    }

    public RecordingSink Sink { get; }

    public LiveCapture Capture => _capture;

    /// <summary>Sends datagrams from a namespace to 10.99.0.2 or another address, port 9.</summary>
    public static void Send(NetworkNamespace from, byte[] payload, int count = 1, string to = "10.99.0.2") => from.Run(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (; count > 0; count--)
        {
            socket.SendTo(payload, new IPEndPoint(IPAddress.Parse(to), 9));
        }
    });

    /// <summary>Waits for the capture's own end, or its end after a stop; rethrows what it threw.</summary>
    public CaptureEnd WaitForEnd()
    {
        Assert.True(_thread.Join(s_deadline), "the capture does not end");
        if (_failure is not null)
        {
            throw new AggregateException(_failure);
        }

        return _end!;
    }

    public CaptureEnd Stop()
    {
        _stop.Cancel();
        return WaitForEnd();
    }

    public void Dispose()
    {
        _stop.Cancel();
        Assert.True(_thread.Join(s_deadline), "the capture does not end");
        _capture.Dispose();
        _stop.Dispose();
        Assert.Empty(Sink.Violations);
    }

    private void Run()
    {
        try
        {
            _end = _capture.Run(Sink, _stop.Token);
        }
#pragma warning disable CA1031 // WaitForEnd throws it on the test's thread
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
        }
    }
}
