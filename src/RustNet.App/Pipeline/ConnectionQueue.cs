using System.Threading.Channels;
using RustNet.Core.Flows;

namespace RustNet.App.Pipeline;

/// <summary>
/// Takes ended connections off the capture thread, for live capture: the reader of our output may be slow, the capture
/// thread may not. Bounded; what finds no room is counted. <see cref="OnEnded"/> on capture threads, the rest on the one
/// thread that writes.
/// </summary>
internal sealed class ConnectionQueue : IFlowObserver
{
    private readonly Channel<FlowSnapshot> _channel;
    private readonly IFlowObserver _writer;
    private long _dropped;
    private volatile bool _direct;

    /// <summary>A queue for <paramref name="capacity"/> connections before <paramref name="writer"/>.</summary>
    public ConnectionQueue(int capacity, IFlowObserver writer)
    {
        _writer = writer;
        _channel = Channel.CreateBounded<FlowSnapshot>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait, // TryWrite then answers false, which is what we count
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
    }

    /// <summary>Connections that found no room. Any thread.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void OnEnded(FlowSnapshot connection)
    {
        if (_direct)
        {
            _writer.OnEnded(connection);
        }
        else if (!_channel.Writer.TryWrite(connection))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes everything that waits.</summary>
    public void Drain()
    {
        while (_channel.Reader.TryRead(out var connection))
        {
            _writer.OnEnded(connection);
        }
    }

    /// <summary>
    /// The capture is over: writes what waits, and from now on writes in place, so that closing a full table loses nothing.
    /// </summary>
    public void DrainAndPassThrough()
    {
        Drain();
        _direct = true;
        Drain();
    }
}
