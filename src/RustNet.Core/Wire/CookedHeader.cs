namespace RustNet.Core.Wire;

/// <summary>Linux cooked captures, what the device <c>any</c> gives (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 of tcpdump.org).</summary>
internal static class CookedHeader
{
    // Protocol numbers that are no EtherTypes (linux/if_ether.h): only this one can carry IP.
    private const ushort ProtocolLlc = 0x0004;

    // On these devices the protocol field is no EtherType (linux/if_arp.h).
    private const int HardwareNetlink = 824;

    public static FrameOddity ParseV1(ParseContext context, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        if (layer.Bytes.Length < HeaderViews.LinuxSllLength)
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        var header = context.Views.LinuxSll(layer.Bytes);
        var protocol = (ushort)header.EthernetProtocolType;
        var hardware = (ushort)header.LinkLayerAddressType;
        layer = layer.After(HeaderViews.LinuxSllLength);
        return ParseProtocol(context, protocol, hardware, ref layer, ref frame, out type);
    }

    public static FrameOddity ParseV2(ParseContext context, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        if (layer.Bytes.Length < HeaderViews.LinuxSll2Length)
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        var header = context.Views.LinuxSll2(layer.Bytes);
        var protocol = (ushort)header.EthernetProtocolType;
        var hardware = (ushort)header.LinkLayerAddressType;
        frame.InterfaceIndex = header.InterfaceIndex;
        layer = layer.After(HeaderViews.LinuxSll2Length);
        return ParseProtocol(context, protocol, hardware, ref layer, ref frame, out type);
    }

    private static FrameOddity ParseProtocol(
        ParseContext context, ushort protocol, ushort hardware, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        if (hardware == HardwareNetlink)
        {
            return FrameOddity.LinkNotIp;
        }

        if (protocol == ProtocolLlc)
        {
            return EthernetHeader.ParseLlc(ref layer, out type);
        }

        if (protocol <= 1500)
        {
            return FrameOddity.LinkNotIp;
        }

        type = (EtherType)protocol;
        return EthernetHeader.ParseType(context, ref layer, ref frame, ref type);
    }
}
