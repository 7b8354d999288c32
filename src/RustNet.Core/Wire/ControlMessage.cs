namespace RustNet.Core.Wire;

/// <summary>
/// ICMP (RFC 792), ICMPv6 (RFC 4443) and IGMP (RFC 9776) messages. The address pair is key enough, so even a message that was
/// cut away counts for it; an echo is told apart by its identifier, kept in both port fields.
/// </summary>
internal static class ControlMessage
{
    private const int MinimumIgmpLength = 1;            // type; IGMPv3 reports differ from there on
    private const ushort EchoReply = 0;
    private const ushort EchoRequest = 8;
    private const ushort EchoRequestV6 = 128;
    private const ushort EchoReplyV6 = 129;

    public static void Parse(ParseContext context, Layer layer, ref Frame frame)
    {
        frame.Payload = layer.Bytes;
        frame.PayloadLength = layer.WireLength;
        switch (frame.Protocol)
        {
            case IpProtocol.Icmp:
                ParseIcmp(context, layer, ref frame);
                break;
            case IpProtocol.IcmpV6:
                ParseIcmpV6(context, layer, ref frame);
                break;
            default:
                ParseIgmp(context, layer, ref frame);
                break;
        }
    }

    private static void ParseIcmp(ParseContext context, Layer layer, ref Frame frame)
    {
        if (layer.Bytes.Length < HeaderViews.IcmpLength)
        {
            ParseCut(context, layer, FrameOddity.IcmpTruncated, ref frame);
            return;
        }

        var view = context.Views.IcmpV4(layer.Bytes);
        var typeAndCode = (ushort)view.TypeCode;
        frame.MessageType = (ushort)(typeAndCode >> 8);
        frame.MessageCode = (byte)typeAndCode;
        if (frame.MessageType is EchoRequest or EchoReply)
        {
            frame.SourcePort = frame.DestinationPort = view.Id;
        }
    }

    private static void ParseIcmpV6(ParseContext context, Layer layer, ref Frame frame)
    {
        const int IdentifierOffset = 4;                 // the library's view has no field for it
        if (layer.Bytes.Length < HeaderViews.IcmpLength)
        {
            ParseCut(context, layer, FrameOddity.IcmpV6Truncated, ref frame);
            return;
        }

        var view = context.Views.IcmpV6(layer.Bytes);
        frame.MessageType = (ushort)view.Type;
        frame.MessageCode = view.Code;
        if (frame.MessageType is EchoRequestV6 or EchoReplyV6)
        {
            var identifier = (ushort)(layer.Bytes[IdentifierOffset] << 8 | layer.Bytes[IdentifierOffset + 1]);
            frame.SourcePort = frame.DestinationPort = identifier;
        }
    }

    private static void ParseIgmp(ParseContext context, Layer layer, ref Frame frame)
    {
        if (layer.Bytes.Length < MinimumIgmpLength)
        {
            ParseCut(context, layer, FrameOddity.IgmpTruncated, ref frame);
            return;
        }

        frame.MessageType = layer.Bytes[0];
    }

    // The message ends before the header does: type and code if they are there.
    private static void ParseCut(ParseContext context, Layer layer, FrameOddity oddity, ref Frame frame)
    {
        context.Count(oddity);
        var reader = new WireReader(layer.Bytes);
        frame.MessageType = reader.TryReadByte(out var type) ? type : Frame.UnknownMessageType;
        reader.TryReadByte(out var code);
        frame.MessageCode = code;
    }
}
