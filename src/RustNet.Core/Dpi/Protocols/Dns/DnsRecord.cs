using System.Buffers.Binary;
using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>A resource record (RFC 1035 §4.1.3), viewed in place.</summary>
internal readonly ref struct DnsRecord
{
    private const int FixedLength = 10;   // TYPE | CLASS | TTL | RDLENGTH

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _nameOffset;
    private readonly int _dataOffset;
    private readonly int _dataLength;

    private DnsRecord(ReadOnlySpan<byte> message, int nameOffset, int dataOffset, int dataLength)
    {
        _message = message;
        _nameOffset = nameOffset;
        _dataOffset = dataOffset;
        _dataLength = dataLength;
    }

    /// <summary>TYPE.</summary>
    public ushort Type { get; private init; }

    /// <summary>CLASS; a payload size in an OPT record.</summary>
    public ushort Class { get; private init; }

    /// <summary>TTL in seconds; flags in an OPT record.</summary>
    public uint TimeToLive { get; private init; }

    /// <summary>NAME, as <see cref="DnsName.Text"/> gives it.</summary>
    public string Name => DnsName.Text(_message, _nameOffset);

    private ReadOnlySpan<byte> Data => _message.Slice(_dataOffset, _dataLength);

    /// <summary>Reads the record at <paramref name="offset"/> and steps over it.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> message, scoped ref int offset, out DnsRecord record)
    {
        record = default;
        var position = offset;
        var status = DnsName.Skip(message, ref position);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        if (message.Length - position < FixedLength)
        {
            return ParseStatus.Truncated;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 8)..]);
        if (message.Length - position - FixedLength < length)
        {
            return ParseStatus.Truncated;
        }

        record = new DnsRecord(message, offset, position + FixedLength, length)
        {
            Type = BinaryPrimitives.ReadUInt16BigEndian(message[position..]),
            Class = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 2)..]),
            TimeToLive = BinaryPrimitives.ReadUInt32BigEndian(message[(position + 4)..]),
        };
        offset = position + FixedLength + length;
        return ParseStatus.Complete;
    }

    /// <summary>The record's data for people: a bare address, else the type and the data; the type alone where it is not read.</summary>
    public string Text()
    {
        switch ((DnsType)Type)
        {
            case DnsType.A when _dataLength == 4:
            case DnsType.Aaaa when _dataLength == 16:
                return FlowText.Address(Data);
            case DnsType.CName or DnsType.NS or DnsType.Ptr or DnsType.DName or DnsType.Soa when NameAt(0) is { } name:
                return $"{DnsNames.Type(Type)} {name}";
            case DnsType.MX when NameAt(2) is { } exchange:   // PREFERENCE | EXCHANGE
                return string.Create(CultureInfo.InvariantCulture, $"MX {Number(0)} {exchange}");
            case DnsType.Srv when NameAt(6) is { } target:    // Priority | Weight | Port | Target (RFC 2782)
                return string.Create(CultureInfo.InvariantCulture, $"SRV {Number(0)} {Number(2)} {Number(4)} {target}");
            case DnsType.Svcb or DnsType.Https when NameAt(2) is { } target:   // SvcPriority | TargetName (RFC 9460 §2.2)
                return string.Create(CultureInfo.InvariantCulture, $"{DnsNames.Type(Type)} {Number(0)} {target}");
            case DnsType.Txt when new WireReader(Data).TryTakeVector8(out var text):
                return $"TXT \"{WireText.Clean(text, 80)}\"";
            default:
                return DnsNames.Type(Type);
        }
    }

    private int Number(int position) => BinaryPrimitives.ReadUInt16BigEndian(Data[position..]);

    private string? NameAt(int position)
    {
        var offset = _dataOffset + position;
        var within = _message[..(_dataOffset + _dataLength)];
        return position < _dataLength && DnsName.Skip(within, ref offset) == ParseStatus.Complete
            ? DnsName.Text(within, _dataOffset + position)
            : null;
    }
}
