using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// A socket that waits for connections, as a row among the connections: no packet has made it, so it has no counts and does
/// not age. Pure.
/// </summary>
public static class ListeningRow
{
    /// <summary>State of TCP sockets that accept connections.</summary>
    public const string TcpState = "LISTEN";

    /// <summary>State of UDP sockets bound without a peer.</summary>
    public const string UdpState = "UDP_LISTEN";

    /// <summary>Ids of these rows start here: behind every connection in creation order, whatever a run may see.</summary>
    public const long FirstId = 1L << 62;

    private const long NeverOld = 1L << 60;

    /// <summary>The row.</summary>
    /// <param name="id">Stable as long as the socket waits, at least <see cref="FirstId"/>.</param>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="address">Address it is bound to; all zero, or 0.0.0.0, for any.</param>
    /// <param name="port">Port it is bound to.</param>
    /// <param name="owner">Its process.</param>
    /// <param name="now">When it was found, nanoseconds since 1970 UTC.</param>
    public static FlowSnapshot Make(long id, IpProtocol protocol, UInt128 address, ushort port, FlowOwner? owner, long now)
    {
        var isIPv4 = FlowText.IsIPv4(address);
        var anywhere = isIPv4 ? FlowText.FromIPv4(0) : UInt128.Zero;
        var key = FlowKey.Of(isIPv4 ? NetworkLayer.IPv4 : NetworkLayer.IPv6, protocol, address, port, anywhere, 0, out var localIsA);
        return new FlowSnapshot
        {
            Identity = new FlowIdentity
            {
                Id = id,
                Key = key,
                LocalIsA = localIsA,
                Direction = FlowDirection.Incoming,
                Initiator = FlowInitiator.Remote,
                FirstSeen = now,
                IsListening = true,
            },
            State = protocol == IpProtocol.Tcp ? TcpState : UdpState,
            LastSeen = now,
            PacketsSent = 0,
            PacketsReceived = 0,
            BytesSent = 0,
            BytesReceived = 0,
            AgesFrom = now,
            Timeout = NeverOld,
            Owner = owner,
        };
    }
}
