using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>The chain of IPv6 extension headers (RFC 8200 §4). Each step moves forward, and the number of steps is bounded.</summary>
internal static class IPv6Extensions
{
    /// <summary>AH (RFC 4302), in IPv4 as well.</summary>
    public const IpProtocol Authentication = (IpProtocol)51;

    private const IpProtocol HopByHop = 0;
    private const IpProtocol Routing = (IpProtocol)43;
    private const IpProtocol Fragment = (IpProtocol)44;
    private const IpProtocol NoNextHeader = (IpProtocol)59;
    private const IpProtocol DestinationOptions = (IpProtocol)60;
    private const IpProtocol Mobility = (IpProtocol)135;
    private const IpProtocol HostIdentity = (IpProtocol)139;
    private const IpProtocol Shim6 = (IpProtocol)140;

    private const int MaximumHeaders = 256;          // more than a 1,500-byte frame can hold
    private const int Unit = 8;                         // RFC 8200: 8-octet units, not counting the first
    private const int FragmentHeaderLength = 8;

    /// <summary>True for a header behind which another protocol stands.</summary>
    public static bool IsExtension(IpProtocol protocol) =>
        protocol is HopByHop or Routing or Fragment or Authentication or DestinationOptions or Mobility or HostIdentity or Shim6;

    /// <summary>Moves <paramref name="layer"/> behind the chain and sets the protocol that follows it.</summary>
    public static FrameOddity Parse(ref Layer layer, scoped ref Frame frame, out FragmentPart part)
    {
        part = default;
        for (var headers = 0; headers < MaximumHeaders; headers++)
        {
            var bytes = layer.Bytes;
            switch (frame.Protocol)
            {
                case HopByHop or Routing or DestinationOptions or Mobility or HostIdentity or Shim6:
                    if (bytes.Length < Unit || (bytes[1] + 1) * Unit > bytes.Length)
                    {
                        return FrameOddity.IPv6TruncatedExtension;
                    }

                    if ((IpProtocol)bytes[0] == NoNextHeader && frame.Protocol is Mobility or HostIdentity or Shim6)
                    {
                        return FrameOddity.None;        // the header is the message
                    }

                    frame.Protocol = (IpProtocol)bytes[0];
                    layer = layer.After((bytes[1] + 1) * Unit);
                    break;

                case Fragment:
                    if (bytes.Length < FragmentHeaderLength)
                    {
                        return FrameOddity.IPv6TruncatedExtension;
                    }

                    // Next Header:8 | Reserved:8 | Fragment Offset:13, Res:2, M:1 | Identification:32
                    var offsetAndFlag = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
                    part = new FragmentPart(
                        offsetAndFlag & 0xFFF8, (offsetAndFlag & 1) != 0, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), bytes[0]);
                    frame.Protocol = (IpProtocol)bytes[0];
                    layer = layer.After(FragmentHeaderLength);
                    if (part.IsLater)
                    {
                        return FrameOddity.None;        // what follows is the middle of something
                    }

                    break;

                case Authentication:
                    AuthenticationHeader.Skip(ref layer, ref frame);
                    return FrameOddity.None;

                default:
                    return FrameOddity.None;
            }
        }

        return FrameOddity.IPv6TooManyExtensions;
    }
}
