using System.Buffers;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// The handshake message at the front of a stream of records (RFC 8446 §4, §5.1): a view into its record, or, where it
/// spans records, a joined copy in a rented buffer that <see cref="Dispose"/> gives back.
/// </summary>
internal ref struct TlsHandshakeMessage
{
    private const int HeaderLength = 4;

    // Real hellos stay under 16 KB even with post-quantum key shares; what claims more is not worth waiting for.
    private const int MaxLength = 48 * 1024;

    // Whoever cuts a hello into more records than this only wants to keep us busy.
    private const int MaxRecords = 256;

    private byte[]? _rented;

    /// <summary>Type of the message; meaningful once its header is there.</summary>
    public TlsHandshakeType Type { get; private set; }

    /// <summary>The body, as much of it as is there.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Bytes of the stream up to the end of the record in which the message ends.</summary>
    public int StreamLength { get; private set; }

    /// <summary>
    /// Reads the message. On <see cref="ParseStatus.Truncated"/> the type and the part of the body that is there are set if the
    /// message's header is.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> stream, out TlsHandshakeMessage message)
    {
        message = default;
        var status = TlsRecord.Parse(stream, out var record);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        if (record.Type != TlsContentType.Handshake)
        {
            return ParseStatus.Malformed;
        }

        // Almost always the header, and mostly all of it, lies in the first record.
        if (record.Fragment.Length >= HeaderLength)
        {
            var length = BodyLength(record.Fragment);
            if (length > MaxLength)
            {
                return ParseStatus.Malformed;
            }

            message.Type = (TlsHandshakeType)record.Fragment[0];
            if (record.Length >= HeaderLength + length)
            {
                var there = record.Fragment[HeaderLength..];
                message.Body = there[..Math.Min(length, there.Length)];
                message.StreamLength = TlsRecord.HeaderLength + record.Length;
                return message.Body.Length == length ? ParseStatus.Complete : ParseStatus.Truncated;
            }
        }

        return record.IsWhole ? Join(stream, ref message) : ParseStatus.Truncated;
    }

    /// <summary>Gives back the buffer of a joined message; <see cref="Body"/> must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ParseStatus Join(ReadOnlySpan<byte> stream, ref TlsHandshakeMessage message)
    {
        // Joined bytes are never more than the stream's.
        var joined = ArrayPool<byte>.Shared.Rent(stream.Length);
        message._rented = joined;
        var count = 0;
        var position = 0;
        ParseStatus status;
        for (var records = 0; ; records++)
        {
            status = records < MaxRecords ? TlsRecord.Parse(stream[position..], out var record) : Malformed(out record);
            if (status != ParseStatus.Complete)
            {
                break;
            }

            if (record.Type != TlsContentType.Handshake)
            {
                // Nothing may come between the records of one message (RFC 8446 §5.1).
                status = ParseStatus.Malformed;
                break;
            }

            record.Fragment.CopyTo(joined.AsSpan(count));
            count += record.Fragment.Length;
            position += TlsRecord.HeaderLength + record.Fragment.Length;
            if (count >= HeaderLength && BodyLength(joined) > MaxLength)
            {
                status = ParseStatus.Malformed;
                break;
            }

            if (!record.IsWhole)
            {
                status = ParseStatus.Truncated;
                break;
            }

            if (count >= HeaderLength && count >= HeaderLength + BodyLength(joined))
            {
                break;
            }
        }

        if (status == ParseStatus.Malformed || count < HeaderLength)
        {
            message.Dispose();
            message = default;
            return status;
        }

        message.Type = (TlsHandshakeType)joined[0];
        message.Body = joined.AsSpan(HeaderLength, Math.Min(BodyLength(joined), count - HeaderLength));
        message.StreamLength = position;
        return status;
    }

    private static ParseStatus Malformed(out TlsRecord record)
    {
        record = default;
        return ParseStatus.Malformed;
    }

    private static int BodyLength(ReadOnlySpan<byte> header) => header[1] << 16 | header[2] << 8 | header[3];
}
