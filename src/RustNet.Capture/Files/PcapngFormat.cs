using System.Buffers.Binary;
using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// The block-structured capture file (draft-ietf-opsawg-pcapng): several sections in either byte order, several interfaces with
/// their own time resolution, Enhanced, Simple and the obsolete Packet Blocks. Any other block is stepped over.
/// </summary>
internal sealed class PcapngFormat(CaptureInterfaces interfaces) : ICaptureFormat
{
    private const uint SectionHeaderBlock = 0x0A0D0D0A; // reads the same in both byte orders
    private const uint InterfaceDescriptionBlock = 1;
    private const uint PacketBlock = 2;
    private const uint SimplePacketBlock = 3;
    private const uint EnhancedPacketBlock = 6;

    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort MajorVersion = 1;
    private const int BlockHeaderLength = 8;            // type:32 | total length:32
    private const int BlockFrameLength = 12;            // and total length:32 again at the end
    private const int SectionHeaderLength = 28;         // magic:32 | major:16 | minor:16 | section length:64 in the frame
    private const int PacketHeaderLength = 20;          // interface:32 | ticks:64 | captured length:32 | wire length:32
    private const int InterfaceHeaderLength = 8;        // link type:16 | reserved:16 | snap length:32
    private const int MaximumInterfaces = 65_536;       // in one file: more are no capture

    private readonly List<PcapngInterface> _section = [];
    private ByteOrder _order;
    private bool _hasSection;
    private long _lastTimestamp;

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    /// <summary>True when a file begins with a section header.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        BinaryPrimitives.TryReadUInt32BigEndian(start, out var type) && type == SectionHeaderBlock;

    /// <inheritdoc/>
    public RecordStep Next(ReadOnlySpan<byte> window, out int length, out RawFrame frame)
    {
        frame = default;
        length = BlockFrameLength;
        if (window.Length < length)
        {
            return RecordStep.NeedsMore;
        }

        var isSection = BinaryPrimitives.ReadUInt32BigEndian(window) == SectionHeaderBlock;
        if (isSection && !TryReadByteOrder(window[BlockHeaderLength..]))
        {
            return Damaged("a section header without the byte-order magic");
        }

        if (!isSection && !_hasSection)
        {
            return Damaged("a block before the first section header");
        }

        var totalLength = _order.ReadUInt32(window[4..]);
        if (totalLength is < BlockFrameLength or > ICaptureFormat.MaximumRecordLength)
        {
            return Damaged(string.Create(CultureInfo.InvariantCulture, $"a block of {totalLength} bytes"));
        }

        length = (int)(totalLength + 3 & ~3u);          // some writers forget the padding in the length, never in the file
        if (window.Length < length)
        {
            return RecordStep.NeedsMore;
        }

        if (_order.ReadUInt32(window[(length - sizeof(uint))..]) != totalLength)
        {
            return Damaged("a block whose two lengths differ");
        }

        var body = window[BlockHeaderLength..(length - sizeof(uint))];
        if (isSection)
        {
            return ReadSection(body);
        }

        return _order.ReadUInt32(window) switch
        {
            InterfaceDescriptionBlock => ReadInterface(body),
            EnhancedPacketBlock => ReadEnhanced(body, out frame),
            SimplePacketBlock => ReadSimple(body, out frame),
            PacketBlock => ReadObsolete(body, out frame),
            _ => RecordStep.Skipped,
        };
    }

    private bool TryReadByteOrder(ReadOnlySpan<byte> magic)
    {
        _order = new ByteOrder(BinaryPrimitives.ReadUInt32BigEndian(magic) == ByteOrderMagic);
        return _order.ReadUInt32(magic) == ByteOrderMagic;
    }

