using System.Buffers.Binary;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>
/// DNS over UDP and TCP (RFC 1035, RFC 7766) on any port. The same message format on the ports of mDNS, LLMNR and NetBIOS
/// name service means those protocols and is left to them.
/// </summary>
internal sealed class DnsDissector : IDissector
{
    private const ushort Port = 53;
    private const ushort MdnsPort = 5353;          // RFC 6762 §5
    private const ushort LlmnrPort = 5355;         // RFC 4795 §2
    private const ushort NetBiosNamePort = 137;    // RFC 1002 §6
    private const ushort NetBiosDatagramPort = 138;

    private const int LengthPrefix = 2;            // RFC 1035 §4.2.2
    private const int MaxQuestions = 8;            // more than one is not in use (RFC 9619)
    private const int MaxOpcode = 6;               // RFC 6895 §2.2, RFC 8490

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } =
        new("dns", Transports.Udp | Transports.Tcp, [Port]) { FollowsFlow = true, States = static () => NameServiceWords.Dns.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (IsOtherNameService(payload))
        {
            return Finding.Malformed;
        }

        return payload.Transport == Transports.Udp ? DissectDatagram(payload) : DissectStream(payload);
    }

    private static bool IsOtherNameService(in Payload payload) =>
        !payload.HasPort(Port)
        && ((payload.HasPort(MdnsPort) && payload.Transport == Transports.Udp)   // mDNS has no TCP
            || payload.HasPort(LlmnrPort) || payload.HasPort(NetBiosNamePort) || payload.HasPort(NetBiosDatagramPort));

    private static Finding DissectDatagram(in Payload payload)
    {
        var known = payload.Current as DnsInfo;
        var status = DnsMessage.Parse(payload.Bytes, out var message);
        if (status == ParseStatus.Malformed || !IsPlausible(payload, message, known))
        {
            return Finding.Malformed;
        }

        // A message cut by the snap length or by fragmentation still says what it asks.
        var info = DnsInfo.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info) with { Exchange = message.Exchange };
    }

    private static Finding DissectStream(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as DnsInfo;
        if (bytes.Length < LengthPrefix)
        {
            return Finding.Truncated();
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (length < DnsMessage.HeaderLength)
        {
            return Finding.Malformed;
        }

        var rest = bytes[LengthPrefix..];
        var isWhole = rest.Length >= length;
        var status = DnsMessage.Parse(isWhole ? rest[..length] : rest, out var message);
        if (status == ParseStatus.Truncated && !isWhole && rest.Length < DnsMessage.HeaderLength)
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        if (status == ParseStatus.Malformed || (isWhole && status == ParseStatus.Truncated) || !IsPlausibleHeader(message)
            || (message.HasQuestion && !IsPlausible(payload, message, known)))
        {
            return Finding.Malformed;
        }

        if (!isWhole)
        {
            return payload.StartsInGap ? Finding.Malformed
                : payload.EndsInGap && message.HasQuestion ? Finding.Truncated(DnsInfo.After(known, message))
                : Finding.Truncated();
        }

        if (!IsPlausible(payload, message, known))
        {
            return Finding.Malformed;
        }

        var info = DnsInfo.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info, LengthPrefix + length) with { Exchange = message.Exchange };
    }

    private static bool IsPlausibleHeader(in DnsMessage message) =>
        message.Opcode <= MaxOpcode && message.Opcode != 3 && !message.HasReservedFlag && message.QuestionCount <= MaxQuestions
        && (message.IsResponse || message.Opcode != 0 || message.AnswerCount == 0);

    /// <summary>Whether a message that parses is one that makes sense: the format alone is loose enough to fit by chance.</summary>
    private static bool IsPlausible(in Payload payload, in DnsMessage message, DnsInfo? known)
    {
        if (!IsPlausibleHeader(message))
        {
            return false;
        }

        if (!message.HasQuestion)
        {
            // An error or a further message of a zone transfer may leave the question out; only after one was seen.
            return known is not null && message.IsResponse && message.QuestionCount == 0;
        }

        return DnsNames.IsKnownClass(message.QuestionClass)
            && (payload.HasPort(Port) || known is not null
                || (DnsNames.IsKnownType(message.QuestionType) && message.HasPlainQuestion && message.TrailingLength == 0));
    }
}
