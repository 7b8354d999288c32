using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>ICMP for IPv4 (RFC 792, RFC 1122 §3.2.2, RFC 1191, RFC 4884): every message is one, what is cut tells less.</summary>
internal sealed class IcmpDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("icmp", Transports.Icmp, []) { FollowsFlow = true };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (payload.Bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        var finding = MessageInfo.TryAnswer(payload, out var known) ? known : Read(payload).AnswerAfter(payload.Current);
        return finding with { Exchange = IcmpEchoInfo.ExchangeOf(IpProtocol.Icmp, payload.Bytes) };
    }

    private MessageInfo Read(in Payload payload)
    {
        var header = new IcmpHeader(payload);
        return IcmpEcho.IsEcho(isIPv6: false, header.Type) ? IcmpEchoInfo.After(payload, Traits.Protocol)
            : header.IsError ? new IcmpErrorInfo(Traits.Protocol, IcmpError.Read(header))
            : new IcmpMessageInfo(Traits.Protocol, IcmpMessage.Read(header));
    }
}
