using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// The two hellos of SSL 2.0. Old clients open a TLS connection with the first one (RFC 5246 appendix E.2), so that a
/// server of any version understands it.
/// </summary>
internal readonly struct Ssl2Hello
{
    private const byte ClientHello = 1;
    private const byte ServerHello = 4;
    private const int HeaderLength = 2;
    private const int CipherSpecLength = 3;
    private const byte LongHeader = 0x80;      // two-byte header: no padding
    private const int MaxLength = 1024;

    /// <summary>True for the client's.</summary>
    public bool IsClient { get; private init; }

    /// <summary>Highest version the client speaks, or the server's.</summary>
    public ushort Version { get; private init; }

    /// <summary>Bytes of the stream the record takes.</summary>
    public int Length { get; private init; }

    /// <summary>Reads the record at the front.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out Ssl2Hello hello)
    {
        hello = default;
        if (bytes.Length > 0 && (bytes[0] & LongHeader) == 0 || bytes.Length > HeaderLength && bytes[2] is not (ClientHello or ServerHello))
        {
            return ParseStatus.Malformed;
        }

        var reader = new WireReader(bytes);
        if (!reader.TryReadUInt16(out var header))
        {
            return ParseStatus.Truncated;
        }

        var length = header & 0x7fff;
        if (length > MaxLength)
        {
            return ParseStatus.Malformed;
        }

        var isWhole = reader.TryTake(length, out var body);
        var status = ParseBody(new WireReader(isWhole ? body : reader.Rest), length, out var isClient, out var version);
        if (status == ParseStatus.Complete)
        {
            hello = new Ssl2Hello { IsClient = isClient, Version = version, Length = HeaderLength + length };
        }

        return status;
    }

    private static ParseStatus ParseBody(WireReader reader, int length, out bool isClient, out ushort version)
    {
        isClient = false;
        version = 0;
        if (!reader.TryReadByte(out var type))
        {
            return ParseStatus.Truncated;
        }

        isClient = type == ClientHello;
        if (!isClient && !reader.TrySkip(2))   // SESSION-ID-HIT | CERTIFICATE-TYPE
        {
            return ParseStatus.Truncated;
        }

        if (!reader.TryReadUInt16(out version))
        {
            return ParseStatus.Truncated;
        }

        if (TlsVersions.Name(version) is null || (!isClient && version != TlsVersions.Ssl2))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryReadUInt16(out var first) || !reader.TryReadUInt16(out var second) || !reader.TryReadUInt16(out var third))
        {
            return ParseStatus.Truncated;
        }

        // Client: cipher specs, session id, challenge. Server: certificate, cipher specs, connection id. They fill the record.
        var specs = isClient ? first : second;
        var fixedPart = isClient ? 9 : 11;
        if (fixedPart + first + second + third != length
            || specs % CipherSpecLength != 0
            || (isClient && (specs == 0 || second is not (0 or 16) || third is < 16 or > 32)))
        {
            return ParseStatus.Malformed;
        }

        return reader.Remaining >= length - fixedPart ? ParseStatus.Complete : ParseStatus.Truncated;
    }
}
