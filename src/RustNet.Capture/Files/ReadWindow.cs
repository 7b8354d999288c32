namespace RustNet.Capture.Files;

/// <summary>
/// A moving window over a stream: what has been read and not consumed yet, in one piece. Reads of one megabyte, each a single call,
/// so that a slow pipe gives what it has. Grows only for a record that is longer, and only as its bytes arrive. One thread.
/// </summary>
internal sealed class ReadWindow(CaptureInput input) : IDisposable
{
    private const int LargestRead = 1024 * 1024;
    private const int SmallestRead = 4096;

    private readonly int _readLength = ReadLengthFor(input.Bytes);
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Bytes read and not consumed.</summary>
    public ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Position of the first available byte in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Steps over the first bytes of <see cref="Available"/>.</summary>
    public void Consume(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>
    /// One read behind what is available, towards a record of <paramref name="recordLength"/> bytes. False at the end of the stream.
    /// Blocks; throws what the stream throws, and <see cref="OperationCanceledException"/>.
    /// </summary>
    public bool Fill(int recordLength, CancellationToken stop)
    {
        MakeRoom(recordLength);
        var room = _buffer.AsMemory(_end, _readLength);
        var read = input.IsPipe ? ReadPipe(room, stop) : input.Bytes.Read(room.Span);
        _end += read;
        return read > 0;
    }

    public void Dispose() => input.Bytes.Dispose();

    // A read of a pipe that has nothing cannot be cancelled on every platform: it is left behind on its thread instead.
    private int ReadPipe(Memory<byte> room, CancellationToken stop)
    {
        var read = Task.Run(() => input.Bytes.Read(room.Span), CancellationToken.None);
        read.WaitAsync(stop).GetAwaiter().GetResult();
        return read.Result;
    }

    private void MakeRoom(int recordLength)
    {
        var rest = _end - _start;
        if (rest + _readLength > _buffer.Length)
        {
            // No more by the word of a length field than twice what is there. A quarter more than one read, for the usual rest of a record.
            // Pinned, which nobody needs, to stand apart from the large objects: 3 MB of those, new, bring on a full collection.
            var length = Math.Max(rest, Math.Min(recordLength, 2 * rest)) + _readLength + _readLength / 4;
            var larger = GC.AllocateUninitializedArray<byte>(length, pinned: true);
            Available.CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            Available.CopyTo(_buffer);
        }

        _start = 0;
        _end = rest;
    }

    // A small file needs no large buffer.
    private static int ReadLengthFor(Stream stream) =>
        stream.CanSeek ? (int)Math.Clamp(stream.Length + 1, SmallestRead, LargestRead) : LargestRead;
}
