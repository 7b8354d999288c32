using System.Net;
using System.Net.Sockets;
using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>
/// Whole frames with correct lengths and checksums. Endpoints are text: <c>10.0.0.2:51000</c>, <c>[2001:db8::1]:443</c>,
/// or a bare address where there are no ports. <c>Tcp</c>, <c>Udp</c>, <c>IcmpEcho</c>, ... give an Ethernet frame; the parts
/// below them (<see cref="TcpSegment"/>, <see cref="IpPacket"/>, <see cref="Ethernet"/>, ...) compose into anything else.
/// </summary>
public static partial class FrameBytes
{
    /// <summary>An Ethernet frame with a TCP segment.</summary>
    public static byte[] Tcp(
        string from, string to, TcpFlags flags = TcpFlags.Ack, uint sequence = 1, uint acknowledgment = 0, ReadOnlySpan<byte> payload = default, ushort window = 64240) =>
        Ethernet(IpPacket(from, to, IpProtocol.Tcp, TcpSegment(from, to, flags, sequence, acknowledgment, payload, window)));

    /// <summary>An Ethernet frame with a UDP datagram.</summary>
    public static byte[] Udp(string from, string to, ReadOnlySpan<byte> payload = default) =>
        Ethernet(IpPacket(from, to, IpProtocol.Udp, UdpDatagram(from, to, payload)));

    /// <summary>An Ethernet frame with an ICMP or ICMPv6 echo, by the addresses.</summary>
    public static byte[] IcmpEcho(string from, string to, bool reply = false, ushort identifier = 1, ushort sequence = 1, ReadOnlySpan<byte> payload = default)
    {
        var isIPv6 = Address(from).AddressFamily == AddressFamily.InterNetworkV6;
        var type = (isIPv6, reply) switch { (false, false) => 8, (false, true) => 0, (true, false) => 128, (true, true) => 129 };
        return Icmp(from, to, type, 0, new WireBytes().U16(identifier).U16(sequence).Append(payload).ToArray());
    }

    /// <summary>An Ethernet frame with any ICMP or ICMPv6 message; <paramref name="body"/> is what follows the checksum.</summary>
    public static byte[] Icmp(string from, string to, int type, int code, ReadOnlySpan<byte> body = default)
    {
        var source = Address(from);
        var message = new WireBytes().U8(type).U8(code).U16(0).Append(body).ToArray();
        var isIPv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        PutUInt16(message, 2, isIPv6 ? InternetChecksum.OfTransport(source, Address(to), IpProtocol.IcmpV6, message) : InternetChecksum.Of(message));
        return Ethernet(IpPacket(from, to, isIPv6 ? IpProtocol.IcmpV6 : IpProtocol.Icmp, message));
    }

    /// <summary>An Ethernet frame with an ARP message for IPv4 (RFC 826).</summary>
    public static byte[] Arp(string sender, string target, int operation = 1) =>
        EthernetOf(0x0806, new WireBytes()
            .U16(1).U16(0x0800).U8(6).U8(4).U16(operation)
            .Append(SourceMac).Append(Address(sender).GetAddressBytes())
            .Append(operation == 1 ? new byte[6] : DestinationMac).Append(Address(target).GetAddressBytes())
            .ToArray());

    /// <summary>A TCP segment (RFC 9293 §3.1). <paramref name="options"/> must be a multiple of four bytes.</summary>
    public static byte[] TcpSegment(
        string from, string to, TcpFlags flags, uint sequence = 1, uint acknowledgment = 0, ReadOnlySpan<byte> payload = default, ushort window = 64240,
        ReadOnlySpan<byte> options = default)
    {
        var segment = new WireBytes()
            .U16(Port(from)).U16(Port(to))
            .U32(sequence)
            .U32(acknowledgment)
            .U8((20 + options.Length) / 4 << 4).U8((int)flags).U16(window)
            .U16(0).U16(0)
            .Append(options)
            .Append(payload)
            .ToArray();
        PutUInt16(segment, 16, InternetChecksum.OfTransport(Address(from), Address(to), IpProtocol.Tcp, segment));
        return segment;
    }

