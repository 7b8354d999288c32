using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RustNet.Core.Wire;
using SharpPcap.LibPcap;

namespace RustNet.Capture.Live.Interop;

/// <summary>
/// Moves frames from libpcap into the sink: pcap_dispatch with a callback that allocates nothing, reads no clock and
/// lets no exception through. The first frame of a dispatch opens the batch, so that the sink's lock is not held while
/// the dispatch waits. Capture thread only.
/// </summary>
internal sealed unsafe class PcapPort : ICapturePort, IDisposable
{
    // Linux cooked v2 (LINKTYPE_LINUX_SLL2): protocol 2 | reserved 2 | interface index 4 | ...
    private const int CookedIndexOffset = 4;
    private const int CookedIndexEnd = 8;

    private readonly LiveDevice _device;
    private readonly PcapHandle _handle;
    private readonly IFrameSink _sink;
    private readonly InterfaceNames? _names;
    private readonly LinkLayer _linkLayer;
    private readonly long _timeUnit;
    private GCHandle<PcapPort> _self;
    private bool _inBatch;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Takes over an opened device for one run.</summary>
    public PcapPort(LiveDevice device, IFrameSink sink)
    {
        _device = device;
        _handle = device.Handle;
        _sink = sink;
        _linkLayer = device.LinkLayer;
        _names = _linkLayer == LinkLayer.LinuxSll2 ? device.Names : null;
        _timeUnit = device.TimestampUnit;
        _self = new GCHandle<PcapPort>(this);
    }

    /// <inheritdoc/>
    public long LastTimestamp { get; private set; }

    /// <inheritdoc/>
    public string LastError => _device.LastError;

    /// <inheritdoc/>
    public bool InterfaceExists => _device.Exists;

    /// <inheritdoc/>
    public void Wait()
    {
        // Elsewhere the read timeout ends an empty dispatch; Linux has none for an empty buffer.
        if (_device.PollDescriptor >= 0)
        {
            LibC.WaitReadable(_device.PollDescriptor, CaptureLoop.ReadTimeoutMilliseconds);
        }
    }

    /// <inheritdoc/>
    public void Rest(CancellationToken stop) => stop.WaitHandle.WaitOne(CaptureLoop.ReadTimeoutMilliseconds);

    /// <inheritdoc/>
    public int Dispatch(int limit)
    {
        var count = LibPcap.Dispatch(_handle, limit, &OnPacket, GCHandle<PcapPort>.ToIntPtr(_self));
        if (_inBatch)
        {
            _inBatch = false;
            _sink.EndBatch();
        }

        _failure?.Throw();
        return count;
    }

    /// <inheritdoc/>
    public bool TryReadCounters(out PcapCounters counters)
    {
        _names?.Refresh();
        return LibPcap.TryReadCounters(_handle, out counters);
    }

    /// <summary>Lets go of what the callback needs. The device stays open.</summary>
    public void Dispose() => _self.Dispose();

    /// <summary>pcap_handler: an exception that left it would tear the process down.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPacket(nint user, nint header, nint data)
    {
        var port = GCHandle<PcapPort>.FromIntPtr(user).Target;
        try
        {
            port.Deliver(header, data);
        }
#pragma warning disable CA1031 // whatever it is, it must not cross native frames; Dispatch throws it again
        catch (Exception exception)
#pragma warning restore CA1031
        {
            port._failure ??= ExceptionDispatchInfo.Capture(exception);
            LibPcap.BreakLoop(port._handle);
        }
    }

    private void Deliver(nint header, nint data)
    {
        if (_failure is not null)
        {
            return;
        }

        if (!_inBatch)
        {
            _sink.BeginBatch();
            _inBatch = true;
        }

        var bytes = PacketHeader.Bytes(header, data);
        if (_names is not null && bytes.Length >= CookedIndexEnd)
        {
            _names.Note(BinaryPrimitives.ReadInt32BigEndian(bytes[CookedIndexOffset..CookedIndexEnd]));
        }

        var timestamp = PacketHeader.Timestamp(header, _timeUnit);
        LastTimestamp = timestamp;
        _sink.OnFrame(new RawFrame
        {
            Bytes = bytes,
            WireLength = PacketHeader.WireLength(header),
            Timestamp = timestamp,
            LinkLayer = _linkLayer,
        });
    }
}
