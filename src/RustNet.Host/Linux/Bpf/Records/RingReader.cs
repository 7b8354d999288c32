using System.Runtime.InteropServices;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>
/// Walks the records between the two positions of a BPF ring (Linux Documentation/bpf/ringbuf.rst). The memory is written
/// by the kernel meanwhile: a record that is not finished ends the walk. Records are views of that memory, valid until the
/// consumer's position is moved beyond them.
/// </summary>
internal ref struct RingReader
{
    private const uint Busy = 1u << 31;      // BPF_RINGBUF_BUSY_BIT
    private const uint Discarded = 1u << 30; // BPF_RINGBUF_DISCARD_BIT
    private const int HeaderSize = 8;        // length, with the two bits | page offset

    private readonly ReadOnlySpan<byte> _data;
    private readonly ulong _size;
    private readonly ulong _producer;

    /// <summary>Begins a walk.</summary>
    /// <param name="data">The ring's memory, mapped twice in a row, so that no record is cut.</param>
    /// <param name="consumer">Position to begin at.</param>
    /// <param name="producer">Position to end at, read before any record is.</param>
    public RingReader(ReadOnlySpan<byte> data, ulong consumer, ulong producer)
    {
        _data = data;
        _size = (ulong)data.Length / 2;
        _producer = producer;
        Position = consumer;
    }

    /// <summary>Where the next record begins; what the consumer's position may be set to.</summary>
    public ulong Position { get; private set; }

    /// <summary>The ring's memory makes no sense; the rest up to the producer's position was given up.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The next finished record. False at the end, and before a record that is still being written.</summary>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        while (Position != _producer)
        {
            var available = unchecked(_producer - Position);
            if (available > _size || available < HeaderSize || Position % HeaderSize != 0)
            {
                return GiveUp();
            }

            var offset = (int)(Position % _size);
            var word = Volatile.Read(in MemoryMarshal.AsRef<uint>(_data.Slice(offset, sizeof(uint))));
            if ((word & Busy) != 0)
            {
                return false;
            }

            var length = word & ~Discarded;
            if (length > available - HeaderSize)
            {
                return GiveUp();
            }

            var next = Position + ((length + HeaderSize + 7UL) & ~7UL);
            if (next - Position > available)
            {
                return GiveUp();
            }

            Position = next;
            if ((word & Discarded) == 0)
            {
                record = _data.Slice(offset + HeaderSize, (int)length);
                return true;
            }
        }

        return false;
    }

    private bool GiveUp()
    {
        IsDamaged = true;
        Position = _producer;
        return false;
    }
}
