using System.Buffers;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// The front of a stream of handshake bytes (RFC 9000 §7.5) whose CRYPTO frames may come in any order and overlap. The first
/// copy of a byte stays. Bounded in bytes and in pieces.
/// </summary>
internal sealed class QuicCryptoStream
{
    /// <summary>Bytes of the stream that are kept: several times the largest hello in use.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxPieces = 64;
    private const int OwnSize = 64 + (MaxPieces * 8);

    private readonly List<(int Start, int End)> _pieces = [];   // ascending, apart from each other
    private byte[]? _bytes;

    /// <summary>Bytes it holds.</summary>
    public int Size => OwnSize + (_bytes?.Length ?? 0);

    /// <summary>The bytes from the front up to the first hole.</summary>
    public ReadOnlySpan<byte> Ready => _pieces.Count > 0 && _pieces[0].Start == 0 ? _bytes.AsSpan(0, _pieces[0].End) : default;

    /// <summary>Puts bytes at a place; what lies beyond the bounds is left out.</summary>
    public void Store(ulong offset, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || offset > MaxLength || data.Length > MaxLength - (int)offset)
        {
            return;
        }

        var start = (int)offset;
        var end = start + data.Length;
        var first = 0;
        while (first < _pieces.Count && _pieces[first].End < start)
        {
            first++;
        }

        var last = first;
        while (last < _pieces.Count && _pieces[last].Start <= end)
        {
            last++;
        }

        if (first == last && _pieces.Count == MaxPieces)
        {
            return;
        }

        Grow(end);
        var position = start;
        for (var i = first; i < last; i++)
        {
            Copy(data, start, position, Math.Min(end, _pieces[i].Start));
            position = Math.Max(position, _pieces[i].End);
        }

        Copy(data, start, position, end);
        if (first < last)
        {
            var joined = (Math.Min(start, _pieces[first].Start), Math.Max(end, _pieces[last - 1].End));
            _pieces.RemoveRange(first + 1, last - first - 1);
            _pieces[first] = joined;
        }
        else
        {
            _pieces.Insert(first, (start, end));
        }
    }

    /// <summary>Forgets everything and gives the memory back.</summary>
    public void Clear()
    {
        _pieces.Clear();
        if (_bytes is { } bytes)
        {
            _bytes = null;
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Copy(ReadOnlySpan<byte> data, int dataStart, int from, int to)
    {
        if (from < to)
        {
            data[(from - dataStart)..(to - dataStart)].CopyTo(_bytes.AsSpan(from));
        }
    }

    private void Grow(int length)
    {
        if (_bytes is { } old && old.Length >= length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, MaxLength / 8));
        if (_bytes is { } bytes)
        {
            bytes.CopyTo(larger.AsSpan());
            ArrayPool<byte>.Shared.Return(bytes);
        }

        _bytes = larger;
    }
}
