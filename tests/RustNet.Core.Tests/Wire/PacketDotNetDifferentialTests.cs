using PacketDotNet;
using PacketDotNet.Utils;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

/// <summary>Our views against the library's own full parse, on valid frames of random shape.</summary>
public sealed class PacketDotNetDifferentialTests
{
    private const int Frames = 2_000;

    [Fact]
    public void Parse_agrees_with_the_full_parse_of_the_library()
    {
        var random = new Random(4711);
        var parser = new FrameParser();
        for (var i = 0; i < Frames; i++)
        {
            var captured = RandomFrame(random);

            Assert.Equal(FrameOddity.None, parser.Parse(captured.Raw, out var frame));

            Compare(FullParse(captured), frame);
        }
    }

    private static Captured RandomFrame(Random random)
    {
        var isIPv6 = random.Next(2) == 1;
        var (from, to) = (Endpoint(random, isIPv6), Endpoint(random, isIPv6));
        var payload = new byte[random.Next(60)];
        random.NextBytes(payload);
        var isTcp = random.Next(2) == 1;
        var transport = isTcp
            ? FrameBytes.TcpSegment(
                from, to, (TcpFlags)random.Next(256), (uint)random.NextInt64(uint.MaxValue), (uint)random.NextInt64(uint.MaxValue), payload, (ushort)random.Next(65536),
                new byte[random.Next(11) * 4])
            : FrameBytes.UdpDatagram(from, to, payload);
        var packet = FrameBytes.IpPacket(from, to, isTcp ? IpProtocol.Tcp : IpProtocol.Udp, transport);
        return random.Next(5) switch
        {
            0 => new Captured(FrameBytes.Ethernet(packet, random.Next(1, 4095))),
            1 => new Captured(FrameBytes.LinuxSll(packet)) { LinkLayer = LinkLayer.LinuxSll },
            2 => new Captured(FrameBytes.LinuxSll2(packet, random.Next(1000))) { LinkLayer = LinkLayer.LinuxSll2 },
            3 => new Captured(packet) { LinkLayer = LinkLayer.Raw },
            _ => new Captured(FrameBytes.Ethernet(packet)),
        };
    }

    private static string Endpoint(Random random, bool isIPv6)
    {
        var bytes = new byte[isIPv6 ? 16 : 4];
        random.NextBytes(bytes);
        bytes[0] = isIPv6 ? (byte)0x20 : (byte)10;
        return new System.Net.IPEndPoint(new System.Net.IPAddress(bytes), random.Next(65536)).ToString();
    }

    private static Packet FullParse(Captured captured)
    {
        var link = captured.LinkLayer switch
        {
            LinkLayer.LinuxSll => LinkLayers.LinuxSll,
            LinkLayer.LinuxSll2 => LinkLayers.LinuxSll2,
            LinkLayer.Raw => LinkLayers.Raw,
            _ => LinkLayers.Ethernet,
        };
        return Packet.ParsePacket(link, captured.Bytes);
    }

    private static void Compare(Packet packet, in Frame frame)
    {
        var ip = packet.Extract<IPPacket>();
        Assert.Equal(FlowText.FromIPAddress(ip.SourceAddress), frame.Source);
        Assert.Equal(FlowText.FromIPAddress(ip.DestinationAddress), frame.Destination);
        Assert.Equal((byte)ip.Protocol, (byte)frame.Protocol);
        Assert.Equal(packet.Extract<Ieee8021QPacket>()?.VlanIdentifier ?? 0, frame.VlanId);
        Assert.Equal((packet as LinuxSll2Packet)?.InterfaceIndex ?? 0, frame.InterfaceIndex);
        if (packet.Extract<TcpPacket>() is { } tcp)
        {
            Assert.Equal(tcp.SourcePort, frame.SourcePort);
            Assert.Equal(tcp.DestinationPort, frame.DestinationPort);
            Assert.Equal(tcp.SequenceNumber, frame.Sequence);
            Assert.Equal(tcp.AcknowledgmentNumber, frame.Acknowledgment);
            Assert.Equal(tcp.WindowSize, frame.Window);
            Assert.Equal((byte)tcp.Flags, (byte)frame.TcpFlags);
            Assert.Equal(PayloadOf(tcp), frame.Payload);
        }
        else
        {
            var udp = packet.Extract<UdpPacket>();
            Assert.Equal(udp.SourcePort, frame.SourcePort);
            Assert.Equal(udp.DestinationPort, frame.DestinationPort);
            Assert.Equal((ushort)udp.Length - 8, frame.PayloadLength);
        }

        static ReadOnlySpan<byte> PayloadOf(Packet packet)
        {
            ByteArraySegment? segment = packet.PayloadDataSegment;
            return segment is null ? [] : segment.Bytes.AsSpan(segment.Offset, segment.Length);
        }
    }
}
