using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Ntp;

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
    public DissectorTraits Traits { get; } = new("ntp", Transports.Udp, [Port]) { FollowsFlow = true, States = static () => NtpInfo.States };

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
