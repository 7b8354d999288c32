namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>QUIC version numbers (RFC 9000 §15, RFC 9369 §3.1, and those that were deployed before).</summary>
internal static class QuicVersions
{
    /// <summary>Stands in a long header for Version Negotiation (RFC 9000 §17.2.1).</summary>
    public const uint Negotiation = 0;

    public const uint V1 = 0x00000001;
    public const uint V2 = 0x6b3343cf;
    public const uint V2Draft = 0x709a50c4;   // draft-ietf-quic-v2-01

    private const uint DraftPrefix = 0xff0000;   // IETF drafts: 0xff0000 and the number of the draft
    private const uint OldestDraft = 22;         // the first with connection id lengths of a byte each
    private const uint NewestDraft = 34;
    private const uint LastWithoutRetryTag = 24;

    private const uint MvfstDraft22 = 0xfaceb001;
    private const uint MvfstDraft27 = 0xfaceb002;
    private const uint MvfstExperimental = 0xfaceb00e;

    private const uint GoogleQ050 = 0x51303530;
    private const uint GoogleT050 = 0x54303530;
    private const uint GoogleT051 = 0x54303531;

    /// <summary>How a version protects its Initial packets, or <see langword="null"/> for one that is not known.</summary>
    public static QuicProtection? ProtectionOf(uint version) => version switch
    {
        V1 => QuicProtection.V1,
        V2 => QuicProtection.V2,
        V2Draft => QuicProtection.V2Draft,
        MvfstDraft22 => QuicProtection.Draft22,
        MvfstDraft27 or MvfstExperimental => QuicProtection.Draft23,
        GoogleQ050 => QuicProtection.GoogleQ050,
        GoogleT050 => QuicProtection.GoogleT050,
        GoogleT051 => QuicProtection.GoogleT051,
        _ when version >> 8 == DraftPrefix => (version & 0xff) switch
        {
            < OldestDraft or > NewestDraft => null,
            OldestDraft => QuicProtection.Draft22,
            <= 28 => QuicProtection.Draft23,
            <= 32 => QuicProtection.Draft29,
            _ => QuicProtection.V1,
        },
        _ => null,
    };

    /// <summary>True for the numbers that only force a negotiation (RFC 9000 §15): 0x?a?a?a?a.</summary>
    public static bool IsReserved(uint version) => (version & 0x0f0f0f0f) == 0x0a0a0a0a;

    /// <summary>True for the drafts whose Retry packets have no integrity tag, but repeat the id the client has addressed (draft 24 §17.2.5).</summary>
    public static bool RepeatsIdInRetry(uint version) =>
        version == MvfstDraft22 || (version >> 8 == DraftPrefix && (version & 0xff) is >= OldestDraft and <= LastWithoutRetryTag);

    /// <summary>True for Google QUIC before it took the IETF's long header: Q001 to Q049.</summary>
    public static bool IsEarlyGoogle(uint version) =>
        version >> 24 == 'Q' && (version >> 16 & 0xff) == '0'
        && (version >> 8 & 0xff) is >= '0' and <= '4' && (version & 0xff) is >= '0' and <= '9';

    /// <summary>As <c>quic.version</c> has it: eight hexadecimal digits, for early Google QUIC its four characters.</summary>
    public static string Text(uint version) => IsEarlyGoogle(version)
        ? RecentText.Of([(byte)(version >> 24), (byte)(version >> 16), (byte)(version >> 8), (byte)version])
        : RecentText.Hexadecimal(version, 8);
}
