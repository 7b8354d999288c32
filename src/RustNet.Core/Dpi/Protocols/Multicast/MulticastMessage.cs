using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Multicast;

/// <summary>What a message about multicast groups does.</summary>
internal enum MulticastKind : byte
{
    /// <summary>Something else that IGMP is used for (DVMRP, PIM version 1, router discovery ...).</summary>
    Other,

    /// <summary>A router asks who listens.</summary>
    Query,

    /// <summary>A host says what it listens to: one group, versions 1 and 2 (of MLD: 1).</summary>
    Report,

    /// <summary>A host says that it no longer listens to a group.</summary>
    Leave,

    /// <summary>A list of group records: what a host listens to, or what has changed (IGMP version 3, MLD version 2).</summary>
    Records,
}

/// <summary>What a group record tells (RFC 9776 §4.2.13, RFC 9777 §5.2.13).</summary>
internal enum GroupChange : byte
{
    /// <summary>Listens, as it did before.</summary>
    Member,

    /// <summary>Listens from now on, perhaps to certain sources only.</summary>
    Join,

    /// <summary>No longer listens, perhaps to certain sources only.</summary>
    Leave,
}

/// <summary>
/// IGMP (RFC 1112, RFC 2236, RFC 9776) and multicast listener discovery (RFC 2710, RFC 9777), viewed in place: the same messages
/// for addresses of 4 and of 16 bytes. What the message was cut before is not there.
/// </summary>
internal readonly ref struct MulticastMessage
{
    // IGMP: Type:8 | Max Resp Code:8 | Checksum:16 | Group Address:32
    private const byte IgmpQuery = 0x11;
    private const byte IgmpReport1 = 0x12;
    private const byte IgmpReport2 = 0x16;
    private const byte IgmpLeave = 0x17;
    private const byte IgmpReport3 = 0x22;
    private const int IgmpGroupOffset = 4;
    private const int IgmpQueryLength = 8;

    // MLD: Type:8 | Code:8 | Checksum:16 | Maximum Response Code:16 | Reserved:16 | Multicast Address:128
    private const byte MldQuery = 130;
    private const byte MldReport1 = 131;
    private const byte MldDone = 132;
    private const byte MldReport2 = 143;
    private const int MldGroupOffset = 8;
    private const int MldQueryLength = 24;

    private const int RecordCountOffset = 6;        // both: Reserved:16 | Number of Group Records:16, then the records
    private const int RecordsOffset = 8;
    private const int QueryFlagsLength = 4;         // both, in queries of the newest version: flags and QRV:8 | QQIC:8 | Number of Sources:16

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isCut;

    /// <param name="bytes">The message from its type on, at least that.</param>
    /// <param name="isMld">MLD, not IGMP.</param>
    /// <param name="isCut">The message was longer on the wire.</param>
    public MulticastMessage(ReadOnlySpan<byte> bytes, bool isMld, bool isCut)
    {
        _bytes = bytes;
        _isCut = isCut;
        IsMld = isMld;
        Kind = (isMld, bytes[0]) switch
        {
            (false, IgmpQuery) or (true, MldQuery) => MulticastKind.Query,
            (false, IgmpReport1 or IgmpReport2) or (true, MldReport1) => MulticastKind.Report,
            (false, IgmpLeave) or (true, MldDone) => MulticastKind.Leave,
            (false, IgmpReport3) or (true, MldReport2) => MulticastKind.Records,
            _ => MulticastKind.Other,
        };
    }

    public bool IsMld { get; }

    public MulticastKind Kind { get; }

    public byte Type => _bytes[0];

    /// <summary>Version of the protocol that the message is of; <see langword="null"/> where it does not tell.</summary>
    public int? Version => (Kind, Type) switch
    {
        (MulticastKind.Other, _) => null,
        (MulticastKind.Records, _) => IsMld ? 2 : 3,
        (MulticastKind.Query, _) => QueryVersion,
        (_, IgmpReport1) => 1,
        _ => IsMld ? 1 : 2,
    };

    /// <summary>The group of a query, a report or a leave message; <see langword="null"/> where there is none: a general query asks for all.</summary>
    public UInt128? Group => Kind is MulticastKind.Query or MulticastKind.Report or MulticastKind.Leave
        && AddressAt(_bytes, GroupOffset) is { } group && group != Unspecified ? group : null;

    /// <summary>True for a query that asks for every group.</summary>
    public bool IsGeneralQuery => Kind == MulticastKind.Query && AddressAt(_bytes, GroupOffset) == Unspecified;

    /// <summary>Records the message announces; those that follow may be fewer.</summary>
    public int? RecordCount => Kind == MulticastKind.Records && _bytes.Length >= RecordsOffset
        ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[RecordCountOffset..])
        : null;

    /// <summary>The records that are whole.</summary>
    public GroupRecords Records => new(RecordCount is not null ? _bytes[RecordsOffset..] : default, RecordCount ?? 0, IsMld);

    /// <summary>Sources of a query (RFC 9776 §4.1.9): whole addresses, one after the other.</summary>
    public ReadOnlySpan<byte> Sources
    {
        get
        {
            if (Kind != MulticastKind.Query || _bytes.Length < QueryLength + QueryFlagsLength)
            {
                return default;
            }

            var sources = _bytes[(QueryLength + QueryFlagsLength)..];
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(QueryLength + sizeof(ushort))..]) * AddressLength(IsMld);
            return sources[..Math.Min(length, sources.Length)];
        }
    }

    private int GroupOffset => IsMld ? MldGroupOffset : IgmpGroupOffset;

    private int QueryLength => IsMld ? MldQueryLength : IgmpQueryLength;

    private UInt128 Unspecified => IsMld ? UInt128.Zero : FlowText.FromIPv4(0);

    // RFC 9776 §7.1: told by the length alone, and version 1 by a response time of 0.
    private int? QueryVersion =>
        _bytes.Length >= QueryLength + QueryFlagsLength ? (IsMld ? 2 : 3)
        : _isCut || _bytes.Length != QueryLength ? null
        : IsMld || _bytes[1] == 0 ? 1 : 2;

    /// <summary>Whether an ICMPv6 message of this type is one.</summary>
    public static bool IsListenerDiscovery(byte type) => type is MldQuery or MldReport1 or MldDone or MldReport2;

    /// <summary>Length of an address in bytes.</summary>
    public static int AddressLength(bool isMld) => isMld ? 16 : 4;

    /// <summary>The first address of a list.</summary>
    public static UInt128 Address(ReadOnlySpan<byte> bytes, bool isMld) =>
        isMld ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : IPv4Header.Mapped(bytes);

    private UInt128? AddressAt(ReadOnlySpan<byte> bytes, int offset) =>
        bytes.Length >= offset + AddressLength(IsMld) ? Address(bytes[offset..], IsMld) : null;
}

