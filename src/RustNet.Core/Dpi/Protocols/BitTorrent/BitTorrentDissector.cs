using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.BitTorrent;

/// <summary>
/// BitTorrent on any port: the peer handshake over TCP and uTP (BEP 3, BEP 29), the DHT (BEP 5), UDP trackers (BEP 15) and local
/// discovery (BEP 14). A tracker over HTTP is HTTP. An encrypted connection is named only where the peers fall back to clear text,
/// whose handshake then stands behind their key exchange.
/// </summary>
internal sealed class BitTorrentDissector : IDissector
{
    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private const int HashOffset = 28;               // pstrlen | pstr | reserved
    private const int HashLength = 20;
    private const int PeerIdOffset = HashOffset + HashLength;
    private const int HandshakeLength = PeerIdOffset + PeerId.Length;

    // Message Stream Encryption: public key | padding, then the answer | padding, all of it random to look at
    private const int MinKeyExchange = 96;
    private const int MaxKeyExchange = 96 + 512 + 14 + 512;

    private const ulong TrackerMagic = 0x41727101980;
    private const int TrackerConnectLength = 16;
    private const int TrackerAnnounceLength = 98;
    private const int TrackerActionOffset = 8;
    private const int TrackerHashOffset = 16;
    private const int TrackerPeerIdOffset = TrackerHashOffset + HashLength;
    private const uint TrackerConnect = 0;
    private const uint TrackerAnnounce = 1;

    private const int MicroTransportHeaderLength = 20;
    private const int MaxMicroTransportType = 4;
    private const int MaxExtensions = 4;
    private const int MaxOpeningExtensions = 32;

    private static ReadOnlySpan<byte> Signature => "\u0013BitTorrent protocol"u8;

    /// <inheritdoc/>
    public DissectorTraits Traits { get; } = new("bittorrent", Transports.Tcp | Transports.Udp, [6881, 51413]);

    /// <inheritdoc/>
    public Finding Dissect(in Payload payload) => payload.Transport == Transports.Tcp ? DissectStream(payload) : DissectDatagram(payload);

    private static Finding DissectStream(in Payload payload)
    {
        var bytes = payload.Bytes;
        if (bytes.Length < Signature.Length && Signature.StartsWith(bytes))
        {
            return payload.StartsInGap ? Finding.Malformed : Finding.Truncated();
        }

        var start = bytes.StartsWith(Signature) ? 0 : -1;
        if (start < 0 && !payload.StartsInGap && (payload.Current is not null || LooksRandom(bytes)))
        {
            start = bytes.IndexOf(Signature);
            if (start < 0 && bytes.Length < MaxKeyExchange)
            {
                return Finding.Truncated();
            }
        }

        if (start is < 0 or > MaxKeyExchange)
        {
            return Finding.Malformed;
        }

        var handshake = bytes[start..];
        var known = payload.Current as BitTorrentInfo;
        var info = WithHandshake(known ?? new BitTorrentInfo { Service = "peer" }, handshake, payload.FromInitiator);
        if (handshake.Length < HandshakeLength)
        {
            return Finding.Truncated(info == known ? null : info);
        }

        info = payload.FromInitiator ? info with { InitiatorIsRead = true } : info with { ResponderIsRead = true };
        return Finding.Complete(info, Finding.WholePayload, info.InitiatorIsRead && info.ResponderIsRead ? Interest.None : Interest.OtherDirection);
    }

    private static BitTorrentInfo WithHandshake(BitTorrentInfo info, ReadOnlySpan<byte> handshake, bool fromInitiator)
    {
        if (handshake.Length >= PeerIdOffset && info.InfoHash is null)
        {
            info = info with { InfoHash = Hex(handshake.Slice(HashOffset, HashLength)) };
        }

        return handshake.Length >= HandshakeLength ? info.WithProgram(fromInitiator, PeerId.Program(handshake[PeerIdOffset..])) : info;
    }

