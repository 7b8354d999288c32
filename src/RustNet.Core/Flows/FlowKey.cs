using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Identity of a connection on the wire: protocol and the two endpoints, normalised so that both directions give the
/// same key. The numerically lower (address, port) is <see cref="AddressA"/>/<see cref="PortA"/>.
/// 40 bytes; safe to copy and compare from any thread.
/// </summary>
public readonly struct FlowKey : IEquatable<FlowKey>
{
    /// <summary>Lower address, IPv4 as <c>::ffff:a.b.c.d</c>.</summary>
    public UInt128 AddressA { get; }

    /// <summary>Higher address.</summary>
    public UInt128 AddressB { get; }

    /// <summary>Port of <see cref="AddressA"/>; the identifier for ICMP echo; 0 for protocols without ports.</summary>
    public ushort PortA { get; }

    /// <summary>Port of <see cref="AddressB"/>.</summary>
    public ushort PortB { get; }

    /// <summary>IP protocol; 0 for ARP.</summary>
    public IpProtocol Protocol { get; }

    /// <summary>Kind of network layer.</summary>
    public NetworkLayer Network { get; }

    private FlowKey(NetworkLayer network, IpProtocol protocol, UInt128 a, ushort portA, UInt128 b, ushort portB)
    {
        AddressA = a;
        AddressB = b;
        PortA = portA;
        PortB = portB;
        Protocol = protocol;
        Network = network;
    }

    /// <summary>The key of a frame; <paramref name="fromA"/> tells whether its source is endpoint A.</summary>
    public static FlowKey Of(in Frame frame, out bool fromA) =>
        Of(frame.Network, frame.Protocol, frame.Source, frame.SourcePort, frame.Destination, frame.DestinationPort, out fromA);

    /// <summary>The key of a conversation; <paramref name="fromA"/> tells whether <paramref name="source"/> is endpoint A.</summary>
    public static FlowKey Of(
        NetworkLayer network, IpProtocol protocol, UInt128 source, ushort sourcePort, UInt128 destination, ushort destinationPort, out bool fromA)
    {
        fromA = source < destination || (source == destination && sourcePort <= destinationPort);
        return fromA
            ? new FlowKey(network, protocol, source, sourcePort, destination, destinationPort)
            : new FlowKey(network, protocol, destination, destinationPort, source, sourcePort);
    }

    /// <inheritdoc/>
    public bool Equals(FlowKey other) =>
        AddressA == other.AddressA && AddressB == other.AddressB && PortA == other.PortA && PortB == other.PortB
        && Protocol == other.Protocol && Network == other.Network;

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
