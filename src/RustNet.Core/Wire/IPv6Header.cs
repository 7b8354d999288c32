using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>Internet Protocol version 6 (RFC 8200 §3).</summary>
internal static class IPv6Header
{
    private const int SourceOffset = 8;
    private const int DestinationOffset = 24;

    /// <summary>Reads the header and its extensions and leaves <paramref name="layer"/> at the transport header, cut to the Payload Length.</summary>
    public static FrameOddity Parse(ParseContext context, ref Layer layer, scoped ref Frame frame, out FragmentPart part)
    {
        part = default;
        var bytes = layer.Bytes;
        if (bytes.Length < HeaderViews.IPv6Length)
        {
            return FrameOddity.IPv6TruncatedHeader;
        }

        if (bytes[0] >> 4 != 6)                         // Version:4 | Traffic Class:8 | Flow Label:20
        {
            return FrameOddity.IPv6BadVersion;
        }

        var view = context.Views.IPv6(bytes);
        frame.Network = NetworkLayer.IPv6;
        frame.Source = BinaryPrimitives.ReadUInt128BigEndian(bytes[SourceOffset..]);
        frame.Destination = BinaryPrimitives.ReadUInt128BigEndian(bytes[DestinationOffset..]);
        frame.Protocol = (IpProtocol)view.NextHeader;
        layer = layer.After(HeaderViews.IPv6Length);

        // 0 is a jumbogram (RFC 2675) or segmentation offload: the frame's own end is the packet's.
        var payloadLength = view.PayloadLength;
        if (payloadLength > layer.WireLength)
        {
            context.Count(FrameOddity.IPv6LengthBeyondFrame);
        }

        layer = payloadLength == 0 ? layer : layer.LimitedTo(payloadLength);
        return IPv6Extensions.Parse(ref layer, ref frame, out part);
    }
}
