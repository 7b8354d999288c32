using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>
/// BSD loopback: four bytes with an address family, in the capturing host's byte order (LINKTYPE_NULL) or in network order
/// (LINKTYPE_LOOP). Both orders are read under both numbers: a family needs the low half only, so the order shows.
/// </summary>
internal static class LoopbackHeader
{
    private const int Length = sizeof(uint);

    // AF_INET is 2 everywhere; AF_INET6 differs.
    private const uint FamilyInet = 2;
    private const uint FamilyInet6Linux = 10;
    private const uint FamilyInet6NetBsd = 24;
    private const uint FamilyInet6FreeBsd = 28;
    private const uint FamilyInet6Darwin = 30;

    public static FrameOddity Parse(ParseContext context, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        if (!BinaryPrimitives.TryReadUInt32BigEndian(layer.Bytes, out var family))
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        if (family > ushort.MaxValue)
        {
            family = BinaryPrimitives.ReverseEndianness(family);
        }

        layer = layer.After(Length);
        switch (family)
        {
            case FamilyInet:
                type = EtherType.IPv4;
                return FrameOddity.None;
            case FamilyInet6Linux or FamilyInet6NetBsd or FamilyInet6FreeBsd or FamilyInet6Darwin:
                type = EtherType.IPv6;
                return FrameOddity.None;
            case > 1500 and <= ushort.MaxValue:         // some tools write an EtherType here
                type = (EtherType)family;
                return EthernetHeader.ParseType(context, ref layer, ref frame, ref type);
            default:
                return FrameOddity.LinkNotIp;
        }
    }
}
