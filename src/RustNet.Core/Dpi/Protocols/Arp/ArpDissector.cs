using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Arp;

/// <summary>ARP for IPv4 (RFC 826), with its reverse and inverse forms and the uses of RFC 5227.</summary>
internal sealed class ArpDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("arp", Transports.Arp, []) { FollowsFlow = true };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (ArpPacket.Parse(payload.Bytes, out var packet) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var known = payload.Current as ArpInfo;
        var info = ArpInfo.After(known, packet);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }
}
