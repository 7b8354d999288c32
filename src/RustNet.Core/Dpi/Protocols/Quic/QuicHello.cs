namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>The first handshake message of one side, put together from CRYPTO frames. Copies nothing when one frame holds it all.</summary>
internal sealed class QuicHello
{
    private const int HeaderLength = 4;   // type and length (RFC 8446 §4)

    private QuicCryptoStream? _stream;
    private ulong _front;

    /// <summary>The message was read; nothing more of this side is of interest.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Bytes it holds.</summary>
    public int Size => _stream?.Size ?? 0;

    /// <summary>
    /// Takes a CRYPTO frame. True when the frame itself holds the whole message, which is then in <paramref name="message"/>; else it
    /// is kept, and <see cref="Kept"/> has what is in order.
    /// </summary>
    public bool Take(in QuicFrame frame, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (IsDone || frame.Offset + (ulong)frame.Data.Length <= _front)
        {
            return false;
        }

        var data = frame.Data;
        var offset = frame.Offset;
        if (offset < _front)
        {
            data = data[(int)(_front - offset)..];
            offset = _front;
        }

        if (_stream is null && offset == _front && IsWhole(data))
        {
            message = data[..LengthOf(data)];
            return true;
        }

        _stream ??= new QuicCryptoStream();
        _stream.Store(offset - _front, data);
        return false;
    }

    /// <summary>What was kept and is in order from the message's first byte on: at most the message.</summary>
    public ReadOnlySpan<byte> Kept
    {
        get
        {
            var ready = _stream is null ? default : _stream.Ready;
            return IsWhole(ready) ? ready[..LengthOf(ready)] : ready;
        }
    }

    /// <summary>True when the bytes hold the whole message that they begin with.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes) => bytes.Length >= HeaderLength && bytes.Length >= LengthOf(bytes);

    /// <summary>The message was read.</summary>
    public void Finish()
    {
        IsDone = true;
        Clear();
    }

    /// <summary>A message of this length was read, and another one follows it (after a HelloRetryRequest).</summary>
    public void Skip(int length)
    {
        _front += (ulong)length;
        Clear();
    }

    /// <summary>The stream begins anew.</summary>
    public void Restart()
    {
        Clear();
        _front = 0;
        IsDone = false;
    }

    /// <summary>The stream begins anew, and its first message is still wanted if it was.</summary>
    public void RestartUnlessDone()
    {
        if (!IsDone)
        {
            Restart();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        _stream?.Clear();
        _stream = null;
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => HeaderLength + (bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
}
