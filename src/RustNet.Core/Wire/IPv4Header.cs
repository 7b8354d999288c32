using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>Internet Protocol version 4 (RFC 791 §3.1).</summary>
internal static class IPv4Header
{
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;
    private const int FragmentUnit = 8;
    private const int MoreFragments = 0x1;              // of the three flag bits

    /// <summary>Reads the header and leaves <paramref name="layer"/> at the transport header, cut to the Total Length.</summary>
    public static FrameOddity Parse(ParseContext context, ref Layer layer, scoped ref Frame frame, out FragmentPart part)
    {
        part = default;
        var bytes = layer.Bytes;
        if (bytes.Length < HeaderViews.IPv4Length)
        {
            return FrameOddity.IPv4TruncatedHeader;
        }

        if (bytes[0] >> 4 != 4)                         // Version:4 | IHL:4
        {
            return FrameOddity.IPv4BadVersion;
        }

        var headerLength = (bytes[0] & 0x0F) * sizeof(uint);
        if (headerLength < HeaderViews.IPv4Length)
        {
            return FrameOddity.IPv4BadHeaderLength;
        }

        if (headerLength > bytes.Length)
        {
            return FrameOddity.IPv4TruncatedHeader;
        }

        var view = context.Views.IPv4(bytes);
        var totalLength = view.TotalLength;
        if (totalLength == 0)
        {
            // Segmentation offload: the card fills the length in later, so the frame's own end is the only one there is.
            totalLength = layer.WireLength;
        }
        else if (totalLength < headerLength)
        {
            return FrameOddity.IPv4BadTotalLength;
        }
        else if (totalLength > layer.WireLength)
        {
            context.Count(FrameOddity.IPv4LengthBeyondFrame);
        }

        frame.Network = NetworkLayer.IPv4;
        frame.Source = Mapped(bytes[SourceOffset..]);
        frame.Destination = Mapped(bytes[DestinationOffset..]);
        frame.Protocol = (IpProtocol)view.Protocol;
        frame.Identification = view.Id;
        layer = layer.LimitedTo(totalLength).After(headerLength);
        part = new FragmentPart(view.FragmentOffset * FragmentUnit, (view.FragmentFlags & MoreFragments) != 0, view.Id, (byte)frame.Protocol);
        if (frame.Protocol == IPv6Extensions.Authentication && !part.IsLater)
        {
            AuthenticationHeader.Skip(ref layer, ref frame);
        }

        return FrameOddity.None;
    }

    public static UInt128 Mapped(ReadOnlySpan<byte> address) => new(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(address));
}