    private RecordStep ReadSection(ReadOnlySpan<byte> body)
    {
        if (body.Length < SectionHeaderLength - BlockFrameLength)
        {
            return Damaged("a section header that is too short");
        }

        var major = _order.ReadUInt16(body[4..]);
        if (major != MajorVersion)
        {
            return Damaged(string.Create(CultureInfo.InvariantCulture, $"a section of pcapng version {major}, which is not known"));
        }

        _section.Clear();                               // interfaces are numbered anew in each section
        _hasSection = true;
        return RecordStep.Skipped;
    }

    private RecordStep ReadInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < InterfaceHeaderLength)
        {
            return Damaged("an interface description that is too short");
        }

        var linkLayer = (LinkLayer)_order.ReadUInt16(body);
        var options = new InterfaceOptions(body[InterfaceHeaderLength..], _order);
        var number = interfaces.Add(linkLayer, options.Name);
        if (number >= MaximumInterfaces)
        {
            return Damaged("more interfaces than a capture can have");
        }

        _section.Add(new PcapngInterface(number, linkLayer, _order.ReadUInt32(body[4..]), options.Name, options.Resolution, options.OffsetSeconds));
        return RecordStep.Skipped;
    }

    private RecordStep ReadEnhanced(ReadOnlySpan<byte> body, out RawFrame frame)
    {
        frame = default;
        return body.Length < PacketHeaderLength ? Damaged("a packet block that is too short") : ReadPacket(_order.ReadUInt32(body), body, out frame);
    }

    // interface:16 | drops:16, and then as the Enhanced Packet Block
    private RecordStep ReadObsolete(ReadOnlySpan<byte> body, out RawFrame frame)
    {
        frame = default;
        return body.Length < PacketHeaderLength ? Damaged("a packet block that is too short") : ReadPacket(_order.ReadUInt16(body), body, out frame);
    }

    private RecordStep ReadPacket(uint interfaceId, ReadOnlySpan<byte> body, out RawFrame frame)
    {
        frame = default;
        if (interfaceId >= (uint)_section.Count)
        {
            return Damaged(string.Create(CultureInfo.InvariantCulture, $"a packet of interface {interfaceId}, which the file has not described"));
        }

        var capturedLength = _order.ReadUInt32(body[12..]);
        if (capturedLength > (uint)(body.Length - PacketHeaderLength))
        {
            return Damaged(string.Create(CultureInfo.InvariantCulture, $"a packet of {capturedLength} bytes, more than its block has"));
        }

        var source = _section[(int)interfaceId];
        _lastTimestamp = source.ToPacketTime((ulong)_order.ReadUInt32(body[4..]) << 32 | _order.ReadUInt32(body[8..]));
        frame = Frame(source, body.Slice(PacketHeaderLength, (int)capturedLength), _order.ReadUInt32(body[16..]));
        return RecordStep.Frame;
    }

    // wire length:32; no time, so that of the frame before stands in; how much was captured follows from the snap length.
    private RecordStep ReadSimple(ReadOnlySpan<byte> body, out RawFrame frame)
    {
        frame = default;
        if (body.Length < sizeof(uint))
        {
            return Damaged("a packet block that is too short");
        }

        if (_section.Count == 0)
        {
            return Damaged("a packet before the first interface description");
        }

        var source = _section[0];
        var wireLength = _order.ReadUInt32(body);
        var capturedLength = Math.Min(wireLength, (uint)(body.Length - sizeof(uint)));
        capturedLength = source.SnapLength == 0 ? capturedLength : Math.Min(capturedLength, source.SnapLength);
        frame = Frame(source, body.Slice(sizeof(uint), (int)capturedLength), wireLength);
        return RecordStep.Frame;
    }

    private RawFrame Frame(PcapngInterface source, ReadOnlySpan<byte> bytes, uint wireLength) => new()
    {
        Bytes = bytes,
        WireLength = (int)Math.Min(wireLength, int.MaxValue),
        Timestamp = _lastTimestamp,
        LinkLayer = source.LinkLayer,
        InterfaceIndex = source.Number,
    };

    private RecordStep Damaged(string problem)
    {
        Problem = problem;
        return RecordStep.Damaged;
    }
}
