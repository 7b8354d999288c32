using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>
/// Reads what the connection key needs from the header behind IP: ports or an echo identifier. A frame that has those counts
/// for its connection, whatever else is cut or wrong.
/// </summary>
internal static class TransportHeader
{
    private const int PortsLength = 4;                  // TCP, UDP and SCTP alike: source port:16 | destination port:16

    public static FrameOddity Parse(ParseContext context, Layer layer, bool hasMoreFragments, ref Frame frame)
    {
        switch (frame.Protocol)
        {
            case IpProtocol.Tcp:
                return layer.Bytes.Length < PortsLength ? FrameOddity.TcpTruncatedPorts : ParseTcp(context, layer, ref frame);
            case IpProtocol.Udp:
                return layer.Bytes.Length < PortsLength ? FrameOddity.UdpTruncatedPorts : ParseUdp(context, layer, hasMoreFragments, ref frame);
            case IpProtocol.Sctp:
                return layer.Bytes.Length < PortsLength ? FrameOddity.SctpTruncatedPorts : ParseSctp(layer, ref frame);
            case IpProtocol.Icmp or IpProtocol.IcmpV6 or IpProtocol.Igmp:
                ControlMessage.Parse(context, layer, ref frame);
                return FrameOddity.None;
            default:
                frame.Payload = layer.Bytes;
                frame.PayloadLength = layer.WireLength;
                return FrameOddity.None;
        }
    }

    private static FrameOddity ParseTcp(ParseContext context, Layer layer, ref Frame frame)
    {
        var bytes = layer.Bytes;
        if (bytes.Length < HeaderViews.TcpLength)
        {
            ReadPorts(bytes, ref frame);
            context.Count(FrameOddity.TcpTruncatedHeader);
            return FrameOddity.None;
        }

        var view = context.Views.Tcp(bytes);
        frame.SourcePort = view.SourcePort;
        frame.DestinationPort = view.DestinationPort;
        var headerLength = view.DataOffset * sizeof(uint);
        if (headerLength < HeaderViews.TcpLength || headerLength > layer.WireLength)
        {
            context.Count(FrameOddity.TcpBadDataOffset);
            return FrameOddity.None;
        }

        frame.Sequence = view.SequenceNumber;
        frame.Acknowledgment = view.AcknowledgmentNumber;
        frame.TcpFlags = (TcpFlags)(byte)view.Flags;    // the view's ninth bit is a reserved one
        frame.Window = view.WindowSize;
        frame.PayloadLength = layer.WireLength - headerLength;
        if (headerLength > bytes.Length)
        {
            context.Count(FrameOddity.TcpTruncatedHeader);      // options cut by the snap length: the fixed part is whole
            return FrameOddity.None;
        }

        frame.Payload = bytes[headerLength..];
        return FrameOddity.None;
    }

    private static FrameOddity ParseUdp(ParseContext context, Layer layer, bool hasMoreFragments, ref Frame frame)
    {
        var bytes = layer.Bytes;
        if (bytes.Length < HeaderViews.UdpLength)
        {
            ReadPorts(bytes, ref frame);
            context.Count(FrameOddity.UdpTruncatedHeader);
            return FrameOddity.None;
        }

        var view = context.Views.Udp(bytes);
        frame.SourcePort = view.SourcePort;
        frame.DestinationPort = view.DestinationPort;
        var length = (int)(ushort)view.Length;
        if (length == 0)
        {
            length = layer.WireLength;                  // a jumbogram (RFC 2675 §4), or left to the card by segmentation offload
        }
        else if (length < HeaderViews.UdpLength)
        {
            context.Count(FrameOddity.UdpBadLength);
            return FrameOddity.None;
        }

        var payload = layer.LimitedTo(length).After(HeaderViews.UdpLength);
        frame.Payload = payload.Bytes;
        frame.PayloadLength = hasMoreFragments ? length - HeaderViews.UdpLength : payload.WireLength;
        if (length > layer.WireLength && !hasMoreFragments)
        {
            context.Count(FrameOddity.UdpBadLength);
        }

        return FrameOddity.None;
    }

    private static FrameOddity ParseSctp(Layer layer, ref Frame frame)
    {
        ReadPorts(layer.Bytes, ref frame);
        const int CommonHeaderLength = 12;              // RFC 9260 §3.1; PacketDotNet has no view of it
        if (layer.Bytes.Length >= CommonHeaderLength)
        {
            var chunks = layer.After(CommonHeaderLength);
            frame.Payload = chunks.Bytes;
            frame.PayloadLength = chunks.WireLength;
        }

        return FrameOddity.None;
    }

    private static void ReadPorts(ReadOnlySpan<byte> bytes, ref Frame frame)
    {
        frame.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        frame.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[sizeof(ushort)..]);
    }
}
