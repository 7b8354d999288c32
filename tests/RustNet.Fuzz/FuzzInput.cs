using System.Buffers.Binary;

namespace RustNet.Fuzz;

/// <summary>
/// Cuts one input into the steps of a target. Whatever the bytes, there is an answer: behind the end everything is zero or
/// empty, and a block is no longer than what is left.
/// </summary>
internal ref struct FuzzInput(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>One byte of control.</summary>
    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Two bytes of control, in network order.</summary>
    public ushort UInt16()
    {
        Span<byte> both = [Byte(), Byte()];
        return BinaryPrimitives.ReadUInt16BigEndian(both);
    }

    /// <summary>Bytes behind their 16-bit length.</summary>
    public ReadOnlySpan<byte> Block()
    {
        int length = UInt16();
        return Take(length);
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..Math.Min(length, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }
}
