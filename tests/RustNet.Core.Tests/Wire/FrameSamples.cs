using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

/// <summary>One valid frame of every shape the parser knows.</summary>
internal static class FrameSamples
{
    public static IReadOnlyList<Captured> All { get; } = [.. Make()];

    private static IEnumerable<Captured> Make()
    {
        (string From, string To)[] pairs = [("10.0.0.2:51000", "192.0.2.1:443"), ("[2001:db8::2]:51000", "[2001:db8::1]:443")];
        foreach (var (from, to) in pairs)
        {
            var isIPv6 = from[0] == '[';
            yield return new Captured(FrameBytes.Tcp(from, to, TcpFlags.Syn, 7));
            yield return new Captured(FrameBytes.Tcp(from, to, TcpFlags.Psh | TcpFlags.Ack, 8, 9, new byte[100]));
            yield return new Captured(FrameBytes.Udp(from, to, new byte[64]));
            yield return new Captured(FrameBytes.Padded(FrameBytes.Udp(from, to, [1])));
            yield return new Captured(FrameBytes.IcmpEcho(isIPv6 ? "2001:db8::2" : "10.0.0.2", isIPv6 ? "2001:db8::1" : "192.0.2.1", payload: new byte[56]));
            var packet = FrameBytes.IpPacket(from, to, IpProtocol.Udp, FrameBytes.UdpDatagram(from, to, new byte[20]));
            yield return new Captured(FrameBytes.Ethernet(packet, 10));
            yield return new Captured(FrameBytes.Ethernet(packet, 100, 10));
            yield return new Captured(FrameBytes.EthernetSnap(packet));
            yield return new Captured(FrameBytes.LinuxSll(packet)) { LinkLayer = LinkLayer.LinuxSll };
            yield return new Captured(FrameBytes.LinuxSll2(packet)) { LinkLayer = LinkLayer.LinuxSll2 };
            yield return new Captured(packet) { LinkLayer = LinkLayer.Raw };
            yield return new Captured(FrameBytes.Null(packet)) { LinkLayer = LinkLayer.Null };
            yield return new Captured(FrameBytes.Pktap(FrameBytes.Ethernet(packet), LinkLayer.Ethernet, 12, "curl")) { LinkLayer = LinkLayer.Pktap };
            var sctp = new WireBytes().U16(1).U16(2).U32(3).U32(4).U32(5).ToArray();
            yield return new Captured(FrameBytes.Ethernet(FrameBytes.IpPacket(from, to, IpProtocol.Sctp, sctp)));
        }

        var datagram = FrameBytes.UdpDatagram("10.0.0.2:1", "192.0.2.1:2", new byte[40]);
        yield return new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.2", "192.0.2.1", IpProtocol.Udp, datagram.AsSpan(0, 24), moreFragments: true)));
        yield return new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.2", "192.0.2.1", IpProtocol.Udp, datagram.AsSpan(24), fragmentOffset: 24)));
        yield return new Captured(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.2", "224.0.0.22", IpProtocol.Igmp, new byte[16], options: [0x94, 4, 0, 0])));
        yield return new Captured(FrameBytes.Padded(FrameBytes.Arp("10.0.0.1", "10.0.0.2")));
        const IpProtocol HopByHop = 0;
        const IpProtocol Fragment = (IpProtocol)44;
        var chain = FrameBytes.IPv6Extension(Fragment, new byte[6], FrameBytes.IPv6Fragment(IpProtocol.Udp, 0, more: true, 5, datagram));
        yield return new Captured(FrameBytes.Ethernet(FrameBytes.IPv6Packet("2001:db8::2", "2001:db8::1", HopByHop, chain)));
    }
}
