using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ntp;

/// <summary>Association modes (RFC 5905 §7.3, figure 10).</summary>
internal enum NtpMode : byte
{
    Reserved = 0,
    SymmetricActive = 1,
    SymmetricPassive = 2,
    Client = 3,
    Server = 4,
    Broadcast = 5,
    Control = 6,
    Private = 7,
}

/// <summary>The fixed part of a time message (RFC 5905 §7.3, figure 8), viewed in place.</summary>
internal readonly ref struct NtpPacket
{
    private const int MaxStratum = 16;          // §7.3, figure 11: 16 is unsynchronised, beyond it is reserved
    private const int MaxPoll = 17;             // §7.2, MAXPOLL
    private const int MinPoll = -7;             // implementations poll up to 128 times a second
    private const int MinPrecision = -32;
    private const int HiddenPrecision = 32;     // what clients send that tell nothing about themselves
    private const int MinExtensionLength = 16;  // RFC 7822 §3
    private const int MaxDigestLength = 24;     // RFC 7822 §3: what is longer behind the header is extension fields

    private NtpPacket(ReadOnlySpan<byte> tail) => Tail = tail;

    /// <summary>VN.</summary>
    public byte Version { get; private init; }

    /// <summary>Mode.</summary>
    public NtpMode Mode { get; private init; }

    /// <summary>Stratum.</summary>
    public byte Stratum { get; private init; }

    /// <summary>Poll, as a power of two of seconds.</summary>
    public sbyte Poll { get; private init; }

    /// <summary>Precision, as a power of two of seconds.</summary>
    public sbyte Precision { get; private init; }

    /// <summary>Reference ID.</summary>
    public uint ReferenceId { get; private init; }

    /// <summary>Origin timestamp: seconds since 1900 and their fraction, 32 bits each.</summary>
    public ulong Origin { get; private init; }

    /// <summary>Receive timestamp.</summary>
    public ulong Receive { get; private init; }

    /// <summary>Transmit timestamp.</summary>
    public ulong Transmit { get; private init; }

    /// <summary>True when nothing but the first byte is set.</summary>
    public bool IsBlank { get; private init; }

    /// <summary>Extension fields and authenticator.</summary>
    public ReadOnlySpan<byte> Tail { get; }

    /// <summary>Whether the small numbers are ones that a time server or client would send.</summary>
    public bool IsInRange => Stratum <= MaxStratum && Poll is >= MinPoll and <= MaxPoll
        && (Precision is >= MinPrecision and <= 0 || Precision == HiddenPrecision);

    /// <summary>A client's transmit timestamp comes back as the server's origin timestamp (§8).</summary>
    public Exchange Exchange => Mode switch
    {
        NtpMode.Client => Exchange.Request(Transmit),
        NtpMode.Server => Exchange.Response(Origin),
        _ => default,
    };

    /// <summary>Whether what follows is extension fields (RFC 7822) and an authenticator of a usual length, or nothing.</summary>
    public bool HasPlausibleTail
    {
        get
        {
            var rest = Tail;
            while (Version == 4 && rest.Length > MaxDigestLength)
            {
                var reader = new WireReader(rest);
                if (!reader.TrySkip(sizeof(ushort)) || !reader.TryReadUInt16(out var length)
                    || length < MinExtensionLength || length % 4 != 0 || length > rest.Length)
                {
                    break;
                }

                rest = rest[length..];
            }

            // Nothing, a crypto-NAK, or a key id of 4 bytes and a digest: DES, MD5 or AES, SHA-1, SHA-2; 72: Windows domains
            return rest.Length is 0 or 4 or 12 or 16 or 20 or 24 or 36 or 52 or 68 or 72;
        }
    }

    /// <summary>Mode in the first byte of any message.</summary>
    public static NtpMode ModeOf(byte first) => (NtpMode)(first & 7);

    /// <summary>Version in the first byte of any message.</summary>
    public static byte VersionOf(byte first) => (byte)(first >> 3 & 7);

    /// <summary>Reads the fixed part.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out NtpPacket packet)
    {
        packet = default;
        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var first)            // LI:2 | VN:3 | Mode:3
            || !reader.TryReadByte(out var stratum)
            || !reader.TryReadByte(out var poll)
            || !reader.TryReadByte(out var precision)
            || !reader.TrySkip(2 * sizeof(uint))          // Root Delay | Root Dispersion
            || !reader.TryReadUInt32(out var reference)
            || !reader.TrySkip(sizeof(ulong))             // Reference Timestamp
            || !reader.TryReadUInt64(out var origin)
            || !reader.TryReadUInt64(out var receive)
            || !reader.TryReadUInt64(out var transmit))
        {
            return ParseStatus.Truncated;
        }

        packet = new NtpPacket(reader.Rest)
        {
            Version = VersionOf(first),
            Mode = ModeOf(first),
            Stratum = stratum,
            Poll = (sbyte)poll,
            Precision = (sbyte)precision,
            ReferenceId = reference,
            Origin = origin,
            Receive = receive,
            Transmit = transmit,
            IsBlank = bytes[1..].IndexOfAnyExcept((byte)0) < 0,
        };
        return ParseStatus.Complete;
    }
}
