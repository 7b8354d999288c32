using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>The body of a TLS ServerHello (RFC 8446 §4.1.3), viewed in place: valid only while the message is.</summary>
internal readonly ref struct TlsServerHello
{
    private const int RandomLength = 32;
    private const int MaxSessionIdLength = 32;

    /// <summary>SHA-256 of "HelloRetryRequest": the random that marks one (RFC 8446 §4.1.3).</summary>
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    /// <summary>The version chosen: that of supported_versions, else legacy_version.</summary>
    public ushort Version { get; private init; }

    /// <summary>legacy_session_id_echo: in TLS 1.2 and before the session's own, which repeats the client's where that is resumed.</summary>
    public ReadOnlySpan<byte> SessionId { get; private init; }

    /// <summary>True when a pre-shared key was chosen (RFC 8446 §4.2.11): TLS 1.3 resumes that way.</summary>
    public bool HasPreSharedKey { get; private init; }

    /// <summary>cipher_suite.</summary>
    public ushort CipherSuite { get; private init; }

    /// <summary>The ALPN protocol chosen (RFC 7301); empty where there is none, as always in TLS 1.3, which encrypts it.</summary>
    public ReadOnlySpan<byte> ProtocolName { get; private init; }

    /// <summary>True for a HelloRetryRequest: another ClientHello and ServerHello follow.</summary>
    public bool IsRetryRequest { get; private init; }

    /// <summary>Reads the whole body.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> body, out TlsServerHello hello)
    {
        hello = default;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt16(out var version) || (version >> 8 != 3 && TlsVersions.Name(version) is null)
            || !reader.TryTake(RandomLength, out var random))
        {
            return ParseStatus.Malformed;
        }

        // The drafts of TLS 1.3 before 22 had neither session id nor compression here.
        var isOldDraft = version >> 8 != 3;
        ushort suite;
        ReadOnlySpan<byte> sessionId = default;
        if (isOldDraft)
        {
            if (!reader.TryReadUInt16(out suite))
            {
                return ParseStatus.Malformed;
            }
        }
        else if (!reader.TryTakeVector8(out sessionId) || sessionId.Length > MaxSessionIdLength
            || !reader.TryReadUInt16(out suite)
            || !reader.TrySkip(1))                       // legacy_compression_method
        {
            return ParseStatus.Malformed;
        }

        hello = new TlsServerHello { Version = version, SessionId = sessionId, CipherSuite = suite, IsRetryRequest = random.SequenceEqual(RetryRandom) };
        ParseExtensions(reader, ref hello);
        return ParseStatus.Complete;
    }

    /// <summary>Reads the extensions as far as they are in order: what stands before them is a ServerHello in any case.</summary>
    private static void ParseExtensions(WireReader reader, ref TlsServerHello hello)
    {
        if (!reader.TryTakeVector16(out var extensions))
        {
            return;
        }

        var list = new WireReader(extensions);
        while (list.TryReadUInt16(out var type) && list.TryTakeVector16(out var bytes))
        {
            var data = new WireReader(bytes);
            switch ((TlsExtensionType)type)
            {
                case TlsExtensionType.SupportedVersions when data.TryReadUInt16(out var selected):
                    hello = hello with { Version = selected };
                    break;
                case TlsExtensionType.PreSharedKey:
                    hello = hello with { HasPreSharedKey = true };
                    break;
                case TlsExtensionType.ApplicationLayerProtocolNegotiation
                    when data.TryTakeVector16(out var names) && new WireReader(names).TryTakeVector8(out var name):
                    hello = hello with { ProtocolName = name };
                    break;
            }
        }
    }
}
