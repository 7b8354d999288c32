using System.Buffers.Binary;
using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// The classic capture file (draft-ietf-opsawg-pcap): both byte orders, microseconds and nanoseconds, and the longer record
/// headers of Alexey Kuznetzov's patched libpcap.
/// </summary>
internal sealed class PcapFormat : ICaptureFormat
{
    /// <summary>Length of the file header.</summary>
    public const int FileHeaderLength = 24;

    private const uint MagicMicroseconds = 0xA1B2C3D4;
    private const uint MagicNanoseconds = 0xA1B23C4D;
    private const uint MagicKuznetzov = 0xA1B2CD34;
    private const int RecordHeaderLength = 16;          // seconds:32 | fraction:32 | captured length:32 | wire length:32
    private const int KuznetzovHeaderLength = 24;       // and interface:32 | protocol:16 | packet type:8 | padding:8
    private const uint LinkTypeMask = 0x03FF_FFFF;      // above: the length of a frame check sequence
    private const int CommonSnapLength = 262_144;       // no tool captures more than its snap length, and none defaults to more than this

    private readonly ByteOrder _order;
    private readonly long _fractionUnit;
    private readonly int _recordHeaderLength;
    private readonly bool _swapsLengths;
    private readonly bool _maySwapLengths;
    private readonly int _maximumLength;

    private PcapFormat(ReadOnlySpan<byte> header, uint magic, ByteOrder order)
    {
        _order = order;
        _fractionUnit = magic == MagicNanoseconds ? 1 : PacketTime.Microsecond;
        _recordHeaderLength = magic == MagicKuznetzov ? KuznetzovHeaderLength : RecordHeaderLength;

        // magic:32 | major:16 | minor:16 | reserved:32 | reserved:32 | snap length:32 | link type:32
        MajorVersion = _order.ReadUInt16(header[4..]);
        var minorVersion = _order.ReadUInt16(header[6..]);
        var snapLength = _order.ReadUInt32(header[16..]);
        LinkLayer = (LinkLayer)(int)(_order.ReadUInt32(header[20..]) & LinkTypeMask);
        _swapsLengths = minorVersion < 3;               // before 2.3 the two lengths stood the other way round,
        _maySwapLengths = minorVersion == 3;            // in 2.3 both ways exist
        _maximumLength = (int)Math.Clamp(snapLength, CommonSnapLength, ICaptureFormat.MaximumRecordLength - KuznetzovHeaderLength);
    }

    /// <summary>Link type of every frame in the file.</summary>
    public LinkLayer LinkLayer { get; }

    /// <summary>Major version; 2 since 1988.</summary>
    public ushort MajorVersion { get; }

    /// <inheritdoc/>
    public string Problem { get; private set; } = "";

    /// <summary>True when a file begins with one of the magic numbers.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) => TryReadMagic(start, out _, out _);

    /// <summary>The format of a file by its header of <see cref="FileHeaderLength"/> bytes, which <see cref="Recognises"/> accepted.</summary>
    public static PcapFormat Create(ReadOnlySpan<byte> header)
    {
        TryReadMagic(header, out var magic, out var order);
        return new PcapFormat(header, magic, order);
    }

    /// <inheritdoc/>
    public RecordStep Next(ReadOnlySpan<byte> window, out int length, out RawFrame frame)
    {
        frame = default;
        length = _recordHeaderLength;
        if (window.Length < length)
        {
            return RecordStep.NeedsMore;
        }

        var seconds = _order.ReadUInt32(window);
        var fraction = _order.ReadUInt32(window[4..]);
        var capturedLength = _order.ReadUInt32(window[8..]);
        var wireLength = _order.ReadUInt32(window[12..]);
        if (_swapsLengths || (_maySwapLengths && capturedLength > wireLength))
        {
            (capturedLength, wireLength) = (wireLength, capturedLength);
        }

        if (capturedLength > (uint)_maximumLength)
        {
            Problem = string.Create(
                CultureInfo.InvariantCulture, $"a packet of {capturedLength} bytes, where {_maximumLength} is the most there can be");
            return RecordStep.Damaged;
        }

        length += (int)capturedLength;
        if (window.Length < length)
        {
            return RecordStep.NeedsMore;
        }

        frame = new RawFrame
        {
            Bytes = window[_recordHeaderLength..length],
            WireLength = (int)Math.Min(wireLength, int.MaxValue),
            Timestamp = seconds * PacketTime.Second + fraction * _fractionUnit,
            LinkLayer = LinkLayer,
        };
        return RecordStep.Frame;
    }

    private static bool TryReadMagic(ReadOnlySpan<byte> start, out uint magic, out ByteOrder order)
    {
        order = new ByteOrder(IsBigEndian: true);
        if (!BinaryPrimitives.TryReadUInt32BigEndian(start, out magic))
        {
            return false;
        }

        if (IsMagic(magic))
        {
            return true;
        }

        order = default;
        magic = BinaryPrimitives.ReverseEndianness(magic);
        return IsMagic(magic);
    }

    private static bool IsMagic(uint magic) => magic is MagicMicroseconds or MagicNanoseconds or MagicKuznetzov;
}
