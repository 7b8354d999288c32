using System.Net;
using RustNet.Core.Wire;

namespace RustNet.Testing.Dpi;

/// <summary>ICMP and ICMPv6 messages with neighbour discovery (RFC 792, RFC 4443, RFC 4861), from their type on. Checksums are left out.</summary>
public static class IcmpBytes
{
    /// <summary>Any message: <paramref name="field"/> is the four bytes behind the checksum.</summary>
    public static byte[] Message(int type, int code, long field, params byte[] body) =>
        new WireBytes().U8(type).U8(code).U16(0x1234).U32(field).Append(body).ToArray();

    /// <summary>An echo of ICMP (8, 0) or ICMPv6 (128, 129).</summary>
    public static byte[] Echo(int type, ushort identifier, ushort sequence) =>
        Message(type, 0, (long)identifier << 16 | sequence, [.. Enumerable.Range(0, 48).Select(i => (byte)i)]);

    /// <summary>The first bytes of a UDP datagram as errors quote them: IP header and eight bytes.</summary>
    public static byte[] QuotedUdp(string from, string to) =>
        FrameBytes.IpPacket(from, to, IpProtocol.Udp, FrameBytes.UdpDatagram(from, to, new byte[40]))[..^40];

    /// <summary>A neighbour solicitation (135), advertisement (136) or redirect (137); <paramref name="rest"/> is what follows the target.</summary>
    public static byte[] Neighbor(int type, long flags, string target, params byte[][] rest) =>
        Message(type, 0, flags << 24, [.. IPAddress.Parse(target).GetAddressBytes(), .. rest.SelectMany(part => part)]);

    /// <summary>A router advertisement.</summary>
    public static byte[] Router(int flags, int lifetime, params byte[][] options) =>
        Message(134, 0, 64L << 24 | (long)flags << 16 | (uint)lifetime, [.. new byte[8], .. options.SelectMany(option => option)]);

    /// <summary>An option of neighbour discovery, filled up with zeros to eight bytes.</summary>
    public static byte[] Option(int type, params byte[] value)
    {
        var length = (2 + value.Length + 7) / 8 * 8;
        return new WireBytes().U8(type).U8(length / 8).Append(value).Repeat(0, length - 2 - value.Length).ToArray();
    }

    /// <summary>A prefix information option.</summary>
    public static byte[] Prefix(string prefix, int length) =>
        Option(3, new WireBytes().U8(length).U8(0xc0).U32(86400).U32(14400).U32(0).Append(IPAddress.Parse(prefix).GetAddressBytes()).ToArray());

    /// <summary>A route information option with all of its prefix.</summary>
    public static byte[] Route(string prefix, int length) =>
        Option(24, new WireBytes().U8(length).U8(0).U32(1800).Append(IPAddress.Parse(prefix).GetAddressBytes()).ToArray());

    /// <summary>A recursive DNS server option.</summary>
    public static byte[] DnsServers(params string[] servers) =>
        Option(25, [.. new byte[6], .. servers.SelectMany(server => IPAddress.Parse(server).GetAddressBytes())]);
}
