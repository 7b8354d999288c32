using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi.Reassembly;

/// <summary>What became of bytes handed to a <see cref="StreamBuffer"/>.</summary>
internal enum StoreResult : byte
{
    /// <summary>They are in it (or were already).</summary>
    Stored,

    /// <summary>They lie beyond the part of the stream that may be kept.</summary>
    TooFar,

    /// <summary>They would open more holes than are tracked.</summary>
    TooManyHoles,

    /// <summary>The pool is at its ceiling.</summary>
    OverCeiling,
}

/// <summary>
/// A window on one direction of a TCP stream: bytes that are in order and wait for the rest of their message, and pieces
/// that arrived early. Offsets count from the front of the window. The first copy of a byte stays, whatever a
/// retransmission says. <see langword="default"/> is empty and owns no memory.
/// </summary>
internal struct StreamBuffer
{
    private const int MaxPieces = 8;

    private byte[]? _bytes;
    private int _pieceCount;
    private Pieces _pieces;   // ascending, apart from each other, all beyond the ready bytes

    /// <summary>Number of bytes in order from the front.</summary>
    public int ReadyLength { get; private set; }

    /// <summary>How many of the ready bytes the dissectors have seen already.</summary>
    public int SeenLength { get; private set; }

    /// <summary>Bytes the dissectors have seen once more since the front last moved.</summary>
    public long SeenAgain { get; private set; }

    /// <summary>True when it owns no memory.</summary>
    public readonly bool IsEmpty => _bytes is null;

    /// <summary>True when pieces wait behind a hole.</summary>
    public readonly bool HasHeld => _pieceCount > 0;

    /// <summary>Offset of the first piece behind the hole.</summary>
    public readonly int FirstHeld => _pieces[0].Start;

    /// <summary>The bytes in order.</summary>
    public readonly ReadOnlySpan<byte> Ready => _bytes.AsSpan(0, ReadyLength);

    /// <summary>Puts bytes at an offset of the window, at most <paramref name="limit"/> bytes from its front.</summary>
    public StoreResult Store(BufferPool pool, int offset, ReadOnlySpan<byte> bytes, int limit)
    {
        if (offset < ReadyLength)
        {
            var known = ReadyLength - offset;
            if (known >= bytes.Length)
            {
                return StoreResult.Stored;
            }

            bytes = bytes[known..];
            offset = ReadyLength;
        }

        if (offset > limit || bytes.Length > limit - offset)
        {
            return StoreResult.TooFar;
        }

        if (bytes.IsEmpty)
        {
            return StoreResult.Stored;
        }

        var end = offset + bytes.Length;
        if (offset > ReadyLength && _pieceCount == MaxPieces && !Touches(offset, end))
        {
            return StoreResult.TooManyHoles;
        }

        if (!EnsureCapacity(pool, end))
        {
            return StoreResult.OverCeiling;
        }

        CopyIntoHoles(offset, bytes);
        Join(offset, end);
        return StoreResult.Stored;
    }

    /// <summary>The dissectors are shown all ready bytes.</summary>
    public void Show()
    {
        SeenAgain += SeenLength;
        SeenLength = ReadyLength;
    }

    /// <summary>Moves the front of the window forward; bytes before it are forgotten, pieces that now lead become ready.</summary>
    public void Advance(BufferPool pool, int count)
    {
        var last = _pieceCount > 0 ? _pieces[_pieceCount - 1].End : ReadyLength;
        if (count >= last)
        {
            Release(pool);
            return;
        }

        _bytes.AsSpan(count, last - count).CopyTo(_bytes);
        ReadyLength = Math.Max(0, ReadyLength - count);
        SeenLength = Math.Max(0, SeenLength - count);
        SeenAgain = 0;
        var kept = 0;
        for (var i = 0; i < _pieceCount; i++)
        {
            var piece = new Piece(_pieces[i].Start - count, _pieces[i].End - count);
            if (piece.End <= 0)
            {
                continue;
            }

            if (piece.Start <= ReadyLength)
            {
                ReadyLength = piece.End;
                continue;
            }

            _pieces[kept++] = piece;
        }

        _pieceCount = kept;
    }

    /// <summary>Forgets everything and gives the memory back.</summary>
    public void Release(BufferPool pool)
    {
        if (_bytes is not null)
        {
            pool.Return(_bytes);
        }

        this = default;
    }

    private bool EnsureCapacity(BufferPool pool, int length)
    {
        if (_bytes is not null && _bytes.Length >= length)
        {
            return true;
        }

        var larger = pool.Rent(length);
        if (larger is null)
        {
            return false;
        }

        if (_bytes is not null)
        {
            _bytes.CopyTo(larger.AsSpan());
            pool.Return(_bytes);
        }

        _bytes = larger;
        return true;
    }

    private readonly bool Touches(int start, int end)
    {
        for (var i = 0; i < _pieceCount; i++)
        {
            if (start <= _pieces[i].End && end >= _pieces[i].Start)
            {
                return true;
            }
        }

        return false;
    }

    private readonly void CopyIntoHoles(int offset, ReadOnlySpan<byte> bytes)
    {
        var end = offset + bytes.Length;
        var position = offset;
        for (var i = 0; i < _pieceCount && position < end; i++)
        {
            if (_pieces[i].Start > position)
            {
                var hole = Math.Min(end, _pieces[i].Start) - position;
                bytes.Slice(position - offset, hole).CopyTo(_bytes.AsSpan(position));
            }

            position = Math.Max(position, _pieces[i].End);
        }

        if (position < end)
        {
            bytes[(position - offset)..].CopyTo(_bytes.AsSpan(position));
        }
    }

    private void Join(int start, int end)
    {
        var kept = 0;
        var place = -1;
        Pieces joined = default;
        for (var i = 0; i < _pieceCount; i++)
        {
            var piece = _pieces[i];
            if (piece.End < start)
            {
                joined[kept++] = piece;
            }
            else if (piece.Start > end)
            {
                if (place < 0)
                {
                    place = kept++;
                }

                joined[kept++] = piece;
            }
            else
            {
                start = Math.Min(start, piece.Start);
                end = Math.Max(end, piece.End);
            }
        }

        if (place < 0)
        {
            place = kept++;
        }

        joined[place] = new Piece(start, end);
        _pieces = joined;
        _pieceCount = kept;
        if (_pieces[0].Start <= ReadyLength)
        {
            ReadyLength = _pieces[0].End;
            for (var i = 1; i < _pieceCount; i++)
            {
                _pieces[i - 1] = _pieces[i];
            }

            _pieceCount--;
        }
    }

    private readonly record struct Piece(int Start, int End);

    [InlineArray(MaxPieces + 1)]   // one more than may stay: room while joining
    private struct Pieces
    {
        private Piece _first;
    }
}
