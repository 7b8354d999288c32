using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols;

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

/// <summary>
/// NTP versions 1 to 4 (RFC 5905) with its control messages (RFC 9327) and the private ones of ntpdc. The format has no
/// signature: on port 123 all fields must be in range, elsewhere the timestamps must also make sense together. Between two ports 123 the
/// form is enough.
/// </summary>
internal sealed class NtpDissector : IDissector
{
    private const ushort Port = 123;
    private const int MaxPlausibleDelay = 64;                // seconds between receiving a request and answering it
    private const int MaxPlausibleOffset = 24 * 60 * 60;     // seconds between the clocks of peers
    private const int ControlHeaderLength = 12;
    private const int PrivateHeaderLength = 8;
    private const int MaxAuthenticatorLength = 72;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("ntp", Transports.Udp, [Port]) { FollowsFlow = true };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (payload.Bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        var mode = NtpPacket.ModeOf(payload.Bytes[0]);
        var version = NtpPacket.VersionOf(payload.Bytes[0]);
        if (version is < 1 or > 4)
        {
            return Finding.Malformed;
        }

        var known = payload.Current as NtpInfo;
        var isExpected = known is not null || payload.HasPort(Port);
        switch (mode)
        {
            case NtpMode.Reserved:
                return Finding.Malformed;
            case NtpMode.Control or NtpMode.Private:
                var fits = mode == NtpMode.Control ? IsControl(payload, isExpected) : IsPrivate(payload, isExpected);
                return fits ? Answer(known, (known ?? new NtpInfo(version)).With(mode)) : Finding.Malformed;
        }

        // Between two servers (both ports are NTP's) version, mode and length are enough: what their implementations put into
        // the other fields, or append, is theirs.
        var isBetweenServers = payload is { SourcePort: Port, DestinationPort: Port };
        if (NtpPacket.Parse(payload.Bytes, out var packet) != ParseStatus.Complete
            || !(isBetweenServers || (packet.IsInRange && (payload.EndsInGap || packet.HasPlausibleTail))))
        {
            return Finding.Malformed;
        }

        if (!isExpected && !IsCoherent(packet))
        {
            // The shortest of requests, one byte and zeros, tells nothing: its answer will.
            return mode == NtpMode.Client && packet.IsBlank ? Finding.Truncated() : Finding.Malformed;
        }

        return Answer(known, (known ?? new NtpInfo(version)).With(packet, payload.FromInitiator)) with { Exchange = packet.Exchange };
    }

    private static Finding Answer(NtpInfo? known, NtpInfo info) => Finding.Complete(ReferenceEquals(info, known) ? null : info);

    /// <summary>Whether the timestamps tell the story that the mode implies (§7.3, §8).</summary>
    private static bool IsCoherent(in NtpPacket packet)
    {
        var isFirst = packet.Origin == 0 && packet.Receive == 0 && packet.Transmit != 0;
        return packet.Mode switch
        {
            NtpMode.Server => packet.Receive >> 32 != 0 && packet.Transmit >= packet.Receive
                && (packet.Transmit - packet.Receive) >> 32 <= MaxPlausibleDelay,
            NtpMode.Broadcast => isFirst && packet.Stratum is > 0 and < 16,
            _ => isFirst || (packet.Origin != 0 && packet.Receive != 0
                && Math.Abs((long)(int)((uint)(packet.Receive >> 32) - (uint)(packet.Origin >> 32))) <= MaxPlausibleOffset),
        };
    }

    /// <summary>LI:2=0 | VN:3 | Mode:3=6 | R:1 | E:1 | M:1 | OpCode:5 | Sequence:16 | Status:16 | Association:16 | Offset:16 | Count:16 (RFC 9327 §2).</summary>
    private static bool IsControl(in Payload payload, bool isExpected)
    {
        var reader = new WireReader(payload.Bytes);
        if (!reader.TryReadByte(out var first) || !reader.TryReadByte(out var operation) || !reader.TrySkip(sizeof(ushort))
            || !reader.TryReadUInt16(out var status) || !reader.TrySkip(sizeof(ushort))
            || !reader.TryReadUInt16(out var offset) || !reader.TryReadUInt16(out var count))
        {
            return false;
        }

        var isResponse = (operation & 0x80) != 0;
        var isRequest = (operation & 0xe0) == 0;
        var isKnownOperation = (operation & 0x1f) is <= 12 or 31;   // RFC 9327 §2, table 1, and what ntpd has added
        var fits = payload.EndsInGap || (count <= reader.Remaining && reader.Remaining - count <= MaxAuthenticatorLength);
        if (first >> 6 != 0 || !(isResponse || isRequest) || !isKnownOperation || !fits || payload.Bytes.Length < ControlHeaderLength)
        {
            return false;
        }

        return isExpected || (isRequest && (operation & 0x1f) != 0 && status == 0 && offset == 0 && reader.Remaining - count is >= 0 and < 4);
    }

