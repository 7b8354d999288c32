using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>A packet that this machine sends and that may be the first one of a connection: a SYN of TCP, or a datagram of UDP.</summary>
/// <param name="Key">Its ends; the local one is the sender.</param>
/// <param name="Sequence">Sequence number of a SYN, by which a repeated one is told from another connection with the same ends; of UDP 0.</param>
/// <param name="SentAt">When the kernel handed it to the interface, nanoseconds since 1970 UTC.</param>
internal readonly record struct FirstPacket(SocketKey Key, uint Sequence, long SentAt)
{
    /// <summary>So many bytes hold all that is read: IPv6 with an extension header of up to 64 bytes, and the ports, number and flags of TCP.</summary>
    public const int Length = 128;

    private const byte FragmentOffsetAt = 6;
    private const ushort FragmentOffset = 0x1fff;
    private const byte ProtocolAt = 9;
    private const int IPv4AddressesAt = 12;
    private const int ShortestIPv4 = 20;
    private const byte NextHeaderAt = 6;
    private const int IPv6AddressesAt = 8;
    private const int IPv6Length = 40;
    private const int SequenceAt = 4;
    private const int FlagsAt = 13;
    private const byte WhatSynHas = 0x17; // FIN, SYN, RST, ACK
    private const byte Syn = 0x02;

    /// <summary>
    /// Reads a packet from its network header on: IPv4 (RFC 791), or IPv6 (RFC 8200) with at most one extension header before TCP
    /// (RFC 9293) or UDP (RFC 768). False for whatever is none of the two, is cut, or is not the first piece of what was cut up. Never throws.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, long sentAt, out FirstPacket first)
    {
        first = default;
        if (packet.IsEmpty)
        {
            return false;
        }

        return (packet[0] >> 4) switch
        {
            4 => TryParseIPv4(packet, sentAt, out first),
            6 => TryParseIPv6(packet, sentAt, out first),
            _ => false,
        };
    }

    private static bool TryParseIPv4(ReadOnlySpan<byte> packet, long sentAt, out FirstPacket first)
    {
        first = default;
        var headerLength = (packet[0] & 0x0f) * 4;
        if (headerLength < ShortestIPv4 || packet.Length < headerLength
            || (BinaryPrimitives.ReadUInt16BigEndian(packet[FragmentOffsetAt..]) & FragmentOffset) != 0)
        {
            return false;
        }

        var source = FlowText.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(packet[IPv4AddressesAt..]));
        var destination = FlowText.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(packet[(IPv4AddressesAt + 4)..]));
        return TryParseTransport((IpProtocol)packet[ProtocolAt], packet[headerLength..], source, destination, sentAt, out first);
    }

    private static bool TryParseIPv6(ReadOnlySpan<byte> packet, long sentAt, out FirstPacket first)
    {
        first = default;
        if (packet.Length < IPv6Length)
        {
            return false;
        }

        var next = packet[NextHeaderAt];
        var rest = packet[IPv6Length..];
        if (IsOptions(next))
        {
            // next:1 | length in 8 bytes, without the first 8:1 | ...
            if (rest.Length < 2 || rest.Length < (rest[1] + 1) * 8)
            {
                return false;
            }

            next = rest[0];
            rest = rest[((rest[1] + 1) * 8)..];
        }

        var source = BinaryPrimitives.ReadUInt128BigEndian(packet[IPv6AddressesAt..]);
        var destination = BinaryPrimitives.ReadUInt128BigEndian(packet[(IPv6AddressesAt + 16)..]);
        return TryParseTransport((IpProtocol)next, rest, source, destination, sentAt, out first);
    }

    private static bool TryParseTransport(
        IpProtocol protocol, ReadOnlySpan<byte> segment, UInt128 source, UInt128 destination, long sentAt, out FirstPacket first)
    {
        first = default;
        var isTcp = protocol == IpProtocol.Tcp;
        if (segment.Length < (isTcp ? FlagsAt + 1 : 4) || !(isTcp || protocol == IpProtocol.Udp) || (isTcp && (segment[FlagsAt] & WhatSynHas) != Syn))
        {
            return false;
        }

        var key = new SocketKey(
            protocol, source, BinaryPrimitives.ReadUInt16BigEndian(segment), destination, BinaryPrimitives.ReadUInt16BigEndian(segment[2..]));
        first = new FirstPacket(key, isTcp ? BinaryPrimitives.ReadUInt32BigEndian(segment[SequenceAt..]) : 0, sentAt);
        return key.LocalPort != 0;
    }

    // Hop-by-hop options, routing, destination options (RFC 8200 §4): the ones that have their length in the same place.
    private static bool IsOptions(byte nextHeader) => nextHeader is 0 or 43 or 60;
}
