using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>
/// Reads a byte span front to back in network byte order. The one place of the payload parsers that checks bounds:
/// a read that does not fit returns <see langword="false"/>, sets its result to the default, and leaves the reader
/// where it was. Lengths from the wire are compared, never added.
/// </summary>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The bytes not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Number of bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>True when everything has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Takes the next <paramref name="count"/> bytes as a view of the same memory.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            taken = default;
            return false;
        }

        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    /// <summary>Steps over <paramref name="count"/> bytes.</summary>
    public bool TrySkip(int count) => TryTake(count, out _);

    /// <summary>Reads one byte.</summary>
    public bool TryReadByte(out byte value)
    {
        var read = TryTake(1, out var taken);
        value = read ? taken[0] : default;
        return read;
    }

    /// <summary>Reads a 16-bit unsigned number.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        var read = TryTake(sizeof(ushort), out var taken);
        value = read ? BinaryPrimitives.ReadUInt16BigEndian(taken) : default;
        return read;
    }

    /// <summary>Reads a 24-bit unsigned number, as TLS handshake lengths are.</summary>
    public bool TryReadUInt24(out int value)
    {
        var read = TryTake(3, out var taken);
        value = read ? taken[0] << 16 | taken[1] << 8 | taken[2] : default;
        return read;
    }

    /// <summary>Reads a 32-bit unsigned number.</summary>
    public bool TryReadUInt32(out uint value)
    {
        var read = TryTake(sizeof(uint), out var taken);
        value = read ? BinaryPrimitives.ReadUInt32BigEndian(taken) : default;
        return read;
    }

    /// <summary>Reads a 64-bit unsigned number.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        var read = TryTake(sizeof(ulong), out var taken);
        value = read ? BinaryPrimitives.ReadUInt64BigEndian(taken) : default;
        return read;
    }

    /// <summary>Takes a vector behind an 8-bit length (RFC 8446 §3.4).</summary>
    public bool TryTakeVector8(out ReadOnlySpan<byte> vector)
    {
        var start = _rest;
        if (TryReadByte(out var length) && TryTake(length, out vector))
        {
            return true;
        }

        _rest = start;
        vector = default;
        return false;
    }

    /// <summary>Takes a vector behind a 16-bit length (RFC 8446 §3.4).</summary>
    public bool TryTakeVector16(out ReadOnlySpan<byte> vector)
    {
        var start = _rest;
        if (TryReadUInt16(out var length) && TryTake(length, out vector))
        {
            return true;
        }

        _rest = start;
        vector = default;
        return false;
    }

    /// <summary>Takes a vector behind a 24-bit length (RFC 8446 §3.4).</summary>
    public bool TryTakeVector24(out ReadOnlySpan<byte> vector)
    {
        var start = _rest;
        if (TryReadUInt24(out var length) && TryTake(length, out vector))
        {
            return true;
        }

        _rest = start;
        vector = default;
        return false;
    }
}
