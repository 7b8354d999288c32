using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf.Interop;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>The reading side of a BPF ring: its positions and its data, mapped. One thread at a time.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfRing : IDisposable
{
    private readonly MappedMemory _consumer; // a page: our position
    private readonly MappedMemory _producer; // a page: the kernel's position; then the data, twice

    private BpfRing(MappedMemory consumer, MappedMemory producer)
    {
        _consumer = consumer;
        _producer = producer;
    }

    /// <summary>Maps a ring.</summary>
    /// <param name="ring">Its map; need not stay open.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="result">The ring.</param>
    /// <param name="error">errno.</param>
    public static bool TryMap(BpfDescriptor ring, uint size, out BpfRing? result, out int error)
    {
        result = null;
        var page = Environment.SystemPageSize;
        if (MappedMemory.Map(ring, 0, page, isWritable: true, out error) is not { } consumer)
        {
            return false;
        }

        if (MappedMemory.Map(ring, page, page + checked(2 * (int)size), isWritable: false, out error) is not { } producer)
        {
            consumer.Dispose();
            return false;
        }

        result = new BpfRing(consumer, producer);
        return true;
    }

    /// <summary>Hands over all events that are finished now. Number of events; <paramref name="damaged"/> counts records that were none.</summary>
    public int Drain(ISocketEventSink sink, ref long damaged)
    {
        ref var position = ref MemoryMarshal.AsRef<ulong>(_consumer.Bytes);
        var shared = _producer.Bytes;
        var end = Volatile.Read(ref MemoryMarshal.AsRef<ulong>(shared));
        var reader = new RingReader(shared[Environment.SystemPageSize..], position, end);
        var count = 0;
        while (reader.TryRead(out var record))
        {
            if (SocketEvent.TryRead(record, out var socketEvent))
            {
                sink.OnSocketEvent(socketEvent);
                count++;
            }
            else
            {
                damaged++;
            }

            Volatile.Write(ref position, reader.Position); // the kernel may write there again
        }

        Volatile.Write(ref position, reader.Position); // also past what was discarded or given up
        damaged += reader.IsDamaged ? 1 : 0;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
    }
}
