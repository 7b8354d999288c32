using System.Buffers.Binary;

namespace RustNet.Core.Wire;

/// <summary>
/// macOS packet tap (LINKTYPE_PKTAP; <c>struct pktap_header</c> of XNU's bsd/net/pktap.h): the frame of any interface behind a header
/// that names the interface and the process. Written in the byte order of the capturing Mac.
/// </summary>
internal static class PktapHeader
{
    private const int MinimumLength = 108;
    private const uint PacketFollows = 1;               // PTH_TYPE_PACKET

    private const int TypeOffset = 4;                   // pth_type_next
    private const int LinkTypeOffset = 8;               // pth_dlt
    private const int InterfaceOffset = 12;             // pth_ifname[24]
    private const int InterfaceLength = 24;
    private const int ProcessIdOffset = 52;             // pth_pid
    private const int CommandOffset = 56;               // pth_comm[MAXCOMLEN + 1]; pth_pad1 and pth_trace_tag follow
    private const int EffectiveProcessIdOffset = 84;    // pth_epid
    private const int EffectiveCommandOffset = 88;      // pth_ecomm[MAXCOMLEN + 1]
    private const int CommandLength = 17;

    public static FrameOddity Parse(ParseContext context, ref Layer layer, scoped ref Frame frame, out EtherType type)
    {
        type = default;
        var bytes = layer.Bytes;
        if (bytes.Length < MinimumLength)
        {
            return FrameOddity.LinkTruncatedHeader;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var swapped = length > ushort.MaxValue;
        if (swapped)
        {
            length = BinaryPrimitives.ReverseEndianness(length);
        }

        if (length < MinimumLength || length > (uint)bytes.Length || ReadUInt32(bytes, TypeOffset, swapped) != PacketFollows)
        {
            return FrameOddity.PktapBadHeader;
        }

        var inner = (LinkLayer)(int)ReadUInt32(bytes, LinkTypeOffset, swapped);
        if (inner is LinkLayer.Pktap or LinkLayer.PktapUser2)
        {
            return FrameOddity.PktapBadHeader;          // a tap does not tap itself: no recursion
        }

        frame.InterfaceName = UpToZero(bytes.Slice(InterfaceOffset, InterfaceLength));
        ReadProcess(bytes, swapped, ref frame);
        layer = layer.After((int)length);
        return LinkHeader.Parse(context, inner, ref layer, ref frame, out type);
    }

    // The one that has the socket; where that is not known, the one on whose behalf it acts. -1 for neither.
    private static void ReadProcess(ReadOnlySpan<byte> bytes, bool swapped, scoped ref Frame frame)
    {
        var process = (int)ReadUInt32(bytes, ProcessIdOffset, swapped);
        var effective = (int)ReadUInt32(bytes, EffectiveProcessIdOffset, swapped);
        var isEffective = process <= 0 && effective > 0;
        frame.ProcessId = Math.Max(0, isEffective ? effective : process);
        frame.ProcessCommand = UpToZero(bytes.Slice(isEffective ? EffectiveCommandOffset : CommandOffset, CommandLength));
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
