using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>A record of the TLS record layer (RFC 8446 §5.1), viewed in place.</summary>
internal readonly ref struct TlsRecord
{
    /// <summary>Bytes before the fragment: type, legacy_record_version, length.</summary>
    public const int HeaderLength = 5;

    // 2^14 of content and 2,048 of expansion (RFC 5246 §6.2.3, the most any version allows).
    private const int MaxFragmentLength = (1 << 14) + 2048;

    /// <summary>What the fragment holds.</summary>
    public TlsContentType Type { get; private init; }

    /// <summary>The version field, which says little (RFC 8446 §5.1).</summary>
    public ushort Version { get; private init; }

    /// <summary>Length of the fragment according to the header.</summary>
    public int Length { get; private init; }

    /// <summary>As much of the fragment as is there.</summary>
    public ReadOnlySpan<byte> Fragment { get; private init; }

    /// <summary>Whether the whole fragment is there.</summary>
    public bool IsWhole => Fragment.Length == Length;

    /// <summary>
    /// Reads the record at the front. <see cref="ParseStatus.Complete"/> means that the header is: the fragment may be short
    /// (<see cref="IsWhole"/>). A prefix of a header that could not become one is malformed already.
    /// </summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out TlsRecord record)
    {
        record = default;
        if (bytes.Length > 0 && bytes[0] is < (byte)TlsContentType.ChangeCipherSpec or > (byte)TlsContentType.Heartbeat
            || bytes.Length > 1 && bytes[1] != 3    // major version, the same from SSL 3.0 to TLS 1.3
            || bytes.Length > 2 && bytes[2] > 4)    // minor version
        {
            return ParseStatus.Malformed;
        }

        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var type) || !reader.TryReadUInt16(out var version) || !reader.TryReadUInt16(out var length))
        {
            return ParseStatus.Truncated;
        }

        // Only application data may be empty (RFC 8446 §5.1).
        if (length > MaxFragmentLength || (length == 0 && type != (byte)TlsContentType.ApplicationData))
        {
            return ParseStatus.Malformed;
        }

        record = new TlsRecord
        {
            Type = (TlsContentType)type,
            Version = version,
            Length = length,
            Fragment = reader.Rest[..Math.Min(length, reader.Remaining)],
        };
        return ParseStatus.Complete;
    }
}
