using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>
/// Reads the basic encoding rules (X.690 §8) as SNMP and certificates use them: one-byte tags, definite lengths. Every element
/// lies within the one around it; a read that does not fit leaves the reader where it was. Nothing is recursive.
/// </summary>
internal ref struct BerReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>INTEGER.</summary>
    public const byte Integer = 0x02;

    /// <summary>OCTET STRING.</summary>
    public const byte OctetString = 0x04;

    /// <summary>OBJECT IDENTIFIER.</summary>
    public const byte ObjectIdentifier = 0x06;

    /// <summary>SEQUENCE.</summary>
    public const byte Sequence = 0x30;

    private const byte LongForm = 0x80;
    private const byte HighTagNumber = 0x1f;
    private const int MaxLengthOctets = 4;

    private WireReader _reader = new(bytes);

    /// <summary>The bytes not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _reader.Rest;

    /// <summary>True when everything has been read.</summary>
    public readonly bool AtEnd => _reader.AtEnd;

    /// <summary>
    /// Reads an element of any tag. <see cref="ParseStatus.Truncated"/>: its header fits, its contents do not all; <paramref name="contents"/>
    /// is what there is of them, and the reader stands behind it.
    /// </summary>
    public ParseStatus Read(out byte tag, out ReadOnlySpan<byte> contents)
    {
        var start = _reader;
        contents = default;
        if (!_reader.TryReadByte(out tag) || !TryReadLength(out var length))
        {
            _reader = start;
            return _reader.Remaining < 2 + MaxLengthOctets ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        if ((tag & HighTagNumber) == HighTagNumber || length > int.MaxValue)
        {
            _reader = start;
            return ParseStatus.Malformed;
        }

        if (length > (uint)_reader.Remaining)
        {
            _reader.TryTake(_reader.Remaining, out contents);
            return ParseStatus.Truncated;
        }

        _reader.TryTake((int)length, out contents);
        return ParseStatus.Complete;
    }

    /// <summary>Reads a whole element of one tag.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> contents)
    {
        var start = _reader;
        if (Read(out var actual, out contents) == ParseStatus.Complete && actual == tag)
        {
            return true;
        }

        _reader = start;
        contents = default;
        return false;
    }

    /// <summary>Reads an INTEGER of up to 64 bits.</summary>
    public bool TryReadInteger(out long value)
    {
        var start = _reader;
        value = 0;
        if (!TryRead(Integer, out var contents) || contents.Length is 0 or > sizeof(long))
        {
            _reader = start;
            return false;
        }

        value = (sbyte)contents[0];
        foreach (var octet in contents[1..])
        {
            value = value << 8 | octet;
        }

        return true;
    }

    /// <summary>Length octets (X.690 §8.1.3): short form, or long form of up to four octets.</summary>
    private bool TryReadLength(out uint length)
    {
        length = 0;
        if (!_reader.TryReadByte(out var first))
        {
            return false;
        }

        if (first < LongForm)
        {
            length = first;
            return true;
        }

        var count = first & ~LongForm;
        if (count is 0 or > MaxLengthOctets || !_reader.TryTake(count, out var octets))
        {
            return false;
        }

        foreach (var octet in octets)
        {
            length = length << 8 | octet;
        }

        return true;
    }
}
