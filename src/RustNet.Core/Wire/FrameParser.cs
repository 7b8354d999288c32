namespace RustNet.Core.Wire;

/// <summary>
/// Turns a captured frame into the facts of its outermost connection: what is inside a tunnel (GRE, IP-in-IP, VXLAN ...) is
/// payload. Fixed header fields are read through PacketDotNet views, each behind a length check; everything of variable length
/// is read from spans over the frame. Keeps a bounded table of fragmented datagrams, so that later fragments find their ports. Not
/// thread-safe: one per capture thread. Never throws, allocates nothing in steady state.
/// </summary>
public sealed class FrameParser
{
    private readonly ParseContext _context = new();

    /// <summary>
    /// Reads a frame. On anything but <see cref="FrameOddity.None"/> the frame is the default and not to be used. Frames of
    /// one interface (or one set of them, as <c>any</c>) are given in capture order.
    /// </summary>
    public FrameOddity Parse(in RawFrame raw, out Frame frame)
    {
        frame = default;
        frame.Timestamp = raw.Timestamp;
        frame.WireLength = raw.WireLength;
        frame.InterfaceIndex = raw.InterfaceIndex;
        var oddity = ParseLink(raw.LinkLayer, new Layer(raw.Bytes, raw.WireLength), ref frame);
        if (oddity != FrameOddity.None)
        {
            _context.Count(oddity);
            frame = default;
        }

        return oddity;
    }

    /// <summary>
    /// How many frames so far had this oddity: those <see cref="Parse"/> gave no frame for, and those it did give one for
    /// although a part was cut or wrong. Fragments that were only early are taken off again. On the thread of <see cref="Parse"/>, or
    /// under the lock that guards it.
    /// </summary>
    public long CountOf(FrameOddity oddity) => _context.CountOf(oddity);

    private FrameOddity ParseLink(LinkLayer link, Layer layer, ref Frame frame)
    {
        var oddity = LinkHeader.Parse(_context, link, ref layer, ref frame, out var type);
        return oddity == FrameOddity.None ? ParseNetwork(type, layer, ref frame) : oddity;
    }

    private FrameOddity ParseNetwork(EtherType type, Layer layer, ref Frame frame)
    {
        FragmentPart part;
        FrameOddity oddity;
        switch (type)
        {
            case EtherType.IPv4:
                oddity = IPv4Header.Parse(_context, ref layer, ref frame, out part);
                break;
            case EtherType.IPv6:
                oddity = IPv6Header.Parse(_context, ref layer, ref frame, out part);
                break;
            case EtherType.Arp or EtherType.ReverseArp:
                return ArpMessage.Parse(_context, layer, ref frame);
            default:
                return FrameOddity.LinkNotIp;
        }

        if (oddity != FrameOddity.None)
        {
            return oddity;
        }

        if (part.IsLater)
        {
            return ParseLaterFragment(part, layer, ref frame);
        }

        oddity = TransportHeader.Parse(_context, layer, part.More, ref frame);
        if (oddity == FrameOddity.None && part.IsFirst)
        {
            NameFragments(part, ref frame);
        }

        return oddity;
    }

    private void NameFragments(in FragmentPart part, ref Frame frame)
    {
        var name = new FragmentName(frame.Protocol, frame.SourcePort, frame.DestinationPort);
        _context.Fragments.Name(FragmentKey.Of(frame, part), name, frame.Timestamp, out var heldPackets, out var heldBytes);
        frame.HeldPackets = heldPackets;
        frame.HeldBytes = heldBytes;
        _context.Count(FrameOddity.FragmentWithoutFirst, -heldPackets);
    }

    private FrameOddity ParseLaterFragment(in FragmentPart part, Layer layer, ref Frame frame)
    {
        if (!IsNamedByAddresses(frame.Protocol))
        {
            if (!_context.Fragments.TryGetName(FragmentKey.Of(frame, part), frame.WireLength, frame.Timestamp, out var name))
            {
                return FrameOddity.FragmentWithoutFirst;
            }

            frame.Protocol = name.Protocol;
            frame.SourcePort = name.SourcePort;
            frame.DestinationPort = name.DestinationPort;
        }

        frame.MessageType = Frame.UnknownMessageType;
        frame.IsLaterFragment = true;
        frame.PayloadLength = layer.WireLength;
        return FrameOddity.None;
    }

    // Protocols without ports or identifiers (GRE, ESP, IGMP ...) need no first fragment to know their connection.
    private static bool IsNamedByAddresses(IpProtocol protocol) =>
        protocol is not (IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp or IpProtocol.Icmp or IpProtocol.IcmpV6)
        && !IPv6Extensions.IsExtension(protocol);
}