    /// <summary>
    /// Whether the front of a stream may be a key exchange: long enough in its first segment, and with the share of set bits and
    /// the spread of values that random bytes have.
    /// </summary>
    private static bool LooksRandom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinKeyExchange)
        {
            return false;
        }

        var bits = 0;
        Span<ulong> seen = stackalloc ulong[4];
        seen.Clear();
        foreach (var b in bytes[..MinKeyExchange])
        {
            bits += BitOperations.PopCount(b);
            seen[b >> 6] |= 1UL << b;   // the shift takes the lower 6 bits
        }

        var values = BitOperations.PopCount(seen[0]) + BitOperations.PopCount(seen[1]) + BitOperations.PopCount(seen[2]) + BitOperations.PopCount(seen[3]);
        // 384 of 768 bits and 80 of 256 values are expected.
        return bits is > 320 and < 448 && values > 64;
    }

    private static Finding DissectDatagram(in Payload payload)
    {
        var bytes = payload.Bytes;
        var known = payload.Current as BitTorrentInfo;
        var info = bytes[0] switch
        {
            (byte)'d' => Dht(payload, known),
            (byte)'B' => LocalDiscovery(bytes, known),
            _ => MicroTransport(payload, known) ?? Tracker(payload, known),
        };
        if (info is null && IsMicroTransportOpening(bytes))
        {
            return Finding.Truncated();   // the handshake comes in a later packet
        }

        return info is null ? Finding.Malformed : Finding.Complete(ReferenceEquals(info, known) ? null : info);
    }

    private static BitTorrentInfo? Dht(in Payload payload, BitTorrentInfo? known)
    {
        if (!DhtMessage.TryParse(payload.Bytes, out var message, out _))
        {
            return null;
        }

        var info = known ?? new BitTorrentInfo { Service = "DHT" };
        if (info.Query is null && !message.Query.IsEmpty)
        {
            info = info with { Query = WireText.Clean(message.Query) };
        }

        if (info.InfoHash is null && !message.InfoHash.IsEmpty)
        {
            info = info with { InfoHash = Hex(message.InfoHash) };
        }

        return info.WithProgram(payload.FromInitiator, PeerId.NameOf(message.Program));
    }

    private static BitTorrentInfo? LocalDiscovery(ReadOnlySpan<byte> bytes, BitTorrentInfo? known)
    {
        var position = 0;
        if (!bytes.StartsWith("BT-SEARCH * HTTP/1."u8) || !HttpHead.TryTakeLine(bytes, ref position, out _))
        {
            return null;
        }

        var info = known ?? new BitTorrentInfo { Service = "local discovery" };
        while (info.InfoHash is null && HttpHead.TryTakeLine(bytes, ref position, out var line) && !line.IsEmpty)
        {
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon], "Infohash"u8))
            {
                var hash = line[(colon + 1)..].Trim((byte)' ');
                if (hash.Length == 2 * HashLength && !hash.ContainsAnyExcept(s_hex))
                {
                    info = info with { InfoHash = Encoding.ASCII.GetString(hash).ToLowerInvariant() };
                }
            }
        }

        return info;
    }

    /// <summary>A uTP packet (BEP 29) with a handshake in it. Its header alone is too loose to tell it by; on a known flow it will do.</summary>
    private static BitTorrentInfo? MicroTransport(in Payload payload, BitTorrentInfo? known)
    {
        var reader = new WireReader(payload.Bytes);
        if (!reader.TryReadByte(out var typeAndVersion) || !reader.TryReadByte(out var extension)
            || (typeAndVersion & 0x0f) != 1 || typeAndVersion >> 4 > MaxMicroTransportType || !reader.TrySkip(MicroTransportHeaderLength - 2))
        {
            return null;
        }

        for (var i = 0; extension != 0; i++)
        {
            if (i == MaxExtensions || !reader.TryReadByte(out extension) || !reader.TryTakeVector8(out _))
            {
                return null;
            }
        }

        if (!reader.Rest.StartsWith(Signature))
        {
            return known;
        }

        return known is { InitiatorIsRead: true } && payload.FromInitiator || known is { ResponderIsRead: true } && !payload.FromInitiator
            ? known
            : WithHandshake(known ?? new BitTorrentInfo { Service = "uTP" }, reader.Rest, payload.FromInitiator) with
            {
                InitiatorIsRead = payload.FromInitiator || known is { InitiatorIsRead: true },
                ResponderIsRead = !payload.FromInitiator || known is { ResponderIsRead: true },
            };
    }

    /// <summary>ST_SYN or ST_STATE without data: what a uTP connection begins with.</summary>
    private static bool IsMicroTransportOpening(ReadOnlySpan<byte> bytes) =>
        bytes.Length is >= MicroTransportHeaderLength and <= MicroTransportHeaderLength + MaxOpeningExtensions && bytes[0] is 0x41 or 0x21;

    /// <summary>UDP trackers: the first request has a constant of its own, the rest follows it.</summary>
    private static BitTorrentInfo? Tracker(in Payload payload, BitTorrentInfo? known)
    {
        var bytes = payload.Bytes;
        if (bytes.Length < TrackerConnectLength)
        {
            return null;
        }

        var action = BinaryPrimitives.ReadUInt32BigEndian(bytes[TrackerActionOffset..]);
        if (BinaryPrimitives.ReadUInt64BigEndian(bytes) == TrackerMagic && action == TrackerConnect && bytes.Length == TrackerConnectLength)
        {
            return known ?? new BitTorrentInfo { Service = "tracker" };
        }

        var program = action == TrackerAnnounce && bytes.Length >= TrackerAnnounceLength ? PeerId.Program(bytes[TrackerPeerIdOffset..]) : null;
        if (known is null && program is null)
        {
            return null;
        }

        var info = known ?? new BitTorrentInfo { Service = "tracker" };
        if (program is not null && info.InfoHash is null)
        {
            info = info with { InfoHash = Hex(bytes.Slice(TrackerHashOffset, HashLength)) };
        }

        return info.WithProgram(payload.FromInitiator, program);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
