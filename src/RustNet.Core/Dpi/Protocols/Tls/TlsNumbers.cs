using System.Buffers.Binary;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>TLS record content types (RFC 8446 §5.1, RFC 6520). Unlisted numbers are not TLS.</summary>
internal enum TlsContentType : byte
{
    ChangeCipherSpec = 20,
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,
    Heartbeat = 24,
}

/// <summary>Handshake message types that are read (RFC 8446 §4); unlisted numbers stay numbers.</summary>
internal enum TlsHandshakeType : byte
{
    ClientHello = 1,
    ServerHello = 2,

    /// <summary>RFC 5077 §3.3.</summary>
    NewSessionTicket = 4,

    /// <summary>RFC 5246 §7.4.2.</summary>
    Certificate = 11,
}

/// <summary>Extensions that are read (IANA TLS ExtensionType Values); unlisted numbers stay numbers.</summary>
internal enum TlsExtensionType : ushort
{
    /// <summary>RFC 6066 §3.</summary>
    ServerName = 0,

    /// <summary>RFC 8446 §4.2.3.</summary>
    SignatureAlgorithms = 13,

    /// <summary>RFC 7301 §3.1.</summary>
    ApplicationLayerProtocolNegotiation = 16,

    /// <summary>RFC 5077 §3.2.</summary>
    SessionTicket = 35,

    /// <summary>RFC 8446 §4.2.11.</summary>
    PreSharedKey = 41,

    /// <summary>RFC 8446 §4.2.1.</summary>
    SupportedVersions = 43,

    /// <summary>RFC 9001 §8.2.</summary>
    QuicTransportParameters = 57,

    /// <summary>RFC 9849 §5.</summary>
    EncryptedClientHello = 0xfe0d,

    /// <summary>The same before RFC 9001.</summary>
    QuicTransportParametersDraft = 0xffa5,

    /// <summary>draft-ietf-tls-esni up to version 6, which encrypted only the name.</summary>
    EncryptedServerName = 0xffce,
}

/// <summary>Protocol versions and their names.</summary>
internal static class TlsVersions
{
    public const ushort Ssl2 = 0x0002;
    public const ushort Ssl3 = 0x0300;
    public const ushort Tls10 = 0x0301;
    public const ushort Tls11 = 0x0302;
    public const ushort Tls12 = 0x0303;
    public const ushort Tls13 = 0x0304;

    private const int DraftPrefix = 0x7f;      // the IETF drafts of TLS 1.3: 0x7f00 | draft
    private const int OldDraftPrefix = 0xfb;   // drafts as one large deployment numbered them

    /// <summary>Name as <c>tls.version</c> has it; drafts of 1.3 go by its name. <see langword="null"/> for anything else.</summary>
    public static string? Name(ushort version) => version switch
    {
        Ssl2 => "SSLv2",
        Ssl3 => "SSLv3",
        Tls10 => "TLSv1.0",
        Tls11 => "TLSv1.1",
        Tls12 => "TLSv1.2",
        Tls13 => "TLSv1.3",
        _ => version >> 8 is DraftPrefix or OldDraftPrefix ? "TLSv1.3" : null,
    };

    /// <summary>Order of versions from old to new, for picking the highest one offered.</summary>
    public static int Rank(ushort version) => version >> 8 is DraftPrefix or OldDraftPrefix ? Tls13 : version;

    /// <summary>True for the values that only probe the peer's tolerance (RFC 8701): 0x0a0a, 0x1a1a ... 0xfafa.</summary>
    public static bool IsGrease(ushort value) => (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);

    /// <summary>The same for names of ALPN (RFC 8701 §3).</summary>
    public static bool IsGrease(ReadOnlySpan<byte> name) => name.Length == sizeof(ushort) && IsGrease(BinaryPrimitives.ReadUInt16BigEndian(name));
}
