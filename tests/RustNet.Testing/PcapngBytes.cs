using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>
/// A pcapng file block by block (draft-ietf-opsawg-pcapng §4). Starts without a section: call <see cref="Section"/> first, or
/// leave it out on purpose.
/// </summary>
public sealed class PcapngBytes
{
    private readonly WireBytes _file = new();
    private bool _bigEndian;

    public byte[] ToArray() => _file.ToArray();

    /// <summary>Section Header Block: begins a section in the given byte order.</summary>
    public PcapngBytes Section(bool bigEndian = false)
    {
        _bigEndian = bigEndian;
        return Block(0x0A0D0D0A, body => body
            .U32(0x1A2B3C4D, bigEndian).U16(1, bigEndian).U16(0, bigEndian)
            .U32(0xFFFFFFFF, bigEndian).U32(0xFFFFFFFF, bigEndian));
    }

    /// <summary>
    /// Interface Description Block. <paramref name="resolution"/> is the raw if_tsresol octet (6 = microseconds, 9 = nanoseconds,
    /// bit 7 set = a power of two), <paramref name="offset"/> if_tsoffset in seconds.
    /// </summary>
    public PcapngBytes Interface(LinkLayer linkLayer = LinkLayer.Ethernet, string? name = null, byte? resolution = null, long? offset = null, int snapLength = 0) =>
        Block(1, body =>
        {
            body.U16((int)linkLayer, _bigEndian).U16(0, _bigEndian).U32(snapLength, _bigEndian);
            if (name is not null)
            {
                Option(body, 2, System.Text.Encoding.UTF8.GetBytes(name));
            }

            if (resolution is { } octet)
            {
                Option(body, 9, [octet]);
            }

            if (offset is { } seconds)
            {
                var value = BitConverter.GetBytes(seconds);
                if (_bigEndian == BitConverter.IsLittleEndian)
                {
                    Array.Reverse(value);
                }

                Option(body, 14, value);
            }

            Option(body, 0, []);
        });

    /// <summary>Enhanced Packet Block; <paramref name="ticks"/> in the interface's resolution.</summary>
    public PcapngBytes Enhanced(int interfaceId, ulong ticks, ReadOnlySpan<byte> frame, int? wireLength = null)
    {
        var bytes = frame.ToArray();
        return Block(6, body => body
            .U32(interfaceId, _bigEndian).U32((long)(ticks >> 32), _bigEndian).U32((long)(uint)ticks, _bigEndian)
            .U32(bytes.Length, _bigEndian).U32(wireLength ?? bytes.Length, _bigEndian).Append(bytes));
    }

    /// <summary>Enhanced Packet Block on an interface with the default resolution of microseconds.</summary>
    public PcapngBytes Enhanced(Captured frame) =>
        Enhanced(frame.InterfaceIndex, (ulong)(frame.Timestamp / PacketTime.Microsecond), frame.Bytes, frame.WireLength);

    /// <summary>Simple Packet Block: no time, interface 0.</summary>
    public PcapngBytes Simple(ReadOnlySpan<byte> frame, int? wireLength = null)
    {
        var bytes = frame.ToArray();
        return Block(3, body => body.U32(wireLength ?? bytes.Length, _bigEndian).Append(bytes));
    }

    /// <summary>The obsolete Packet Block (type 2).</summary>
    public PcapngBytes Obsolete(int interfaceId, ulong ticks, ReadOnlySpan<byte> frame, int? wireLength = null)
    {
        var bytes = frame.ToArray();
        return Block(2, body => body
            .U16(interfaceId, _bigEndian).U16(0, _bigEndian).U32((long)(ticks >> 32), _bigEndian).U32((long)(uint)ticks, _bigEndian)
            .U32(bytes.Length, _bigEndian).U32(wireLength ?? bytes.Length, _bigEndian).Append(bytes));
    }

    /// <summary>Any block: the body is padded to four bytes and framed by its type and both lengths.</summary>
    public PcapngBytes Block(uint type, Action<WireBytes> write)
    {
        var body = new WireBytes();
        write(body);
        var padding = -body.Length & 3;
        var length = 12 + body.Length + padding;
        _file.U32(type, _bigEndian).U32(length, _bigEndian).Append(body.ToArray()).Repeat(0, padding).U32(length, _bigEndian);
        return this;
    }

    /// <summary>Bytes as they are, for files that are wrong on purpose.</summary>
    public PcapngBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _file.Append(bytes);
        return this;
    }

    private void Option(WireBytes body, int code, byte[] value) =>
        body.U16(code, _bigEndian).U16(value.Length, _bigEndian).Append(value).Repeat(0, -value.Length & 3);
}
