using RustNet.Core.Names;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>Which side of a connection is which (SPEC §4). Immutable; sides are those of the <see cref="FlowKey"/>.</summary>
/// <param name="LocalIsA">Side A is the one shown as local.</param>
/// <param name="InitiatorIsA">Side A started it, as far as we can tell.</param>
/// <param name="IsInitiatorKnown">The initiator is told by the packets, not only by who came first.</param>
/// <param name="IsHandshakeSeen">It is told by a SYN: nothing that comes later knows better.</param>
/// <param name="Direction">Relation to this machine.</param>
/// <param name="RemoteScope">What the remote address addresses.</param>
internal readonly record struct FlowOrientation(
    bool LocalIsA, bool InitiatorIsA, bool IsInitiatorKnown, bool IsHandshakeSeen, FlowDirection Direction, AddressScope RemoteScope)
{
    /// <summary>Ports from here on are handed out to clients by common systems, whatever the registry lists there.</summary>
    private const ushort FirstEphemeral = 32768;

    private const ushort FirstRegistered = 1024; // below: system ports (RFC 6335 §6)
    private const int DirectionShift = 4;
    private const int ScopeShift = 6;

    /// <summary>All of it in eight bits, for the flow: as a structure of its own it would take eight bytes there.</summary>
    public byte Packed => (byte)((LocalIsA ? 1 : 0) | (InitiatorIsA ? 2 : 0) | (IsInitiatorKnown ? 4 : 0) | (IsHandshakeSeen ? 8 : 0)
        | (int)Direction << DirectionShift | (int)RemoteScope << ScopeShift);

    /// <summary>The reverse of <see cref="Packed"/>.</summary>
    public static FlowOrientation Unpack(byte packed) => new(
        (packed & 1) != 0, (packed & 2) != 0, (packed & 4) != 0, (packed & 8) != 0,
        (FlowDirection)(packed >> DirectionShift & 3), (AddressScope)(packed >> ScopeShift));

    /// <summary>What the first packet of a connection tells.</summary>
    public static FlowOrientation Of(in Frame frame, in FlowKey key, bool fromA, LocalAddressSet local)
    {
        var sender = SenderIsInitiator(in frame, local);
        return Of(
            in key, sender ?? true ? fromA : !fromA, sender is not null, (frame.TcpFlags & TcpFlags.Syn) != 0,
            IsLocal(key.AddressA, local), IsLocal(key.AddressB, local), local);
    }

    /// <summary>A handshake has shown who started it; the relation to this machine's addresses stays as it was.</summary>
    public FlowOrientation WithInitiator(bool initiatorIsA, in FlowKey key, LocalAddressSet local) => Of(
        in key, initiatorIsA, isKnown: true, isHandshakeSeen: true,
        Direction == FlowDirection.Loop || (Direction != FlowDirection.Forwarded && LocalIsA),
        Direction == FlowDirection.Loop || (Direction != FlowDirection.Forwarded && !LocalIsA), local);

    private static FlowOrientation Of(
        in FlowKey key, bool initiatorIsA, bool isKnown, bool isHandshakeSeen, bool isLocalA, bool isLocalB, LocalAddressSet local)
    {
        var localIsA = isLocalA == isLocalB ? initiatorIsA : isLocalA;
        var direction = (isLocalA, isLocalB) switch
        {
            (true, true) => FlowDirection.Loop,
            (false, false) => FlowDirection.Forwarded,
            _ => localIsA == initiatorIsA ? FlowDirection.Outgoing : FlowDirection.Incoming,
        };
        var scope = AddressScopes.Of(localIsA ? key.AddressB : key.AddressA, local);
        return new FlowOrientation(localIsA, initiatorIsA, isKnown, isHandshakeSeen, direction, scope);
    }

    // A loopback address is this machine's wherever it was captured.
    private static bool IsLocal(UInt128 address, LocalAddressSet local) =>
        local.Addresses.Contains(address) || AddressScopes.IsLoopback(address);

    /// <summary>Whether the sender of a first packet started the connection; <see langword="null"/> when the packet does not tell.</summary>
    private static bool? SenderIsInitiator(in Frame frame, LocalAddressSet local)
    {
        if ((frame.TcpFlags & TcpFlags.Syn) != 0)
        {
            return (frame.TcpFlags & TcpFlags.Ack) == 0;
        }

        if (AddressScopes.Of(frame.Destination, local) != AddressScope.Unicast)
        {
            return true; // a group never answers under its own address
        }

        return (frame.Network, frame.Protocol, frame.MessageType) switch
        {
            (NetworkLayer.Arp, _, 1) => true, // request
            (NetworkLayer.Arp, _, 2) => false, // reply
            (_, IpProtocol.Icmp, 8) or (_, IpProtocol.IcmpV6, 128) => true, // echo request
            (_, IpProtocol.Icmp, 0) or (_, IpProtocol.IcmpV6, 129) => false, // echo reply
            (_, IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp, _) => SenderIsClient(frame.Protocol, frame.SourcePort, frame.DestinationPort),
            _ => null,
        };
    }

    private static bool? SenderIsClient(IpProtocol protocol, ushort source, ushort destination)
    {
        var sourceRank = ServiceRank(protocol, source);
        var destinationRank = ServiceRank(protocol, destination);
        return sourceRank == destinationRank ? null : sourceRank < destinationRank;
    }

    // How much a port looks like that of a service: not at all, registered, a system port.
    private static int ServiceRank(IpProtocol protocol, ushort port) =>
        port >= FirstEphemeral || ServiceNames.Find(protocol, port) is null ? 0 : port < FirstRegistered ? 2 : 1;
}
