using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

public sealed class FirstPacketTests
{
    private const uint Outgoing = 4;
    private const uint ToThisMachine = 0;

    [Fact]
    public void TryParse_reads_a_syn()
    {
        Assert.True(FirstPacket.TryParse(PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(50000, 443)), 77, out var packet));

        Assert.Equal(new FirstPacket(new SocketKey(IpProtocol.Tcp, Address("10.0.0.1"), 50000, Address("192.0.2.9"), 443), 0x01020304, 77), packet);
    }

    [Fact]
    public void TryParse_reads_a_datagram_after_options()
    {
        Assert.True(FirstPacket.TryParse(PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(50000, 53), options: 40), 77, out var packet));

        Assert.Equal((50000, 53, 0u), (packet.Key.LocalPort, packet.Key.RemotePort, packet.Sequence));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(43)]
    [InlineData(60)]
    public void TryParse_skips_one_extension_header(byte nextHeader)
    {
        foreach (var length in (int[])[8, 24, 64])
        {
            var bytes = PacketBytes.IPv6(IpProtocol.Tcp, "2001:db8::1", "2001:db8::9", PacketBytes.Tcp(50000, 443), nextHeader, length);

            Assert.True(FirstPacket.TryParse(bytes, 77, out var packet));
            Assert.Equal(new SocketKey(IpProtocol.Tcp, Address("2001:db8::1"), 50000, Address("2001:db8::9"), 443), packet.Key);
            Assert.Equal((uint)FirstPacket.Length, Filter(bytes));
        }
    }

    [Fact]
    public void Filter_and_parser_take_what_may_be_first()
    {
        foreach (var bytes in Samples())
        {
            Assert.True(FirstPacket.TryParse(bytes, 77, out _));
            Assert.Equal((uint)FirstPacket.Length, Filter(bytes));
            Assert.Equal(0u, FilterInterpreter.Run(FirstPacketFilter.Write(withUdp: true, []), bytes, ToThisMachine));
        }
    }

    [Fact]
    public void Filter_and_parser_refuse_what_is_not_first()
    {
        byte[][] others =
        [
            PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(443, 50000, PacketBytes.SynAck)),
            PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(443, 50000, 0x10)),
            PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(443, 50000, 0x04)),
            PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(443, 50000, 0x03)),
            PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(50000, 53), fragment: 0x2001),
            PacketBytes.IPv4(IpProtocol.Icmp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(50000, 53)),
            PacketBytes.IPv6(IpProtocol.Udp, "fe80::1", "fe80::2", PacketBytes.Udp(50000, 53), nextHeader: 44), // a fragment
            PacketBytes.IPv6(IpProtocol.IcmpV6, "fe80::1", "fe80::2", PacketBytes.Udp(50000, 53)),
            [0, 1, 8, 0, 6, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // ARP
            [],
        ];

        Assert.All(others, bytes => Assert.Equal((false, 0u), (FirstPacket.TryParse(bytes, 77, out _), Filter(bytes))));
    }

    [Fact]
    public void Filter_leaves_out_datagrams_of_quiet_ports_and_all_of_them()
    {
        var quiet = Enumerable.Range(40000, FirstPacketFilter.MostPorts).Select(port => (ushort)port).ToArray();
        var filter = FirstPacketFilter.Write(withUdp: true, quiet);
        var none = FirstPacketFilter.Write(withUdp: false, []);

        Assert.Equal(0u, FilterInterpreter.Run(filter, Datagram(quiet[0]), Outgoing));
        Assert.Equal(0u, FilterInterpreter.Run(filter, Datagram(quiet[^1]), Outgoing));
        Assert.Equal((uint)FirstPacket.Length, FilterInterpreter.Run(filter, Datagram(39999), Outgoing));
        Assert.Equal(0u, FilterInterpreter.Run(none, Datagram(39999), Outgoing));
        foreach (var each in (FilterInstruction[][])[filter, none])
        {
            Assert.Equal((uint)FirstPacket.Length, FilterInterpreter.Run(each, PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(quiet[0], 443)), Outgoing));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => FirstPacketFilter.Write(withUdp: true, new ushort[FirstPacketFilter.MostPorts + 1]));
    }

    [Fact]
    public void Filter_and_parser_withstand_damage_and_agree()
    {
        foreach (var bytes in Samples())
        {
            Damage.Try(bytes, static input =>
            {
                var isPassed = Filter(input) != 0;
                var isFirst = FirstPacket.TryParse(input[..Math.Min(input.Length, FirstPacket.Length)], 77, out var packet);
                Assert.True(isPassed || !isFirst, Convert.ToHexString(input)); // nothing of use is filtered out
                Assert.True(!isFirst || packet.Key.LocalPort != 0);
            });
        }
    }

    private static byte[][] Samples() =>
    [
        PacketBytes.IPv4(IpProtocol.Tcp, "10.0.0.1", "192.0.2.9", PacketBytes.Tcp(50000, 443)),
        PacketBytes.IPv4(IpProtocol.Tcp, "127.0.0.1", "127.0.0.1", PacketBytes.Tcp(50000, 443, 0xc2)), // with ECN
        PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(50000, 53), options: 8),
        PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(50000, 53), fragment: 0x2000),
        PacketBytes.IPv6(IpProtocol.Tcp, "2001:db8::1", "2001:db8::9", PacketBytes.Tcp(50000, 443)),
        PacketBytes.IPv6(IpProtocol.Udp, "fe80::1", "ff02::fb", PacketBytes.Udp(5353, 5353)),
        PacketBytes.IPv6(IpProtocol.Udp, "fe80::1", "fe80::2", PacketBytes.Udp(50000, 53), nextHeader: 60, extension: 16),
    ];

    private static byte[] Datagram(ushort port) => PacketBytes.IPv4(IpProtocol.Udp, "10.0.0.1", "192.0.2.9", PacketBytes.Udp(port, 53));

    private static uint Filter(ReadOnlySpan<byte> bytes) => FilterInterpreter.Run(FirstPacketFilter.Write(withUdp: true, []), bytes, Outgoing);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
