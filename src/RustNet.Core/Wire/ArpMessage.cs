namespace RustNet.Core.Wire;

/// <summary>Address Resolution Protocol for IPv4 over any hardware (RFC 826).</summary>
internal static class ArpMessage
{
    private const ushort ProtocolIPv4 = 0x0800;
    private const int IPv4AddressLength = 4;

    public static FrameOddity Parse(ParseContext context, Layer layer, ref Frame frame)
    {
        var bytes = layer.Bytes;
        if (bytes.Length < HeaderViews.ArpFixedLength)
        {
            return FrameOddity.ArpTruncated;
        }

        // hardware type:16 | protocol type:16 | hardware length:8 | protocol length:8 | operation:16
        var view = context.Views.Arp(bytes);
        var hardwareLength = view.HardwareAddressLength & 0xFF;
        if ((ushort)view.ProtocolAddressType != ProtocolIPv4 || (view.ProtocolAddressLength & 0xFF) != IPv4AddressLength)
        {
            return FrameOddity.ArpNotIPv4;
        }

        // sender hardware | sender protocol | target hardware | target protocol
        var sender = HeaderViews.ArpFixedLength + hardwareLength;
        var target = sender + IPv4AddressLength + hardwareLength;
        if (target + IPv4AddressLength > bytes.Length)
        {
            return FrameOddity.ArpTruncated;
        }

        frame.Network = NetworkLayer.Arp;
        frame.Source = IPv4Header.Mapped(bytes[sender..]);
        frame.Destination = IPv4Header.Mapped(bytes[target..]);
        frame.MessageType = (ushort)view.Operation;
        frame.Payload = bytes[..(target + IPv4AddressLength)];
        frame.PayloadLength = frame.Payload.Length;
        return FrameOddity.None;
    }
}
