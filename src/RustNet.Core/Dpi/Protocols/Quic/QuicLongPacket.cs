using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>One packet with a long header (RFC 9000 §17.2), viewed in place: valid only while the datagram is.</summary>
internal ref struct QuicLongPacket
{
    /// <summary>Longest connection id of the known versions (RFC 9000 §17.2).</summary>
    public const int MaxConnectionIdLength = ConnectionIds.MaxLength;

    // Packet number of at least one byte and up to 19 more up to the end of the header protection sample (RFC 9001 §5.4.2).
    private const int MinProtectedLength = 20;
    private const byte FixedBit = 0x40;

    /// <summary>The packet, as much of it as is there.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Version; 0 for Version Negotiation.</summary>
    public uint Version { get; private set; }

    /// <summary>Connection id its receiver has chosen (or, before that, the client at random).</summary>
    public ReadOnlySpan<byte> DestinationId { get; private set; }

    /// <summary>Connection id its sender has chosen.</summary>
    public ReadOnlySpan<byte> SourceId { get; private set; }

    /// <summary>What follows the connection ids.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; }

    /// <summary>Type; meaningful after <see cref="Parse"/>.</summary>
    public QuicPacketType Type { get; private set; }

    /// <summary>Where the protected packet number begins, counted from the packet's start.</summary>
    public int PacketNumberOffset { get; private set; }

    /// <summary>False when the capture cut it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The bit that is set in every packet unless both sides agreed otherwise (RFC 9000 §17.2, RFC 9287).</summary>
    public readonly bool HasFixedBit => (Bytes[0] & FixedBit) != 0;

    /// <summary>True when the first byte is that of a long header.</summary>
    public static bool IsLong(byte firstByte) => (firstByte & 0x80) != 0;

    /// <summary>Reads what no version may change (RFC 8999 §5.1). <see cref="Bytes"/> is the whole datagram.</summary>
    public static ParseStatus ParseInvariants(ReadOnlySpan<byte> bytes, out QuicLongPacket packet)
    {
        packet = default;
        var reader = new WireReader(bytes);
        if (!reader.TryReadByte(out var first))
        {
            return ParseStatus.Truncated;
        }

        if (!IsLong(first))
        {
            return ParseStatus.Malformed;
        }

        if (!reader.TryReadUInt32(out var version) || !reader.TryTakeVector8(out var destination) || !reader.TryTakeVector8(out var source))
        {
            return ParseStatus.Truncated;
        }

        packet = new QuicLongPacket { Bytes = bytes, Version = version, DestinationId = destination, SourceId = source, Rest = reader.Rest };
        return ParseStatus.Complete;
    }

    /// <summary>
    /// Reads a packet of a version whose layout is known. <see cref="Bytes"/> ends where the packet does, or where the capture cut it.
    /// </summary>
    /// <param name="invariants">What <see cref="ParseInvariants"/> read.</param>
    /// <param name="protection">The version's ways.</param>
    /// <param name="packet">What was read.</param>
    /// <returns>
    /// <see cref="ParseStatus.Truncated"/> when the bytes end before the packet does: on the wire that cannot be. <paramref name="packet"/>
    /// is set when only its protected part is cut.
    /// </returns>
    public static ParseStatus Parse(scoped in QuicLongPacket invariants, QuicProtection protection, out QuicLongPacket packet)
    {
        packet = default;
        if (invariants.DestinationId.Length > MaxConnectionIdLength || invariants.SourceId.Length > MaxConnectionIdLength)
        {
            return ParseStatus.Malformed;
        }

        var type = protection.TypeOf(invariants.Bytes[0]);
        var reader = new WireReader(invariants.Rest);
        if (type == QuicPacketType.Retry)
        {
            // A token of at least one byte and the integrity tag take the rest of the datagram (RFC 9000 §17.2.5).
            packet = invariants with { Type = type, IsWhole = reader.Remaining > QuicRetry.TagLength };
            return packet.IsWhole ? ParseStatus.Complete : ParseStatus.Truncated;
        }

        if ((type == QuicPacketType.Initial && !reader.TryTakeVarintVector(out _)) || !reader.TryReadVarint(out var length))
        {
            return ParseStatus.Truncated;
        }

        if (length < MinProtectedLength)
        {
            return ParseStatus.Malformed;
        }

        var offset = invariants.Bytes.Length - reader.Remaining;
        var isWhole = length <= (ulong)reader.Remaining;
        packet = invariants;
        packet.Bytes = isWhole ? invariants.Bytes[..(offset + (int)length)] : invariants.Bytes;
        packet.Type = type;
        packet.PacketNumberOffset = offset;
        packet.IsWhole = isWhole;
        return isWhole ? ParseStatus.Complete : ParseStatus.Truncated;
    }
}
