using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// Reads the first header block of a direction (RFC 7541 §3): the dynamic table is empty when it begins, so all that the
/// block refers to is in the block itself or in the static table. Strings are views of the block, of that table, or of the
/// scratch memory of the caller; nothing is allocated, and what does not fit there ends the reading.
/// </summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block, Span<byte> scratch, Span<HpackReader.Entry> table)
{
    private const int IndexedFlag = 0x80;        // §6.1
    private const int IncrementalFlag = 0x40;    // §6.2.1
    private const int SizeUpdateFlag = 0x20;     // §6.3
    private const int HuffmanFlag = 0x80;        // §5.2
    private const int MaxInteger = 1 << 24;

    private readonly ReadOnlySpan<byte> _block = block;
    private readonly Span<byte> _scratch = scratch;
    private readonly Span<Entry> _table = table;
    private int _position;
    private int _used;
    private int _entries;
    private bool _mayUpdateSize = true;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool AtEnd => _position == _block.Length;

    /// <summary>
    /// The next field. <see cref="ParseStatus.Truncated"/> when the block ends within it. Where the answer is not
    /// <see cref="ParseStatus.Complete"/> nothing more can be read.
    /// </summary>
    public ParseStatus Read(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (!AtEnd)
        {
            var first = _block[_position];
            if ((first & IndexedFlag) != 0)
            {
                _mayUpdateSize = false;
                var status = ReadInteger(7, out var index);
                return status != ParseStatus.Complete ? status : Look(index, out name, out value);
            }

            if ((first & IncrementalFlag) == 0 && (first & SizeUpdateFlag) != 0)
            {
                // What it would evict cannot be referred to any more, so keeping it does no harm. Only at the front (§4.2).
                var status = _mayUpdateSize ? ReadInteger(5, out _) : ParseStatus.Malformed;
                if (status != ParseStatus.Complete)
                {
                    return status;
                }

                continue;
            }

            _mayUpdateSize = false;
            return ReadLiteral((first & IncrementalFlag) != 0, out name, out value);
        }

        return ParseStatus.Truncated;
    }

    /// <summary>A literal field with or without indexing (§6.2).</summary>
    private ParseStatus ReadLiteral(bool isIndexed, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        var status = ReadInteger(isIndexed ? 6 : 4, out var index);
        if (status == ParseStatus.Complete)
        {
            status = index == 0 ? ReadString(out name) : Look(index, out name, out _);
        }

        if (status == ParseStatus.Complete)
        {
            status = ReadString(out value);
        }

        return status == ParseStatus.Complete && isIndexed ? Insert(name, value) : status;
    }

    /// <summary>A field by its number: static ones first, then the newest of the dynamic table (§2.3.3).</summary>
    private readonly ParseStatus Look(int index, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (index == 0)
        {
            return ParseStatus.Malformed;
        }

        if (index <= HpackStaticTable.Count)
        {
            name = HpackStaticTable.Name(index);
            value = HpackStaticTable.Value(index);
            return ParseStatus.Complete;
        }

        var place = _entries - (index - HpackStaticTable.Count);
        if (place < 0)
        {
            return ParseStatus.Malformed;
        }

        var entry = _table[place];
        name = _scratch.Slice(entry.Start, entry.NameLength);
        value = _scratch.Slice(entry.Start + entry.NameLength, entry.ValueLength);
        return ParseStatus.Complete;
    }

    private ParseStatus Insert(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        if (_entries == _table.Length || name.Length + value.Length > _scratch.Length - _used)
        {
            return ParseStatus.Malformed;   // more than is worth following
        }

        var entry = new Entry(_used, name.Length, value.Length);
        name.CopyTo(_scratch[_used..]);
        value.CopyTo(_scratch[(_used + name.Length)..]);
        _used += name.Length + value.Length;
        _table[_entries++] = entry;
        return ParseStatus.Complete;
    }

    /// <summary>A string literal (§5.2).</summary>
    private ParseStatus ReadString(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (AtEnd)
        {
            return ParseStatus.Truncated;
        }

        var isHuffman = (_block[_position] & HuffmanFlag) != 0;
        var status = ReadInteger(7, out var length);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        if (length > _block.Length - _position)
        {
            return ParseStatus.Truncated;
        }

        var encoded = _block.Slice(_position, length);
        _position += length;
        if (!isHuffman)
        {
            text = encoded;
            return ParseStatus.Complete;
        }

        if (!HpackHuffman.TryDecode(encoded, _scratch[_used..], out var decoded))
        {
            return ParseStatus.Malformed;
        }

        text = _scratch.Slice(_used, decoded);
        _used += decoded;
        return ParseStatus.Complete;
    }

    /// <summary>An integer with a prefix of so many bits (§5.1).</summary>
    private ParseStatus ReadInteger(int prefix, out int value)
    {
        var mask = (1 << prefix) - 1;
        value = _block[_position++] & mask;
        if (value < mask)
        {
            return ParseStatus.Complete;
        }

        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (AtEnd)
            {
                return ParseStatus.Truncated;
            }

            var octet = _block[_position++];
            value += (octet & 0x7f) << shift;
            if (value > MaxInteger)
            {
                return ParseStatus.Malformed;
            }

            if ((octet & 0x80) == 0)
            {
                return ParseStatus.Complete;
            }
        }

        return ParseStatus.Malformed;
    }

    /// <summary>A field of the dynamic table: where its name lies in the scratch memory, its value behind it.</summary>
    internal readonly record struct Entry(int Start, int NameLength, int ValueLength);
}
