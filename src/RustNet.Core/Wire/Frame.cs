namespace RustNet.Core.Wire;

/// <summary>
/// What one frame says: the outermost connection it belongs to and the fields the connection table needs. Filled by
/// <see cref="FrameParser"/>; views the source's buffer, so it is valid only while the <see cref="RawFrame"/> is.
/// Every length in it has been checked against the captured bytes.
/// </summary>
public ref struct Frame
{
    /// <summary>The <see cref="MessageType"/> of a message whose type is not in the frame.</summary>
    public const ushort UnknownMessageType = ushort.MaxValue;

    /// <summary>Capture time, nanoseconds since 1970-01-01 UTC.</summary>
    public long Timestamp { get; set; }

    /// <summary>Length on the wire in bytes, link-layer header and padding included.</summary>
    public int WireLength { get; set; }

    /// <summary>Kind of the outermost network layer.</summary>
    public NetworkLayer Network { get; set; }

    /// <summary>IP protocol after the IPv6 extension headers; 0 for ARP.</summary>
    public IpProtocol Protocol { get; set; }

    /// <summary>Source address: 128 bits in network order; IPv4 as <c>::ffff:a.b.c.d</c>.</summary>
    public UInt128 Source { get; set; }

    /// <summary>Destination address, as <see cref="Source"/>.</summary>
    public UInt128 Destination { get; set; }

    /// <summary>IPv4 identification, which the sender counts up for what may be cut (RFC 6864); 0 for other protocols.</summary>
    public ushort Identification { get; set; }

    /// <summary>Source port of TCP, UDP and SCTP; for ICMP echo the identifier in both port fields; else 0.</summary>
    public ushort SourcePort { get; set; }

    /// <summary>Destination port, as <see cref="SourcePort"/>.</summary>
    public ushort DestinationPort { get; set; }

    /// <summary>TCP control bits; none for other protocols.</summary>
    public TcpFlags TcpFlags { get; set; }

    /// <summary>TCP sequence number of the first payload byte (or of the SYN).</summary>
    public uint Sequence { get; set; }

    /// <summary>TCP acknowledgment number; meaningful only with <see cref="Wire.TcpFlags.Ack"/>.</summary>
    public uint Acknowledgment { get; set; }

    /// <summary>TCP window field, unscaled.</summary>
    public ushort Window { get; set; }

    /// <summary>
    /// Type of an ICMP, ICMPv6 or IGMP message, or the ARP operation; <see cref="UnknownMessageType"/> where the frame does not
    /// reach that far (a later fragment, a message cut before its type).
    /// </summary>
    public ushort MessageType { get; set; }

    /// <summary>Code of an ICMP or ICMPv6 message.</summary>
    public byte MessageCode { get; set; }

    /// <summary>True for a fragment other than the first: it counts for the connection and carries nothing to inspect.</summary>
    public bool IsLaterFragment { get; set; }

    /// <summary>
    /// Transport payload as captured, without link-layer padding; may be shorter than <see cref="PayloadLength"/>. Of ICMP,
    /// ICMPv6, IGMP and ARP the whole message from its first byte on: it has no header apart.
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; set; }

    /// <summary>
    /// Transport payload length on the wire according to the headers, in bytes, never more than the frame had room for. Of a UDP
    /// datagram's first fragment: the length of the whole datagram's payload, as its header says.
    /// </summary>
    public int PayloadLength { get; set; }

    /// <summary>VLAN id of the outermost 802.1Q tag (1..4094), or 0 where there is none.</summary>
    public ushort VlanId { get; set; }

    /// <summary>The source's interface number, or the kernel's interface index of a cooked v2 frame.</summary>
    public int InterfaceIndex { get; set; }

    /// <summary>Interface name a PKTAP header names (raw bytes, at most 24), or empty.</summary>
    public ReadOnlySpan<byte> InterfaceName { get; set; }

    /// <summary>Process id a PKTAP header names, or 0: of the process with the socket, else of the one it acts for.</summary>
    public int ProcessId { get; set; }

    /// <summary>Command name a PKTAP header names (raw bytes, at most 17), or empty.</summary>
    public ReadOnlySpan<byte> ProcessCommand { get; set; }

    /// <summary>
    /// Further frames that belong to the same connection and direction and had to wait for this one: later fragments
    /// that arrived before the first. 0 almost always.
    /// </summary>
    public int HeldPackets { get; set; }

    /// <summary>Wire bytes of the frames counted in <see cref="HeldPackets"/>.</summary>
    public long HeldBytes { get; set; }
}
