using System.Buffers;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// A handshake message near the front of a stream of records (RFC 8446 §4, §5.1): a view into its record, or, where it
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

    /// <summary>
    /// Bytes of the stream up to the end of the record in which the message ends, or of the last record that is there; more than
    /// there are where that record goes on. 0 while the message's header is not there.
    /// </summary>
    public int StreamLength { get; private set; }

    /// <summary>Where in the stream the record begins in which the message ends. Meaningful for a whole message.</summary>
    public int RecordStart { get; private set; }

    /// <summary>Where in that record's fragment the message ends; another one follows it there if the fragment is longer.</summary>
    public int RecordEnd { get; private set; }

    /// <summary>True when the message's last record has more in it than the message.</summary>
    public readonly bool HasMoreInRecord => StreamLength > RecordStart + TlsRecord.HeaderLength + RecordEnd;

    /// <summary>Reads the message that begins with the first record.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> stream, out TlsHandshakeMessage message) => Parse(stream, 0, out message);

    /// <summary>
    /// Reads the message that begins <paramref name="skip"/> bytes into the first record's fragment. On <see cref="ParseStatus.Truncated"/> the type and the part of the body that is there are set if the
    /// message's header is.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> stream, int skip, out TlsHandshakeMessage message)
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

        if (skip > record.Length)
        {
            return ParseStatus.Malformed;
        }

        // Almost always the header, and mostly all of it, lies in the first record.
        var rest = record.Fragment[Math.Min(skip, record.Fragment.Length)..];
        if (rest.Length >= HeaderLength)
        {
            var length = BodyLength(rest);
            if (length > MaxLength)
            {
                return ParseStatus.Malformed;
            }

            message.Type = (TlsHandshakeType)rest[0];
            if (record.Length >= skip + HeaderLength + length)
            {
                var there = rest[HeaderLength..];
                message.Body = there[..Math.Min(length, there.Length)];
                message.StreamLength = TlsRecord.HeaderLength + record.Length;
                message.RecordEnd = skip + HeaderLength + length;
                return message.Body.Length == length ? ParseStatus.Complete : ParseStatus.Truncated;
            }
        }

        return record.IsWhole ? Join(stream, skip, ref message) : ParseStatus.Truncated;
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

    private static ParseStatus Join(ReadOnlySpan<byte> stream, int skip, ref TlsHandshakeMessage message)
    {
        // Joined bytes are never more than the stream's.
        var joined = ArrayPool<byte>.Shared.Rent(stream.Length);
        message._rented = joined;
        var count = 0;
        var position = 0;
        var last = 0;
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

            var fragment = records == 0 ? record.Fragment[skip..] : record.Fragment;
            fragment.CopyTo(joined.AsSpan(count));
            count += fragment.Length;
            last = position;
            position += TlsRecord.HeaderLength + record.Length;
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
        message.RecordStart = last;
        message.RecordEnd = position - last - TlsRecord.HeaderLength - (count - HeaderLength - BodyLength(joined));
        return status;
    }

    private static ParseStatus Malformed(out TlsRecord record)
    {
        record = default;
        return ParseStatus.Malformed;
    }

    private static int BodyLength(ReadOnlySpan<byte> header) => header[1] << 16 | header[2] << 8 | header[3];
}
