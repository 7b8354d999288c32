namespace RustNet.Core.Wire;

/// <summary>Steps over a frame's link-layer headers, down to the first byte of IP or ARP.</summary>
internal static class LinkHeader
{
    /// <summary>
    /// Moves <paramref name="layer"/> behind the header of the given type and says what begins there; fills what the header
    /// tells of the frame (VLAN, interface, process).
    /// </summary>
    public static FrameOddity Parse(ParseContext context, LinkLayer link, ref Layer layer, scoped ref Frame frame, out EtherType type) => link switch
    {
        LinkLayer.Ethernet => EthernetHeader.Parse(context, ref layer, ref frame, out type),
        LinkLayer.LinuxSll => CookedHeader.ParseV1(context, ref layer, ref frame, out type),
        LinkLayer.LinuxSll2 => CookedHeader.ParseV2(context, ref layer, ref frame, out type),
        LinkLayer.Raw or LinkLayer.RawBsd or LinkLayer.RawOpenBsd => ParseRaw(layer, out type),
        LinkLayer.IPv4 => Known(EtherType.IPv4, out type),
        LinkLayer.IPv6 => Known(EtherType.IPv6, out type),
        LinkLayer.Null or LinkLayer.Loop => LoopbackHeader.Parse(context, ref layer, ref frame, out type),
        LinkLayer.Pktap or LinkLayer.PktapUser2 => PktapHeader.Parse(context, ref layer, ref frame, out type),
        _ => Unknown(out type),
    };

    private static FrameOddity ParseRaw(Layer layer, out EtherType type)
    {
        type = default;
        if (layer.Bytes.IsEmpty)
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        type = (layer.Bytes[0] >> 4) switch { 4 => EtherType.IPv4, 6 => EtherType.IPv6, _ => default };
        return type == default ? FrameOddity.LinkNotIp : FrameOddity.None;
    }

    private static FrameOddity Known(EtherType known, out EtherType type)
    {
        type = known;
        return FrameOddity.None;
    }

    private static FrameOddity Unknown(out EtherType type)
    {
        type = default;
        return FrameOddity.UnknownLinkLayer;
    }
}
