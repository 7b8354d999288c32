using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Identity of a connection on the wire: protocol and the two endpoints, normalised so that both directions give the
/// same key. The numerically lower (address, port) is <see cref="AddressA"/>/<see cref="PortA"/>.
/// 40 bytes; safe to copy and compare from any thread.
/// </summary>
public readonly struct FlowKey : IEquatable<FlowKey>
{
    // Halves, because a UInt128 field is aligned to 16 bytes: every key, and so every flow, would be 8 bytes larger.
    private readonly ulong _upperA;
    private readonly ulong _lowerA;
    private readonly ulong _upperB;
    private readonly ulong _lowerB;

    private FlowKey(NetworkLayer network, IpProtocol protocol, UInt128 a, ushort portA, UInt128 b, ushort portB)
    {
        _upperA = (ulong)(a >> 64);
        _lowerA = (ulong)a;
        _upperB = (ulong)(b >> 64);
        _lowerB = (ulong)b;
        PortA = portA;
        PortB = portB;
        Protocol = protocol;
        Network = network;
    }

    /// <summary>Lower address, IPv4 as <c>::ffff:a.b.c.d</c>.</summary>
    public UInt128 AddressA => new(_upperA, _lowerA);

    /// <summary>Higher address.</summary>
    public UInt128 AddressB => new(_upperB, _lowerB);

    /// <summary>Port of <see cref="AddressA"/>; the identifier for ICMP echo; 0 for protocols without ports.</summary>
    public ushort PortA { get; }

    /// <summary>Port of <see cref="AddressB"/>.</summary>
    public ushort PortB { get; }

    /// <summary>IP protocol; 0 for ARP.</summary>
    public IpProtocol Protocol { get; }

    /// <summary>Kind of network layer.</summary>
    public NetworkLayer Network { get; }

    /// <summary>The key of a frame; <paramref name="fromA"/> tells whether its source is endpoint A.</summary>
    public static FlowKey Of(in Frame frame, out bool fromA)
    {
        var key = Of(frame.Network, frame.Protocol, frame.Source, frame.SourcePort, frame.Destination, frame.DestinationPort, out fromA);
        if (fromA && frame.Source == frame.Destination && IsEchoReply(in frame))
        {
            fromA = false; // a machine that pings its own address: the endpoints are the same, the messages are not
        }

        return key;
    }

    /// <summary>The key of a conversation; <paramref name="fromA"/> tells whether <paramref name="source"/> is endpoint A.</summary>
    public static FlowKey Of(
        NetworkLayer network, IpProtocol protocol, UInt128 source, ushort sourcePort, UInt128 destination, ushort destinationPort, out bool fromA)
    {
        fromA = source < destination || (source == destination && sourcePort <= destinationPort);
        return fromA
            ? new FlowKey(network, protocol, source, sourcePort, destination, destinationPort)
            : new FlowKey(network, protocol, destination, destinationPort, source, sourcePort);
    }

    // RFC 792, RFC 4443 §4.2; the identifiers of both sides are the same.
    private static bool IsEchoReply(in Frame frame) =>
        (frame.Protocol, frame.MessageType) is (IpProtocol.Icmp, 0) or (IpProtocol.IcmpV6, 129);

    /// <inheritdoc/>
    public bool Equals(FlowKey other) =>
        _lowerA == other._lowerA && _lowerB == other._lowerB && _upperA == other._upperA && _upperB == other._upperB
        && PortA == other.PortA && PortB == other.PortB && Protocol == other.Protocol && Network == other.Network;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FlowKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(AddressA, AddressB, (uint)PortA << 16 | PortB, (uint)Protocol << 8 | (uint)Network);

    /// <summary>Same connection.</summary>
    public static bool operator ==(FlowKey left, FlowKey right) => left.Equals(right);

    /// <summary>Different connections.</summary>
    public static bool operator !=(FlowKey left, FlowKey right) => !left.Equals(right);
}
