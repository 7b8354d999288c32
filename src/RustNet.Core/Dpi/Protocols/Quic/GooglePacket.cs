using System.Buffers.Binary;

namespace RustNet.Core.Dpi.Protocols.Quic;

/// <summary>
/// The front of a packet that names a version of early Google QUIC: the public header up to Q043, a first form of the long
/// header up to Q049. Viewed in place.
/// </summary>
internal readonly ref struct GooglePacket
{
    private const byte VersionFlag = 0x01;
    private const byte ConnectionIdFlag = 0x08;
    private const int ConnectionIdLength = 8;
    private const int VersionLength = 4;
    private const uint FirstWithLongHeader = 0x51303434;   // Q044

    /// <summary>Version it names.</summary>
    public uint Version { get; private init; }

    /// <summary>Connection id, chosen by the client.</summary>
    public ReadOnlySpan<byte> ConnectionId { get; private init; }

    /// <summary>What follows: packet number, and in the first packets the handshake in the clear.</summary>
    public ReadOnlySpan<byte> Rest { get; private init; }

    /// <summary>True for a packet that tells its sender: only servers put their connection id (and so nothing but it) into the second place.</summary>
    public bool IsOfServer { get; private init; }

    /// <summary>Reads it. <see langword="false"/> for anything else, also for a list of versions (which servers send).</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out GooglePacket packet)
    {
        packet = default;
        return bytes.Length > 1 + VersionLength && (QuicLongPacket.IsLong(bytes[0]) ? TryParseLong(bytes, out packet) : TryParsePublic(bytes, out packet));
    }

    private static bool TryParsePublic(ReadOnlySpan<byte> bytes, out GooglePacket packet)
    {
        packet = default;
        const int Offset = 1 + ConnectionIdLength;
        const byte Flags = VersionFlag | ConnectionIdFlag;
        if ((bytes[0] & Flags) != Flags || bytes.Length < Offset + (2 * VersionLength))
        {
            return false;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[Offset..]);
        if (!QuicVersions.IsEarlyGoogle(version) || version >= FirstWithLongHeader
            || QuicVersions.IsEarlyGoogle(BinaryPrimitives.ReadUInt32BigEndian(bytes[(Offset + VersionLength)..])))
        {
            return false;
        }

        packet = new GooglePacket { Version = version, ConnectionId = bytes[1..Offset], Rest = bytes[(Offset + VersionLength)..] };
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> bytes, out GooglePacket packet)
    {
        packet = default;
        var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (!QuicVersions.IsEarlyGoogle(version) || version < FirstWithLongHeader || bytes.Length < 2 + VersionLength)
        {
            return false;
        }

        // Both connection id lengths in one byte, less 3 where they are not 0.
        var lengths = bytes[1 + VersionLength];
        var destination = lengths >> 4 == 0 ? 0 : (lengths >> 4) + 3;
        var source = (lengths & 0xf) == 0 ? 0 : (lengths & 0xf) + 3;
        var rest = bytes[(2 + VersionLength)..];
        if (destination + source == 0 || rest.Length <= destination + source)
        {
            return false;
        }

        packet = new GooglePacket
        {
            Version = version,
            ConnectionId = rest[..(destination + source)],
            Rest = rest[(destination + source)..],
            IsOfServer = destination == 0,
        };
        return true;
    }
}
