using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.NetBios;

/// <summary>
/// NetBIOS over TCP/IP (RFC 1001, RFC 1002): name service and datagrams by their encoded names, sessions by the session request.
/// SMB that runs on TCP without NetBIOS has the same frames and is not NetBIOS: begun mid-stream, they count only on the session
/// service's own port.
/// </summary>
internal sealed class NetBiosDissector : IDissector
{
    private const ushort NamePort = 137;
    private const ushort DatagramPort = 138;
    private const ushort SessionPort = 139;

    private const byte DirectUnique = 0x10;          // datagram service, RFC 1002 §4.4.1
    private const byte Broadcast = 0x12;
    private const byte DatagramError = 0x13;
    private const byte QueryRequest = 0x14;
    private const byte NegativeQueryResponse = 0x16;
    private const int MaxDatagramFlags = 0x0f;
    private const int DatagramErrorLength = 11;

    private const int SessionHeaderLength = 4;       // TYPE | FLAGS | LENGTH, RFC 1002 §4.3.1
    private const byte SessionMessage = 0x00;
    private const byte SessionRequest = 0x81;
    private const byte PositiveResponse = 0x82;
    private const byte NegativeResponse = 0x83;
    private const byte RetargetResponse = 0x84;
    private const byte KeepAlive = 0x85;
    private const int MinNamesLength = 68;           // two names without a scope
    private const int MaxNamesLength = 2 * 256;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } =
        new("netbios", Transports.Udp | Transports.Tcp, [NamePort, DatagramPort, SessionPort]) { FollowsFlow = true, States = static () => NetBiosInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload) =>
        payload.Transport == Transports.Tcp ? DissectSession(payload)
        : payload.Bytes[0] is >= DirectUnique and <= NegativeQueryResponse && DissectDatagram(payload) is { Status: ParseStatus.Complete } found ? found
        : DissectNameService(payload);

    private static Finding DissectNameService(in Payload payload)
    {
        if (NameServiceMessage.Parse(payload.Bytes, out var message) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var known = payload.Current as NetBiosInfo;
        if (known is not null)
        {
            var tells = message.HasAddresses && known.Addresses.IsEmpty && message.Name.Text() == known.Name;
            return Following(known, tells ? known.WithAddresses(message.Addresses()) : known.InState(message.State)) with { Exchange = message.Exchange };
        }

        var info = new NetBiosInfo
        {
            Service = "name",
            Name = message.Name.Text(),
            Host = message.Name.HostText(),
            Addresses = message.Addresses(),
            State = message.State,
        };
        return Finding.Complete(info) with { Exchange = message.Exchange };
    }

    /// <summary>MSG_TYPE | FLAGS | DGM_ID | SOURCE_IP | SOURCE_PORT, then what the type asks for (RFC 1002 §4.4).</summary>
    private static Finding DissectDatagram(in Payload payload)
    {
        var known = payload.Current as NetBiosInfo;
        var reader = new WireReader(payload.Bytes);
        if (!reader.TryReadByte(out var type) || !reader.TryReadByte(out var flags) || flags > MaxDatagramFlags
            || !reader.TrySkip(sizeof(ushort) + sizeof(uint) + sizeof(ushort)))
        {
            return Finding.Malformed;
        }

        if (type == DatagramError)
        {
            return payload.Bytes.Length == DatagramErrorLength && (known is not null || payload.HasPort(DatagramPort))
                ? Following(known, known?.InState(NetBiosState.Datagram) ?? new NetBiosInfo { Service = "datagram", State = NetBiosState.Datagram })
                : Finding.Malformed;
        }

        NetBiosName source = default;
        var hasSource = type < DatagramError;
        if (hasSource && (!reader.TrySkip(2 * sizeof(ushort)) || NetBiosName.Parse(ref reader, out source) != ParseStatus.Complete))   // DGM_LENGTH, PACKET_OFFSET
        {
            return Finding.Malformed;
        }

        var status = NetBiosName.Parse(ref reader, out var destination);
        if (status != ParseStatus.Complete && !(hasSource && status == ParseStatus.Truncated && payload.EndsInGap))
        {
            return Finding.Malformed;
        }

        if (known is not null)
        {
            return Following(known, known.InState(NetBiosState.Datagram));
        }

        var isWhole = status == ParseStatus.Complete;
        return Finding.Complete(new NetBiosInfo
        {
            Service = "datagram",
            Name = isWhole ? destination.Text() : null,
            Host = isWhole ? destination.HostText() : null,
            Source = hasSource ? source.Text() : null,
            State = NetBiosState.Datagram,
        });
    }

    private static Finding DissectSession(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as NetBiosInfo;
        if (bytes[0] is not (SessionMessage or (>= SessionRequest and <= KeepAlive)))
        {
            return Finding.Malformed;
        }

        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var type) || !reader.TryReadByte(out var flags) || !reader.TryReadUInt16(out var low))
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        var length = (flags & 1) << 16 | low;
        return (flags > 1) || (type != SessionMessage && flags != 0) ? Finding.Malformed : type switch
        {
            SessionRequest => OnRequest(payload, reader, length),
            SessionMessage => OnMessage(payload, known, reader.Rest, length),
            PositiveResponse when length == 0 => OnAnswer(payload, known, "accepted", length),
            NegativeResponse when length == 1 => reader.TryReadByte(out var code)
                ? OnAnswer(payload, known, Refusal(code), length)
                : Finding.Truncated(),
            RetargetResponse when length == 6 => OnAnswer(payload, known, "retargeted", length),
            KeepAlive when length == 0 && known is not null => Finding.Complete(null, SessionHeaderLength),
            KeepAlive when length == 0 && payload.HasPort(SessionPort) && reader.AtEnd => Finding.Complete(
                new NetBiosInfo { Service = "session", State = NetBiosState.Session }, SessionHeaderLength),
            _ => Finding.Malformed,
        };
    }

    private static Finding OnRequest(in Payload payload, WireReader reader, int length)
    {
        if (length is < MinNamesLength or > MaxNamesLength)
        {
            return Finding.Malformed;
        }

        var status = NetBiosName.Parse(ref reader, out var called);
        NetBiosName calling = default;
        if (status == ParseStatus.Complete)
        {
            status = NetBiosName.Parse(ref reader, out calling);
        }

        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Truncated && !payload.StartsInGap ? Finding.Truncated() : Finding.Malformed;
        }

        var answer = (payload.Current as NetBiosInfo)?.Answer;
        var info = new NetBiosInfo
        {
            Service = "session",
            Name = called.Text(),
            Host = called.HostText(),
            Source = calling.Text(),
            Answer = answer,
            State = NetBiosState.Session,
        };
        return Finding.Complete(info, SessionHeaderLength + length, answer is null ? Interest.OtherDirection : Interest.None);
    }

    /// <summary>What answers a request. Too short to tell a protocol by, except on its own port and alone in its packet.</summary>
    private static Finding OnAnswer(in Payload payload, NetBiosInfo? known, string answer, int length)
    {
        var isAlone = payload.Bytes.Length == SessionHeaderLength + length;
        if (known is null && !(payload.HasPort(SessionPort) && isAlone))
        {
            return Finding.Malformed;
        }

        var info = known is null
            ? new NetBiosInfo { Service = "session", Answer = answer, State = NetBiosState.Session }
            : known with { Answer = answer };
        return Finding.Complete(info, Finding.WholePayload, known?.Name is null ? Interest.OtherDirection : Interest.None);
    }

    private static Finding OnMessage(in Payload payload, NetBiosInfo? known, ReadOnlySpan<byte> message, int length)
    {
        if (known is not null)
        {
            // The session is under way: nothing more to learn from this side.
            return Finding.Complete(null, Finding.WholePayload, Interest.OtherDirection);
        }

        if (!payload.HasPort(SessionPort) || length < 4)
        {
            return Finding.Malformed;
        }

        if (message.Length < 4)
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        return message[0] is 0xff or 0xfe or 0xfd && message[1..].StartsWith("SMB"u8)
            ? Finding.Complete(new NetBiosInfo { Service = "session", State = NetBiosState.Session }, Finding.WholePayload, Interest.OtherDirection)
            : Finding.Malformed;
    }

    private static Finding Following(NetBiosInfo? known, NetBiosInfo info) => Finding.Complete(ReferenceEquals(known, info) ? null : info);

    // RFC 1002 §4.3.4
    private static string Refusal(byte code) => code switch
    {
        0x80 => "not listening on called name",
        0x81 => "not listening for calling name",
        0x82 => "called name not present",
        0x83 => "insufficient resources",
        _ => "refused",
    };
}
