namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// What differs between versions in how an Initial packet is protected and laid out: salt and key labels (RFC 9001 §5.2,
/// RFC 9369 §3.3), numbers of the packet types (RFC 9369 §3.2), and the frame that carries the handshake.
/// </summary>
internal sealed class QuicProtection
{
    // HkdfLabel (RFC 8446 §7.1): length, label behind its own length, empty context.
    private static ReadOnlySpan<byte> KeyInfo1 => "\u0000\u0010\u000etls13 quic key\u0000"u8;

    private static ReadOnlySpan<byte> IvInfo1 => "\u0000\u000c\u000dtls13 quic iv\u0000"u8;

    private static ReadOnlySpan<byte> HeaderInfo1 => "\u0000\u0010\u000dtls13 quic hp\u0000"u8;

    private static ReadOnlySpan<byte> KeyInfo2 => "\u0000\u0010\u0010tls13 quicv2 key\u0000"u8;

    private static ReadOnlySpan<byte> IvInfo2 => "\u0000\u000c\u000ftls13 quicv2 iv\u0000"u8;

    private static ReadOnlySpan<byte> HeaderInfo2 => "\u0000\u0010\u000ftls13 quicv2 hp\u0000"u8;

    private readonly byte[] _salt;
    private QuicInitialSecrets? _secrets;

    private QuicProtection(string salt) => _salt = Convert.FromHexString(salt);

    /// <summary>RFC 9001, and its drafts from 33 on.</summary>
    public static QuicProtection V1 { get; } = new("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");

    /// <summary>RFC 9369.</summary>
    public static QuicProtection V2 { get; } = new("0dede3def700a6db819381be6e269dcbf9bd2ed9") { IsVersion2 = true };

    /// <summary>The drafts of version 2 that were deployed.</summary>
    public static QuicProtection V2Draft { get; } = new("a707c203a59b47184a1d62ca570406ea7ae3e5d3") { IsVersion2 = true };

    /// <summary>Drafts 29 to 32.</summary>
    public static QuicProtection Draft29 { get; } = new("afbfec289993d24c9e9786f19c6111e04390a899");

    /// <summary>Drafts 23 to 28.</summary>
    public static QuicProtection Draft23 { get; } = new("c3eef712c72ebb5a11a7d2432bb46365bef9f502");

    /// <summary>Draft 22.</summary>
    public static QuicProtection Draft22 { get; } = new("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");

    /// <summary>Google QUIC 50: Google's handshake and frames in the IETF's packets.</summary>
    public static QuicProtection GoogleQ050 { get; } = new("504574efd066fe2f9d945cfcdbd3a7f0d3b56b45") { HasGoogleFrames = true };

    /// <summary>Google QUIC 50 with TLS.</summary>
    public static QuicProtection GoogleT050 { get; } = new("7ff579e5acd072915580304c43a2367c60488310") { HasGoogleFrames = true };

    /// <summary>Google QUIC 51 with TLS.</summary>
    public static QuicProtection GoogleT051 { get; } = new("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d") { HasGoogleFrames = true };

    /// <summary>
    /// What a client may protect a packet with whose version only forces a negotiation (RFC 9000 §15), which names no salt: that
    /// of a version it really speaks.
    /// </summary>
    public static IReadOnlyList<QuicProtection> OfReservedVersions { get; } = [V1, Draft29, Draft23, V2];

    /// <summary>Makes the keys.</summary>
    public QuicInitialSecrets Secrets => _secrets ??= IsVersion2
        ? new QuicInitialSecrets(_salt, KeyInfo2, IvInfo2, HeaderInfo2)
        : new QuicInitialSecrets(_salt, KeyInfo1, IvInfo1, HeaderInfo1);

    /// <summary>Packet types and labels are those of version 2.</summary>
    public bool IsVersion2 { get; private init; }

    /// <summary>Frames are those of Google QUIC.</summary>
    public bool HasGoogleFrames { get; private init; }

    /// <summary>Type of a long header packet by its first byte (RFC 9000 §17.2, RFC 9369 §3.2).</summary>
    public QuicPacketType TypeOf(byte firstByte) => (QuicPacketType)((firstByte >> 4) - (IsVersion2 ? 1 : 0) & 3);
}

/// <summary>Types of long header packets, with the numbers of version 1.</summary>
internal enum QuicPacketType : byte
{
    Initial = 0,
    ZeroRtt = 1,
    Handshake = 2,
    Retry = 3,
}
