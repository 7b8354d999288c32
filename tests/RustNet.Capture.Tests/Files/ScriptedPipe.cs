namespace RustNet.Capture.Tests.Files;

/// <summary>A pipe whose writer writes these pieces, one for each read.</summary>
internal sealed class ScriptedPipe(IEnumerable<byte[]> pieces) : Stream
{
    private readonly Queue<byte[]> _pieces = new(pieces);
    private ReadOnlyMemory<byte> _current;

    public Action? BeforeRead { get; init; }

    /// <summary>Called when everything has been read, before the end is reported.</summary>
    public Action? AtEnd { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        BeforeRead?.Invoke();
        if (_current.IsEmpty)
        {
            if (!_pieces.TryDequeue(out var piece))
            {
                AtEnd?.Invoke();
                return 0;
            }

            _current = piece;
        }

        var length = Math.Min(buffer.Length, _current.Length);
        _current.Span[..length].CopyTo(buffer);
        _current = _current[length..];
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