    /// <summary>A UDP datagram (RFC 768).</summary>
    public static byte[] UdpDatagram(string from, string to, ReadOnlySpan<byte> payload = default)
    {
        var datagram = new WireBytes().U16(Port(from)).U16(Port(to)).U16(8 + payload.Length).U16(0).Append(payload).ToArray();
        var checksum = InternetChecksum.OfTransport(Address(from), Address(to), IpProtocol.Udp, datagram);
        PutUInt16(datagram, 6, checksum == 0 ? (ushort)0xFFFF : checksum);
        return datagram;
    }

    /// <summary>An IPv4 or IPv6 packet between the addresses of two endpoints.</summary>
    public static byte[] IpPacket(string from, string to, IpProtocol protocol, ReadOnlySpan<byte> payload) =>
        Address(from).AddressFamily == AddressFamily.InterNetworkV6
            ? IPv6Packet(from, to, protocol, payload)
            : IPv4Packet(from, to, protocol, payload);

    /// <summary>An IPv4 packet (RFC 791 §3.1). <paramref name="fragmentOffset"/> is in bytes, a multiple of eight.</summary>
    public static byte[] IPv4Packet(
        string from, string to, IpProtocol protocol, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> options = default, ushort identification = 0x1234,
        int fragmentOffset = 0, bool moreFragments = false, byte timeToLive = 64)
    {
        var headerLength = 20 + options.Length;
        var packet = new WireBytes()
            .U8(4 << 4 | headerLength / 4).U8(0).U16(headerLength + payload.Length)
            .U16(identification).U16((moreFragments ? 0x2000 : 0) | fragmentOffset / 8)
            .U8(timeToLive).U8((int)protocol).U16(0)
            .Append(Address(from).GetAddressBytes())
            .Append(Address(to).GetAddressBytes())
            .Append(options)
            .Append(payload)
            .ToArray();
        PutUInt16(packet, 10, InternetChecksum.Of(packet.AsSpan(0, headerLength)));
        return packet;
    }

    /// <summary>
    /// An IPv6 packet (RFC 8200 §3). <paramref name="nextHeader"/> names what <paramref name="payload"/> begins with, an extension
    /// header included.
    /// </summary>
    public static byte[] IPv6Packet(string from, string to, IpProtocol nextHeader, ReadOnlySpan<byte> payload, byte hopLimit = 64) =>
        new WireBytes()
            .U32(6u << 28)
            .U16(payload.Length).U8((int)nextHeader).U8(hopLimit)
            .Append(Address(from).GetAddressBytes())
            .Append(Address(to).GetAddressBytes())
            .Append(payload)
            .ToArray();

    /// <summary>
    /// An IPv6 extension header of the common shape (RFC 8200 §4.2): padded options, hop-by-hop, destination, routing;
    /// <paramref name="body"/> is padded with zero bytes (Pad1) to a multiple of eight.
    /// </summary>
    public static byte[] IPv6Extension(IpProtocol nextHeader, ReadOnlySpan<byte> body, ReadOnlySpan<byte> rest)
    {
        var length = (2 + body.Length + 7) / 8 * 8;
        return new WireBytes().U8((int)nextHeader).U8(length / 8 - 1).Append(body).Repeat(0, length - 2 - body.Length).Append(rest).ToArray();
    }

    /// <summary>An IPv6 fragment header (RFC 8200 §4.5) and its part. <paramref name="offset"/> is in bytes, a multiple of eight.</summary>
    public static byte[] IPv6Fragment(IpProtocol nextHeader, int offset, bool more, uint identification, ReadOnlySpan<byte> part) =>
        new WireBytes().U8((int)nextHeader).U8(0).U16(offset | (more ? 1 : 0)).U32(identification).Append(part).ToArray();

    /// <summary>The address of <c>address</c>, <c>a.b.c.d:port</c> or <c>[v6]:port</c>.</summary>
    public static IPAddress Address(string endpoint) =>
        IPAddress.TryParse(endpoint, out var bare) ? bare : IPEndPoint.Parse(endpoint).Address;

    /// <summary>The port of an endpoint, or 0 where it has none.</summary>
    public static ushort Port(string endpoint) =>
        IPAddress.TryParse(endpoint, out _) && !endpoint.StartsWith('[') ? (ushort)0 : (ushort)IPEndPoint.Parse(endpoint).Port;

    private static void PutUInt16(byte[] bytes, int offset, ushort value)
    {
        bytes[offset] = (byte)(value >> 8);
        bytes[offset + 1] = (byte)value;
    }
}
