namespace RustNet.Core.Wire;

/// <summary>The stable names of <see cref="FrameOddity"/>: <c>protocol.what_is_wrong</c>, the same in every version and output.</summary>
public static class FrameOddities
{
    /// <summary>Number of kinds, <see cref="FrameOddity.None"/> included; the values are 0 to this, exclusive.</summary>
    public static int Count { get; } = (int)FrameOddity.IgmpTruncated + 1;

    /// <summary>Stable lower-case name, such as <c>ipv4.truncated_header</c>; <c>none</c> for <see cref="FrameOddity.None"/>.</summary>
    public static string Name(FrameOddity oddity) => oddity switch
    {
        FrameOddity.None => "none",
        FrameOddity.UnknownLinkLayer => "link.unknown_type",
        FrameOddity.LinkTruncatedHeader => "link.truncated_header",
        FrameOddity.LinkNotIp => "link.not_ip",
        FrameOddity.LinkTooManyTags => "link.too_many_tags",
        FrameOddity.PktapBadHeader => "pktap.bad_header",
        FrameOddity.ArpTruncated => "arp.truncated",
        FrameOddity.ArpNotIPv4 => "arp.not_ipv4",
        FrameOddity.IPv4TruncatedHeader => "ipv4.truncated_header",
        FrameOddity.IPv4BadVersion => "ipv4.bad_version",
        FrameOddity.IPv4BadHeaderLength => "ipv4.bad_header_length",
        FrameOddity.IPv4BadTotalLength => "ipv4.bad_total_length",
        FrameOddity.IPv4LengthBeyondFrame => "ipv4.length_beyond_frame",
        FrameOddity.IPv6TruncatedHeader => "ipv6.truncated_header",
        FrameOddity.IPv6BadVersion => "ipv6.bad_version",
        FrameOddity.IPv6TruncatedExtension => "ipv6.truncated_extension",
        FrameOddity.IPv6TooManyExtensions => "ipv6.too_many_extensions",
        FrameOddity.IPv6LengthBeyondFrame => "ipv6.length_beyond_frame",
        FrameOddity.FragmentWithoutFirst => "ip.fragment_without_first",
        FrameOddity.TcpTruncatedPorts => "tcp.truncated_ports",
        FrameOddity.TcpTruncatedHeader => "tcp.truncated_header",
        FrameOddity.TcpBadDataOffset => "tcp.bad_data_offset",
        FrameOddity.UdpTruncatedPorts => "udp.truncated_ports",
        FrameOddity.UdpTruncatedHeader => "udp.truncated_header",
        FrameOddity.UdpBadLength => "udp.bad_length",
        FrameOddity.SctpTruncatedPorts => "sctp.truncated_ports",
        FrameOddity.IcmpTruncated => "icmp.truncated",
        FrameOddity.IcmpV6Truncated => "icmpv6.truncated",
        FrameOddity.IgmpTruncated => "igmp.truncated",
        _ => throw new ArgumentOutOfRangeException(nameof(oddity), oddity, "Not a kind of oddity."),
    };
}
