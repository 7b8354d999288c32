namespace RustNet.Core.Wire;

/// <summary>Ethernet II and IEEE 802.3, with what may stand between the addresses and IP: VLAN tags, LLC, SNAP.</summary>
internal static class EthernetHeader
{
    private const int MaximumTags = 16;
    private const int MaximumLength = 1500;         // above, the field is an EtherType (IEEE 802.3 §3.2.6)

    // LLC (IEEE 802.2): DSAP, SSAP, control
    private const int LlcLength = 3;
    private const byte SapIp = 0x06;
    private const byte SapSnap = 0xAA;
    private const byte UnnumberedInformation = 0x03;

    // SNAP (RFC 1042): organisation code and EtherType behind LLC
    private const int SnapLength = 5;

    public static FrameOddity Parse(ParseContext context, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        if (layer.Bytes.Length < HeaderViews.EthernetLength)
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        type = (EtherType)context.Views.Ethernet(layer.Bytes).Type;
        layer = layer.After(HeaderViews.EthernetLength);
        return ParseType(context, ref layer, ref frame, ref type);
    }

    /// <summary>Follows an EtherType (or 802.3 length) through tags, LLC and SNAP; leaves in <paramref name="type"/> what follows them.</summary>
    public static FrameOddity ParseType(ParseContext context, ref Layer layer, scoped ref Frame frame, ref EtherType type)
    {
        for (var tags = 0; type is EtherType.VlanTag or EtherType.ServiceTag or EtherType.OldQinQTag; tags++)
        {
            if (tags == MaximumTags)
            {
                return FrameOddity.LinkTooManyTags;
            }

            if (layer.Bytes.Length < HeaderViews.VlanTagLength)
            {
                return FrameOddity.LinkTruncatedHeader;
            }

            var tag = context.Views.VlanTag(layer.Bytes);
            type = (EtherType)tag.Type;
            if (tags == 0)
            {
                frame.VlanId = tag.VlanIdentifier;
            }

            layer = layer.After(HeaderViews.VlanTagLength);
        }

        if ((ushort)type > MaximumLength)
        {
            return FrameOddity.None;
        }

        layer = layer.LimitedTo((ushort)type);
        return ParseLlc(ref layer, out type);
    }

    /// <summary>IEEE 802.2 LLC: IP by its own service access point or through SNAP.</summary>
    public static FrameOddity ParseLlc(ref Layer layer, out EtherType type)
    {
        type = default;
        var reader = new WireReader(layer.Bytes);
        if (!reader.TryReadByte(out var destination) || !reader.TryReadByte(out var source) || !reader.TryReadByte(out var control))
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        if (control != UnnumberedInformation || destination != source || destination is not (SapIp or SapSnap))
        {
            return FrameOddity.LinkNotIp;
        }

        if (destination == SapIp)
        {
            type = EtherType.IPv4;
            layer = layer.After(LlcLength);
            return FrameOddity.None;
        }

        if (!reader.TryReadUInt24(out var organisation) || !reader.TryReadUInt16(out var snapType))
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        if (organisation is not (0 or 0x0000F8))        // EtherTypes as such, and as bridges tunnel them (IEEE 802.1H)
        {
            return FrameOddity.LinkNotIp;
        }

        type = (EtherType)snapType;
        layer = layer.After(LlcLength + SnapLength);
        return FrameOddity.None;
    }
}
