using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Stun;

/// <summary>
/// STUN (RFC 8489) and TURN (RFC 8656) over UDP and TCP by the magic cookie; RFC 3489, which has none, over UDP only and
/// only when it fits to the last byte, away from its ports also with nothing but the attributes of that time. Channel data is believed on a flow that has asked for a relay.
/// </summary>
internal sealed class StunDissector : IDissector
{
    private const ushort Port = 3478;
    private const ushort ClassicAlternatePort = 3479;   // RFC 3489 §10.1 and its servers' second port
    private const int FrameHeader = sizeof(ushort);     // RFC 4571 §2
    private const int ChannelHeader = 2 * sizeof(ushort);

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } =
        new("stun", Transports.Udp | Transports.Tcp, [Port, ClassicAlternatePort, 19302]) { FollowsFlow = true, States = static () => StunInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        var known = payload.Current as StunInfo;
        return payload.Transport == Transports.Udp ? DissectDatagram(payload, known) : DissectStream(payload, known);
    }

    private static Finding DissectDatagram(in Payload payload, StunInfo? known)
    {
        var bytes = payload.Bytes;
        if (StunMessage.Parse(bytes, out var message) != ParseStatus.Complete || (message.Length != bytes.Length && !(payload.EndsInGap && !message.IsWhole)))
        {
            // It shares ports with whatever an application sends (RFC 7983): what begins otherwise may still go on with STUN.
            return known is null ? Finding.Truncated()
                : known.IsTurn && IsChannelData(bytes, out var length) && length <= bytes.Length ? Answer(known, known.With(StunClass.ChannelData))
                : Finding.Malformed;
        }

        if (message.HasCookie)
        {
            return Answer(known, (known ?? new StunInfo()).With(message)) with { Exchange = message.Exchange };
        }

        if (!message.IsWhole || !message.HasClassicForm)
        {
            return known is null ? Finding.Truncated() : Finding.Malformed;
        }

        // A request may be nothing but its type, zeros and a random id: elsewhere its answer tells.
        return known is not null || payload.HasPort(Port) || payload.HasPort(ClassicAlternatePort) || message.IsTellingClassic
            ? Answer(known, (known ?? new StunInfo { IsClassic = true }).With(message)) with { Exchange = message.Exchange }
            : Finding.Truncated();
    }

    private static Finding DissectStream(in Payload payload, StunInfo? known)
    {
        var bytes = payload.Bytes;
        var isFramed = known?.IsFramed ?? !StunMessage.CanStart(bytes);
        if (known is null && isFramed && bytes.Length > FrameHeader && !StunMessage.CanStart(bytes[FrameHeader..]))
        {
            return Finding.Malformed;
        }

        if (bytes.Length < ChannelHeader)
        {
            return Finding.Truncated();
        }

        if (!isFramed)
        {
            return StunMessage.CanStart(bytes) ? DissectMessage(payload, known, bytes, 0) : DissectChannelData(bytes, known);
        }

        int frameLength = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var inner = bytes[FrameHeader..];
        if (known is null || (StunMessage.CanStart(inner) && frameLength >= StunMessage.HeaderLength))
        {
            return DissectMessage(payload, known, inner, FrameHeader, frameLength);
        }

        return Finding.Complete(null, FrameHeader + frameLength);   // media on the same connection
    }

    private static Finding DissectMessage(in Payload payload, StunInfo? known, ReadOnlySpan<byte> bytes, int skipped, int frameLength = -1)
    {
        if (StunMessage.Parse(bytes, out var message) != ParseStatus.Complete)
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        if (!message.HasCookie || (frameLength >= 0 && message.Length != frameLength))
        {
            return Finding.Malformed;
        }

        if (message.IsWhole || (payload.EndsInGap && !payload.StartsInGap))
        {
            return Answer(known, (known ?? new StunInfo { IsFramed = frameLength >= 0 }).With(message), skipped + message.Length) with { Exchange = message.Exchange };
        }

        return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
    }

    /// <summary>Over TCP, channel data is filled up to four bytes (RFC 8656 §12.5).</summary>
    private static Finding DissectChannelData(ReadOnlySpan<byte> bytes, StunInfo? known) =>
        known is { IsTurn: true } && IsChannelData(bytes, out var length)
            ? Answer(known, known.With(StunClass.ChannelData), length + (-length & 3))
            : Finding.Malformed;

    /// <summary>Channel Number:16 | Length:16 | Application Data; the numbers of RFC 5766 §11, of which RFC 8656 has kept a part.</summary>
    private static bool IsChannelData(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new WireReader(bytes);
        length = 0;
        if (!reader.TryReadUInt16(out var channel) || !reader.TryReadUInt16(out var dataLength) || channel is < 0x4000 or > 0x7ffe)
        {
            return false;
        }

        length = ChannelHeader + dataLength;
        return true;
    }

    private static Finding Answer(StunInfo? known, StunInfo info, int consumed = Finding.WholePayload) =>
        Finding.Complete(ReferenceEquals(info, known) ? null : info, consumed);
}
