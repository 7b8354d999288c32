using System.Buffers.Binary;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols;

/// <summary>
/// LLMNR (RFC 4795): DNS messages of exactly one question, over UDP and TCP. The port is part of the definition (§2), for
/// nothing in a message tells it from DNS.
/// </summary>
internal sealed class LlmnrDissector : IDissector
{
    private const ushort Port = 5355;
    private const ushort DnsPort = 53;
    private const int LengthPrefix = 2;   // §2.4, as DNS over TCP

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } =
        new("llmnr", Transports.Udp | Transports.Tcp, [Port]) { FollowsFlow = true, States = static () => NameServiceWords.Llmnr.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload) =>
        !payload.HasPort(Port) || payload.HasPort(DnsPort) ? Finding.Malformed
        : payload.Transport == Transports.Udp ? DissectDatagram(payload)
        : DissectStream(payload);

    private static Finding DissectDatagram(in Payload payload)
    {
        var status = DnsMessage.Parse(payload.Bytes, out var message);
        return status == ParseStatus.Complete || (status == ParseStatus.Truncated && payload.EndsInGap)
            ? Answer(payload, message, Finding.WholePayload)
            : Finding.Malformed;
    }

    private static Finding DissectStream(in Payload payload)
    {
        var bytes = payload.Bytes;
        if (bytes.Length < LengthPrefix)
        {
            return Finding.Truncated();
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var rest = bytes[LengthPrefix..];
        if (length < DnsMessage.HeaderLength || (rest.Length < length && payload.StartsInGap))
        {
            return Finding.Malformed;
        }

        if (rest.Length < length)
        {
            var canBe = rest.Length < DnsMessage.HeaderLength || (DnsMessage.Parse(rest, out var begun) == ParseStatus.Truncated && HasPlausibleHeader(begun));
            return canBe ? Finding.Truncated() : Finding.Malformed;
        }

        return DnsMessage.Parse(rest[..length], out var message) == ParseStatus.Complete
            ? Answer(payload, message, LengthPrefix + length)
            : Finding.Malformed;
    }

    private static Finding Answer(in Payload payload, in DnsMessage message, int length)
    {
        if (!message.HasQuestion || !HasPlausibleHeader(message) || !DnsNames.IsKnownClass(message.QuestionClass))
        {
            return Finding.Malformed;
        }

        var known = payload.Current as DnsInfo;
        var info = DnsInfo.After(known, message, NameServiceWords.Llmnr);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info, length) with { Exchange = message.Exchange };
    }

    /// <summary>What receivers must ignore otherwise (§2.1.1): other opcodes, other than one question, answers in a query.</summary>
    private static bool HasPlausibleHeader(in DnsMessage message) =>
        message.Opcode == 0 && message.QuestionCount == 1
        && (message.IsResponse || (message.AnswerCount == 0 && message.AuthorityCount == 0));
}