    /// <summary>R:1 | M:1 | VN:3 | Mode:3=7 | A:1 | Sequence:7 | Implementation:8 | Request:8 | Error:4 | Items:12 | 0:4 | ItemSize:12.</summary>
    private static bool IsPrivate(in Payload payload, bool isExpected)
    {
        var reader = new WireReader(payload.Bytes);
        if (payload.Bytes.Length < PrivateHeaderLength || !reader.TryReadByte(out var first) || !reader.TryReadByte(out var sequence)
            || !reader.TryReadByte(out var implementation) || !reader.TryReadByte(out var request)
            || !reader.TryReadUInt16(out var items) || !reader.TryReadUInt16(out var size))
        {
            return false;
        }

        var isResponse = (first & 0x80) != 0;
        var length = (items & 0xfff) * size;
        var isRequest = !isResponse && (first & 0x40) == 0 && (sequence & 0x7f) == 0 && items >> 12 == 0;
        if (!(isResponse || isRequest) || implementation is not (0 or 2 or 3) || request > 45   // REQ_IF_RELOAD, the last
            || size > 0xfff || items >> 12 > 7 || !(length <= reader.Remaining || payload.EndsInGap))
        {
            return false;
        }

        return isExpected || (isResponse
            ? length > 0 && reader.Remaining == length
            : sequence == 0 && (length > 0 ? reader.Remaining == length : reader.Rest.IndexOfAnyExcept((byte)0) < 0));
    }
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

/// <summary>Who asked whom for the time, and how good the answering clock is.</summary>
/// <param name="Version">Version of the first message.</param>
internal sealed record NtpInfo(byte Version) : AppInfo("ntp")
{
    private const int ModeCount = 8;

    // Order and names of NtpMode
    private static readonly string[] s_modes =
        ["reserved", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private"];

    private static readonly string[] s_states =
    [
        "NTP", "NTP_SYMMETRIC_ACTIVE", "NTP_SYMMETRIC_PASSIVE", "NTP_REQUEST", "NTP_RESPONSE", "NTP_BROADCAST", "NTP_CONTROL", "NTP_PRIVATE",
    ];

    /// <summary>The same facts after each mode, so that following a busy flow allocates nothing.</summary>
    private NtpInfo?[]? _variants;

    /// <summary>Mode of the last message.</summary>
    public NtpMode Mode { get; private init; }

    /// <summary>Stratum of the clock that answers; <see langword="null"/> until it did.</summary>
    public byte? Stratum { get; private init; }

    /// <summary>Its reference.</summary>
    public uint ReferenceId { get; private init; }

    /// <summary>One bit for every mode seen.</summary>
    private byte Modes { get; init; }

    private bool IsClockOfResponder { get; init; }

    /// <inheritdoc/>
    public override string TransportState => s_states[(int)Mode];

    /// <inheritdoc/>
    public override IEnumerable<AppField> Fields
    {
        get
        {
            yield return new("ntp.version", "Version", Version.ToString(CultureInfo.InvariantCulture));
            yield return new("ntp.mode", "Mode", string.Join(", ", s_modes.Where((_, mode) => (Modes >> mode & 1) != 0)));
            if (Stratum is { } stratum)
            {
                yield return new("ntp.stratum", "Stratum", stratum.ToString(CultureInfo.InvariantCulture));
                if (ReferenceText(stratum) is { } reference)
                {
                    yield return new("ntp.reference", "Reference", reference);
                }
            }
        }
    }

    /// <summary>The facts after a control or private message.</summary>
    public NtpInfo With(NtpMode mode)
    {
        if ((Modes >> (int)mode & 1) == 0)
        {
            return this with { Mode = mode, Modes = (byte)(Modes | 1 << (int)mode), _variants = null };
        }

        if (mode == Mode)
        {
            return this;
        }

        _variants ??= new NtpInfo?[ModeCount];
        _variants[(int)Mode] = this;
        return _variants[(int)mode] ??= this with { Mode = mode };
    }

    /// <summary>The facts after a time message. Of two peers the responder's clock is the one shown.</summary>
    public NtpInfo With(in NtpPacket packet, bool fromInitiator)
    {
        var tells = packet.Mode != NtpMode.Client && (!fromInitiator || !IsClockOfResponder);
        var isNews = tells && (Stratum != packet.Stratum || ReferenceId != packet.ReferenceId || (!fromInitiator && !IsClockOfResponder));
        var info = isNews
            ? this with
            {
                Stratum = packet.Stratum,
                ReferenceId = packet.ReferenceId,
                IsClockOfResponder = !fromInitiator,
                _variants = null,
            }
            : this;
        return info.With(packet.Mode);
    }

    /// <summary>A kiss code or a clock's name in letters for strata 0 and 1, else the address it is synchronised to (§7.3, figure 12).</summary>
    private string? ReferenceText(byte stratum)
    {
        Span<byte> bytes = [(byte)(ReferenceId >> 24), (byte)(ReferenceId >> 16), (byte)(ReferenceId >> 8), (byte)ReferenceId];
        if (ReferenceId == 0)
        {
            return null;
        }

        var name = bytes.TrimEnd("\0 "u8);
        return stratum <= 1 && !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e)
            ? WireText.Clean(name)
            : FlowText.Address(bytes);
    }
}