/// <summary>Steps through group records: Record Type:8 | Aux Data Len:8 | Number of Sources:16 | group | sources | auxiliary data.</summary>
internal ref struct GroupRecords(ReadOnlySpan<byte> rest, int count, bool isMld)
{
    private WireReader _rest = new(rest);
    private int _left = count;

    /// <summary>Takes the next whole record; false at the end.</summary>
    public bool TryNext(out GroupChange change, out UInt128 group, out ReadOnlySpan<byte> sources)
    {
        change = default;
        group = default;
        sources = default;
        if (_left == 0
            || !_rest.TryReadByte(out var type)
            || !_rest.TryReadByte(out var auxiliaryWords)
            || !_rest.TryReadUInt16(out var sourceCount)
            || !_rest.TryTake(MulticastMessage.AddressLength(isMld), out var address)
            || !_rest.TryTake(sourceCount * MulticastMessage.AddressLength(isMld), out var sourceList)
            || !_rest.TrySkip(auxiliaryWords * sizeof(uint)))
        {
            _left = 0;
            return false;
        }

        _left--;
        group = MulticastMessage.Address(address, isMld);
        sources = sourceList;
        change = type switch
        {
            3 when sourceCount == 0 => GroupChange.Leave,       // CHANGE_TO_INCLUDE_MODE of nothing
            3 or 4 or 5 => GroupChange.Join,                    // CHANGE_TO_INCLUDE_MODE, CHANGE_TO_EXCLUDE_MODE, ALLOW_NEW_SOURCES
            6 => GroupChange.Leave,                             // BLOCK_OLD_SOURCES
            _ => GroupChange.Member,                            // MODE_IS_INCLUDE, MODE_IS_EXCLUDE
        };
        return true;
    }
}
