using System.Text;
using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>The link layers: each wraps a network-layer packet, whose kind it takes from the version nibble.</summary>
public static partial class FrameBytes
{
    /// <summary>Ethernet address of the sender in every built frame.</summary>
    public static byte[] SourceMac { get; } = [0x02, 0, 0, 0, 0, 0x01];

    /// <summary>Ethernet address of the receiver in every built frame.</summary>
    public static byte[] DestinationMac { get; } = [0x02, 0, 0, 0, 0, 0x02];

    /// <summary>Ethernet II around an IP packet, with an 802.1Q tag for each VLAN id (outermost first) and no padding.</summary>
    public static byte[] Ethernet(ReadOnlySpan<byte> packet, params ReadOnlySpan<int> vlans) => EthernetOf(EtherType(packet), packet, vlans);

    /// <summary>Ethernet II with any EtherType. Of several tags the outer ones are 802.1ad (0x88A8).</summary>
    public static byte[] EthernetOf(int etherType, ReadOnlySpan<byte> payload, params ReadOnlySpan<int> vlans)
    {
        var frame = new WireBytes().Append(DestinationMac).Append(SourceMac);
        for (var i = 0; i < vlans.Length; i++)
        {
            frame.U16(i < vlans.Length - 1 ? 0x88A8 : 0x8100).U16(vlans[i]);
        }

        return frame.U16(etherType).Append(payload).ToArray();
    }

    /// <summary>The frame as a network card pads it: zero bytes (or <paramref name="filler"/>) up to 60.</summary>
    public static byte[] Padded(ReadOnlySpan<byte> frame, int length = 60, byte filler = 0) =>
        new WireBytes().Append(frame).Repeat(filler, Math.Max(0, length - frame.Length)).ToArray();

    /// <summary>IEEE 802.3 with LLC and SNAP (RFC 1042).</summary>
    public static byte[] EthernetSnap(ReadOnlySpan<byte> packet) =>
        new WireBytes().Append(DestinationMac).Append(SourceMac).U16(8 + packet.Length)
            .Hex("AA AA 03 00 00 00").U16(EtherType(packet)).Append(packet).ToArray();

    /// <summary>Linux cooked v1 (LINKTYPE_LINUX_SLL).</summary>
    public static byte[] LinuxSll(ReadOnlySpan<byte> packet, int packetType = 0) =>
        new WireBytes().U16(packetType).U16(1).U16(6).Append(SourceMac).U16(0).U16(EtherType(packet)).Append(packet).ToArray();

    /// <summary>Linux cooked v2 (LINKTYPE_LINUX_SLL2).</summary>
    public static byte[] LinuxSll2(ReadOnlySpan<byte> packet, int interfaceIndex = 2, int packetType = 0) =>
        new WireBytes().U16(EtherType(packet)).U16(0).U32(interfaceIndex).U16(1).U8(packetType).U8(6).Append(SourceMac).U16(0)
            .Append(packet).ToArray();

    /// <summary>BSD null/loopback; the address family of macOS (IPv6 is 30), in little-endian unless asked otherwise.</summary>
    public static byte[] Null(ReadOnlySpan<byte> packet, bool bigEndian = false, int? family = null) =>
        new WireBytes().U32(family ?? (packet[0] >> 4 == 6 ? 30 : 2), bigEndian).Append(packet).ToArray();

    /// <summary>macOS packet tap around a frame of the inner link type (struct pktap_header, 108 bytes, little-endian).</summary>
    public static byte[] Pktap(ReadOnlySpan<byte> inner, LinkLayer innerLink, int processId, string command, string interfaceName = "en0", bool bigEndian = false, int effectiveProcessId = -1, string effectiveCommand = "")
    {
        const int HeaderLength = 108;
        var header = new WireBytes()
            .U32(HeaderLength, bigEndian)                       // pth_length
            .U32(1, bigEndian)                                  // pth_type_next: PTH_TYPE_PACKET
            .U32((int)innerLink, bigEndian)                     // pth_dlt
            .Append(Fixed(interfaceName, 24))                   // pth_ifname
            .U32(1, bigEndian)                                  // pth_flags: PTH_FLAG_DIR_IN
            .U32(2, bigEndian)                                  // pth_protocol_family
            .U32(innerLink == LinkLayer.Ethernet ? 14 : 0, bigEndian) // pth_frame_pre_length
            .U32(0, bigEndian)                                  // pth_frame_post_length
            .U32(processId, bigEndian)                          // pth_pid
            .Append(Fixed(command, 20))                         // pth_comm
            .U32(0, bigEndian)                                  // pth_svc
            .U16(6, bigEndian).U16(0, bigEndian)                // pth_iftype, pth_ifunit
            .U32(effectiveProcessId, bigEndian)                 // pth_epid
            .Append(Fixed(effectiveCommand, 20));               // pth_ecomm
        return header.Append(inner).ToArray();
    }

    private static byte[] Fixed(string text, int length)
    {
        var bytes = new byte[length];
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length)), bytes);
        return bytes;
    }

    private static int EtherType(ReadOnlySpan<byte> packet) => packet.IsEmpty || packet[0] >> 4 != 6 ? 0x0800 : 0x86DD;
}
