using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dhcp;

/// <summary>DHCP for IPv4 (RFC 2131) by the magic cookie, and BOOTP without it (RFC 951) by the zeros it is padded with.</summary>
internal sealed class DhcpDissector : IDissector
{
    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("dhcp", Transports.Udp, [67, 68]) { FollowsFlow = true, States = static () => DhcpInfo.States };

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload)
    {
        if (DhcpMessage.Parse(payload.Bytes, payload.EndsInGap, out var message) != ParseStatus.Complete)
        {
            return Finding.Malformed;
        }

        var known = payload.Current as DhcpInfo;
        var info = DhcpInfo.After(known, message);
        return Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }
}
