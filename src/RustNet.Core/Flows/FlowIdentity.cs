using RustNet.Core.Names;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// The facts of a connection that do not change while it lives, shared by all its snapshots. Immutable but for texts
/// that are made once on first use; safe from any thread. Replaced as a whole in the rare cases that a later packet
/// reveals who the initiator was, or that the connection goes on at another address; <see cref="Id"/> stays.
/// </summary>
public sealed class FlowIdentity
{
    private string? _localText;
    private string? _remoteText;

    /// <summary>Number of the connection in order of creation, from 1, unique in a run; a new generation has a new one.</summary>
    public required long Id { get; init; }

    /// <summary>Identity on the wire; two generations of a connection share it. The last one of a connection that has moved.</summary>
    public required FlowKey Key { get; init; }

    /// <summary>True when endpoint A of <see cref="Key"/> is the one shown as local.</summary>
    public required bool LocalIsA { get; init; }

    /// <summary>Relation to this machine.</summary>
    public required FlowDirection Direction { get; init; }

    /// <summary>Which endpoint started it.</summary>
    public required FlowInitiator Initiator { get; init; }

    /// <summary>What the remote address addresses.</summary>
    public AddressScope RemoteScope { get; init; }

    /// <summary>Capture time of the first packet, nanoseconds since 1970 UTC.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>VLAN id of the first tagged frame, 0 where there was none.</summary>
    public ushort VlanId { get; init; }

    /// <summary>The source's interface number or kernel index the first frame was seen on.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>True for a socket that waits for connections rather than a connection (<see cref="ListeningRow"/>).</summary>
    public bool IsListening { get; init; }

    /// <summary>True where both ends are loopback addresses (127.0.0.0/8, ::1); of a socket that waits, where its address is one.</summary>
    public bool IsLocalhost => AddressScopes.IsLoopback(LocalAddress) && (IsListening || AddressScopes.IsLoopback(RemoteAddress));

    /// <summary>Address shown as local.</summary>
    public UInt128 LocalAddress => LocalIsA ? Key.AddressA : Key.AddressB;

    /// <summary>Address shown as remote.</summary>
    public UInt128 RemoteAddress => LocalIsA ? Key.AddressB : Key.AddressA;

    /// <summary>Port shown as local; 0 where <see cref="HasPorts"/> is false.</summary>
    public ushort LocalPort => HasPorts ? (LocalIsA ? Key.PortA : Key.PortB) : (ushort)0;

    /// <summary>Port shown as remote; 0 where <see cref="HasPorts"/> is false.</summary>
    public ushort RemotePort => HasPorts ? (LocalIsA ? Key.PortB : Key.PortA) : (ushort)0;

    /// <summary>True for protocols whose endpoints have ports (TCP, UDP, SCTP).</summary>
    public bool HasPorts => Key.Network != NetworkLayer.Arp && Key.Protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp;

    /// <summary>Lower-case protocol name as headless output has it: tcp udp icmp icmpv6 igmp arp sctp ip-N.</summary>
    public string ProtocolName => FlowText.ProtocolName(Key.Network, Key.Protocol);

    /// <summary>Local endpoint as text: <c>10.0.0.2:51000</c>, <c>[2001:db8::1]:443</c>, or the bare address.</summary>
    public string LocalText => _localText ??= FlowText.Endpoint(LocalAddress, LocalPort, HasPorts);

    /// <summary>Remote endpoint as text, as <see cref="LocalText"/>; <c>*</c> for a socket that waits for any.</summary>
    public string RemoteText => _remoteText ??= IsListening ? "*" : FlowText.Endpoint(RemoteAddress, RemotePort, HasPorts);

    /// <summary>
    /// Registered service name of the connection, or <see langword="null"/>: that of the responder's port, else of the other.
    /// A hint from the port number only, never a claim about the content.
    /// </summary>
    public string? Service => !HasPorts ? null
        : Initiator == FlowInitiator.Remote
            ? ServiceNames.Find(Key.Protocol, LocalPort) ?? ServiceNames.Find(Key.Protocol, RemotePort)
            : ServiceNames.Find(Key.Protocol, RemotePort) ?? ServiceNames.Find(Key.Protocol, LocalPort);
}
