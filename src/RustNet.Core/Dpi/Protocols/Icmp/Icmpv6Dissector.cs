using RustNet.Core.Dpi.Protocols.Multicast;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Icmp;

/// <summary>
/// ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861) and multicast listener discovery (RFC 2710, RFC 9777): every message
/// is one, what is cut tells less.
/// </summary>
internal sealed class Icmpv6Dissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("icmpv6", Transports.IcmpV6, []) { FollowsFlow = true, Names = ["icmpv6", "NDP", "MLD"] };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (payload.Bytes.IsEmpty)
        {
            return Finding.Malformed;
        }

        var finding = MessageInfo.TryAnswer(payload, out var known) ? known : Read(payload).AnswerAfter(payload.Current);
        return finding with { Exchange = IcmpEchoInfo.ExchangeOf(IpProtocol.IcmpV6, payload.Bytes) };
    }

    private MessageInfo Read(in Payload payload)
    {
        var header = new IcmpHeader(payload);
        return IcmpEcho.IsEcho(isIPv6: true, header.Type) ? IcmpEchoInfo.After(payload, Traits.Protocol)
            : header.IsError ? new IcmpErrorInfo(Traits.Protocol, IcmpError.Read(header))
            : NdpMessage.IsNdp(header.Type) ? new NdpInfo(payload.Bytes)
            : MulticastMessage.IsListenerDiscovery(header.Type) ? new MulticastInfo(payload)
            : new IcmpMessageInfo(Traits.Protocol, IcmpMessage.Read(header));
    }
}
