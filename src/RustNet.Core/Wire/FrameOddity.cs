namespace RustNet.Core.Wire;

/// <summary>
/// Why a frame, or a part of it, could not be used. Each has a stable name (<see cref="FrameOddities.Name"/>) under which
/// it is counted and shown; nothing is thrown and nothing is logged per packet.
/// </summary>
public enum FrameOddity : byte
{
    /// <summary>Nothing odd: the frame is in the table.</summary>
    None,

    /// <summary>A link type the program does not know.</summary>
    UnknownLinkLayer,

    /// <summary>The frame ends inside its link-layer header or inside a VLAN tag.</summary>
    LinkTruncatedHeader,

    /// <summary>The link layer carries something else than IP or ARP (LLDP, STP, MPLS, PPPoE ...).</summary>
    LinkNotIp,

    /// <summary>More VLAN tags than any network stacks.</summary>
    LinkTooManyTags,

    /// <summary>A PKTAP header whose length contradicts the frame, or that wraps no packet.</summary>
    PktapBadHeader,

    /// <summary>The frame ends inside the ARP message.</summary>
    ArpTruncated,

    /// <summary>An ARP message that is not about IPv4 addresses.</summary>
    ArpNotIPv4,

    /// <summary>The frame ends inside the IPv4 header or its options.</summary>
    IPv4TruncatedHeader,

    /// <summary>The version field of what should be IPv4 is not 4.</summary>
    IPv4BadVersion,

    /// <summary>An Internet Header Length below 5 words (RFC 791 §3.1).</summary>
    IPv4BadHeaderLength,

    /// <summary>A Total Length shorter than the header, other than the 0 that segmentation offload leaves.</summary>
    IPv4BadTotalLength,

    /// <summary>Part: the Total Length promises more than the wire carried; the frame counts for its connection.</summary>
    IPv4LengthBeyondFrame,

    /// <summary>The frame ends inside the IPv6 header.</summary>
    IPv6TruncatedHeader,

    /// <summary>The version field of what should be IPv6 is not 6.</summary>
    IPv6BadVersion,

    /// <summary>The frame ends inside an IPv6 extension header, or one of them is longer than the packet.</summary>
    IPv6TruncatedExtension,

    /// <summary>A chain of more IPv6 extension headers than the program follows.</summary>
    IPv6TooManyExtensions,

    /// <summary>Part: the Payload Length promises more than the wire carried; the frame counts for its connection.</summary>
    IPv6LengthBeyondFrame,

    /// <summary>
    /// A later fragment whose first fragment, which names the connection, has not been seen. Frames that only waited for
    /// it are taken off this count when it comes.
    /// </summary>
    FragmentWithoutFirst,

    /// <summary>The frame ends before the TCP ports.</summary>
    TcpTruncatedPorts,

    /// <summary>Part: the frame ends inside the TCP header, behind the ports; it counts for its connection.</summary>
    TcpTruncatedHeader,

    /// <summary>Part: a Data Offset below 5 words or beyond the segment (RFC 9293 §3.1); the frame counts for its connection.</summary>
    TcpBadDataOffset,

    /// <summary>The frame ends before the UDP ports.</summary>
    UdpTruncatedPorts,

    /// <summary>Part: the frame ends inside the UDP header, behind the ports; it counts for its connection.</summary>
    UdpTruncatedHeader,

    /// <summary>Part: a Length below 8 or beyond the packet (RFC 768); the frame counts for its connection.</summary>
    UdpBadLength,

    /// <summary>The frame ends before the SCTP ports.</summary>
    SctpTruncatedPorts,

    /// <summary>Part: an ICMP message cut before its type, code or echo identifier; the frame counts for its address pair.</summary>
    IcmpTruncated,

    /// <summary>Part: an ICMPv6 message cut before its type, code or echo identifier; the frame counts for its address pair.</summary>
    IcmpV6Truncated,

    /// <summary>Part: an IGMP message cut before its type; the frame counts for its address pair.</summary>
    IgmpTruncated,
}
