using System.Buffers.Binary;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>What happened: enum event_kind of Programs/records.h. Unless it says otherwise, a process did it to a socket in its own context.</summary>
internal enum SocketEventKind : byte
{
    /// <summary>The process connected it (TCP); told when the connection stands or has failed.</summary>
    Connected = 1,

    /// <summary>The process listens on it (TCP).</summary>
    Listening = 2,

    /// <summary>The process sent or received on it; told once per process and pair of ends.</summary>
    Used = 3,

    /// <summary>
    /// The process closed its side (TCP). Only told if it was never seen using it. Weaker than the others: the last holder of
    /// a descriptor closes it, who need not be the one that worked with it.
    /// </summary>
    Closing = 4,

    /// <summary>The socket has ended (TCP). The event has no owner: whoever ran then has nothing to do with it.</summary>
    Closed = 5,

    /// <summary>The process has ended. The event has no ends, and of its owner only the id and the start.</summary>
    Exited = 6,
}

/// <summary>
/// One event of the programs (struct event of Programs/records.h). A view, valid only during the call it is handed to.
/// </summary>
internal readonly ref struct SocketEvent
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = SocketOwner.Size + SocketEnds.Size + 16;

    private const int KindOffset = SocketOwner.Size + 45;
    private const int TimeOffset = SocketOwner.Size + SocketEnds.Size;

    private readonly ReadOnlySpan<byte> _bytes;

    private SocketEvent(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
    }

    /// <summary>What happened.</summary>
    public SocketEventKind Kind => (SocketEventKind)_bytes[KindOffset];

    /// <summary>The process that did it.</summary>
    public SocketOwner Owner => new(_bytes);

    /// <summary>The socket's ends at that time.</summary>
    public SocketEnds Ends => SocketEnds.Read(_bytes[SocketOwner.Size..]);

    /// <summary>When: nanoseconds since boot, suspended time counted (CLOCK_BOOTTIME).</summary>
    public long At => BinaryPrimitives.ReadInt64LittleEndian(_bytes[TimeOffset..]);

    /// <summary>The kernel's number for the socket, never used twice; sock_diag and the snapshot name it too.</summary>
    public ulong Cookie => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(TimeOffset + 8)..]);

    /// <summary>Views a record. False for one that is too short or of a kind that is not known.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out SocketEvent result)
    {
        var isKnown = record.Length >= Size && record[KindOffset] is >= (byte)SocketEventKind.Connected and <= (byte)SocketEventKind.Exited;
        result = isKnown ? new SocketEvent(record) : default;
        return isKnown;
    }
}

/// <summary>Takes events as they are drained.</summary>
internal interface ISocketEventSink
{
    /// <summary>One event, in the order the kernel wrote them. What is to be kept is copied. Must not throw.</summary>
    void OnSocketEvent(in SocketEvent socketEvent);
}
