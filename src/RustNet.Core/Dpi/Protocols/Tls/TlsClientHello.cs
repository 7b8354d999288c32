using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>What of a client's hello is said to be encrypted. A value that only looks encrypted (GREASE) cannot be told apart.</summary>
internal enum TlsEncryptedHello : byte
{
    None,

    /// <summary>Encrypted Client Hello (RFC 9849): the server name in the clear is that of the client-facing server.</summary>
    Hello,

    /// <summary>Its predecessor, which encrypted only the server name.</summary>
    Name,
}

/// <summary>
/// The body of a TLS ClientHello (RFC 8446 §4.1.2), viewed in place: valid only while the message is. Filled extension by extension where it
/// stands: a copy for each of them, with the barriers that spans take, was a seventieth of what inspection cost.
/// </summary>
internal ref struct TlsClientHello
{
    private const int RandomLength = 32;
    private const int MaxSessionIdLength = 32;
    private const byte HostNameType = 0;   // RFC 6066 §3
    private const byte OuterHello = 0;     // ECHClientHelloType outer (RFC 9849 §5)

    /// <summary>legacy_version: what a client without supported_versions offers.</summary>
    public ushort LegacyVersion { get; private set; }

    /// <summary>legacy_session_id: what a client of TLS 1.2 and before wants to resume.</summary>
    public ReadOnlySpan<byte> SessionId { get; private set; }

    /// <summary>cipher_suites, two bytes each, GREASE included.</summary>
    public ReadOnlySpan<byte> CipherSuites { get; private set; }

    /// <summary>The host_name of server_name; empty where there is none.</summary>
    public ReadOnlySpan<byte> ServerName { get; private set; }

    /// <summary>protocol_name_list of ALPN: names behind 8-bit lengths; empty where there is none.</summary>
    public ReadOnlySpan<byte> ProtocolNames { get; private set; }

    /// <summary>versions of supported_versions, two bytes each; empty where there is none.</summary>
    public ReadOnlySpan<byte> SupportedVersions { get; private set; }

    /// <summary>extensions: type and 16-bit length before each; as much of them as is there.</summary>
    public ReadOnlySpan<byte> Extensions { get; private set; }

    /// <summary>supported_signature_algorithms, two bytes each; empty where there are none.</summary>
    public ReadOnlySpan<byte> SignatureAlgorithms { get; private set; }

    /// <summary>True when it offers a session ticket of TLS 1.2 and before, not only to take one.</summary>
    public bool HasTicket { get; private set; }

    /// <summary>How it says that an encrypted hello or name stands beside what is in the clear.</summary>
    public TlsEncryptedHello Encrypted { get; private set; }

    /// <summary>Transport parameters of QUIC; empty where there are none.</summary>
    public ReadOnlySpan<byte> QuicTransportParameters { get; private set; }

    /// <summary>
    /// Reads the body. On <see cref="ParseStatus.Truncated"/> with <see cref="CipherSuites"/> set, the front is beyond doubt a
    /// ClientHello's and every field that is set was complete on the wire. On <see cref="ParseStatus.Malformed"/> nothing is set.
    /// </summary>
    /// <param name="body">The message's body, or the part of it that is there.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="hello">What was read.</param>
    public static ParseStatus Parse(ReadOnlySpan<byte> body, bool isWhole, out TlsClientHello hello)
    {
        hello = default;
        var shortOf = isWhole ? ParseStatus.Malformed : ParseStatus.Truncated;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt16(out var version))
        {
            return shortOf;
        }

        if (version >> 8 != 3 && TlsVersions.Name(version) is null)
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TrySkip(RandomLength) || !reader.TryTakeVector8(out var sessionId))
        {
            return shortOf;
        }

        if (sessionId.Length > MaxSessionIdLength)
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryTakeVector16(out var suites))
        {
            return shortOf;
        }

        if (suites.IsEmpty || suites.Length % 2 != 0)
        {
            return ParseStatus.Malformed;
        }

        hello = new TlsClientHello { LegacyVersion = version, SessionId = sessionId, CipherSuites = suites };
        // What follows cannot change what it is; a damaged tail only tells less. A client of TLS 1.2 and before may end
        // without extensions (RFC 5246 §7.4.1.2).
        if (reader.TryTakeVector8(out _))   // legacy_compression_methods
        {
            ParseExtensions(reader, ref hello);
        }

        return isWhole ? ParseStatus.Complete : ParseStatus.Truncated;
    }

    /// <summary>Reads the extensions as far as they are there and in order: what stands before them is a ClientHello in any case.</summary>
    private static void ParseExtensions(WireReader reader, ref TlsClientHello hello)
    {
        if (!reader.TryReadUInt16(out var length))
        {
            return;
        }

        hello.Extensions = reader.Rest[..Math.Min(length, reader.Remaining)];
        var list = new WireReader(hello.Extensions);
        while (list.TryReadUInt16(out var type) && list.TryTakeVector16(out var data))
        {
            switch ((TlsExtensionType)type)
            {
                case TlsExtensionType.ServerName:
                    hello.ServerName = HostNameOf(data);
                    break;
                case TlsExtensionType.SignatureAlgorithms:
                    hello.SignatureAlgorithms = Vector16Of(data);
                    break;
                case TlsExtensionType.ApplicationLayerProtocolNegotiation:
                    hello.ProtocolNames = Vector16Of(data);
                    break;
                case TlsExtensionType.SessionTicket:
                    hello.HasTicket = !data.IsEmpty;
                    break;
                case TlsExtensionType.SupportedVersions:
                    hello.SupportedVersions = Vector8Of(data);
                    break;
                case TlsExtensionType.QuicTransportParameters or TlsExtensionType.QuicTransportParametersDraft:
                    hello.QuicTransportParameters = data;
                    break;
                case TlsExtensionType.EncryptedClientHello when data is [OuterHello, ..]:
                    hello.Encrypted = TlsEncryptedHello.Hello;
                    break;
                case TlsExtensionType.EncryptedServerName when hello.Encrypted == TlsEncryptedHello.None:
                    hello.Encrypted = TlsEncryptedHello.Name;
                    break;
            }
        }
    }

    /// <summary>The first host_name of a ServerNameList (RFC 6066 §3).</summary>
    private static ReadOnlySpan<byte> HostNameOf(ReadOnlySpan<byte> data)
    {
        var list = new WireReader(Vector16Of(data));
        while (list.TryReadByte(out var type) && list.TryTakeVector16(out var name))
        {
            if (type == HostNameType)
            {
                return name;
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Vector16Of(ReadOnlySpan<byte> data) =>
        new WireReader(data).TryTakeVector16(out var vector) ? vector : default;

    private static ReadOnlySpan<byte> Vector8Of(ReadOnlySpan<byte> data) =>
        new WireReader(data).TryTakeVector8(out var vector) ? vector : default;
}
