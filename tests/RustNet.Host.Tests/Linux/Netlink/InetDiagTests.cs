using System.Buffers.Binary;
using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Netlink;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Netlink;

public sealed class InetDiagTests
{
    [Fact]
    public void TryParse_reads_a_socket_of_ipv4()
    {
        var answer = Answer(2, 1, 50000, "10.0.0.2", 443, "192.0.2.7", 1000, 48213);

        Assert.True(InetDiagMessage.TryParse(answer, IpProtocol.Tcp, out var entry));
        Assert.Equal(
            new SocketEntry(IpProtocol.Tcp, false, SocketState.Established, Address("10.0.0.2"), 50000, Address("192.0.2.7"), 443, 48213, 1000), entry);
    }

    [Fact]
    public void TryParse_reads_a_listener_of_ipv6()
    {
        var answer = Answer(10, 10, 22, "::", 0, "::", 0, 9);

        Assert.True(InetDiagMessage.TryParse(answer, IpProtocol.Tcp, out var entry));
        Assert.Equal((true, true, (ushort)22, 9UL), (entry.IsIPv6, entry.IsWaiting, entry.LocalPort, entry.Inode));
    }

    [Theory]
    [InlineData(10, "05000b0001000000", true)]
    [InlineData(10, "05000b0000000000", false)]
    [InlineData(10, "0500080000000000" + "05000b0001000000", true)]
    [InlineData(10, "05000b0001", true)]
    [InlineData(2, "05000b0001000000", false)]
    [InlineData(10, "04000b0001000000", false)]
    [InlineData(10, "0000000000000000", false)]
    [InlineData(10, "ff000b0001", false)]
    [InlineData(10, "0500", false)]
    public void TryParse_reads_whether_a_socket_takes_ipv6_only(byte family, string attributes, bool expected)
    {
        byte[] answer = [.. Answer(family, 10, 22, "::", 0, "::", 0, 9), .. Convert.FromHexString(attributes)];

        Assert.True(InetDiagMessage.TryParse(answer, IpProtocol.Tcp, out var entry));
        Assert.Equal(expected, entry.IsIPv6Only);
    }

    [Fact]
    public void TryParse_refuses_another_family() =>
        Assert.False(InetDiagMessage.TryParse(Answer(1, 10, 22, "::", 0, "::", 0, 9), IpProtocol.Tcp, out _));

    [Fact]
    public void TryParse_takes_any_damage() =>
        Damage.Try((byte[])[.. Answer(10, 1, 22, "::1", 5, "::1", 0, 9), 5, 0, 8, 0, 1, 0, 0, 0, 5, 0, 11, 0, 1, 0, 0, 0], static input => InetDiagMessage.TryParse(input, IpProtocol.Tcp, out _));

    [Fact]
    public void Messages_are_read_one_after_the_other()
    {
        byte[] datagram = [.. Message(20, 7, new byte[5]), 0, 0, 0, .. Message(3, 7, [0xfe, 0xff, 0xff, 0xff])];
        var messages = new NetlinkMessages(datagram);

        Assert.True(messages.TryRead(out var first));
        Assert.Equal((NetlinkType.SocketDiagnosis, 7u, 5), (first.Type, first.Sequence, first.Payload.Length));
        Assert.True(messages.TryRead(out var second));
        Assert.Equal((NetlinkType.Done, 2), (second.Type, second.Error));
        Assert.False(messages.TryRead(out _));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(17u)]
    [InlineData(uint.MaxValue)]
    public void Messages_end_at_a_length_that_does_not_fit(uint length)
    {
        var datagram = Message(20, 1, []);
        HostOrder.Write(datagram, length);

        Assert.False(new NetlinkMessages(datagram).TryRead(out _));
    }

    [Fact]
    public void Messages_take_any_damage() =>
        Damage.Try((byte[])[.. Message(20, 7, new byte[72]), .. Message(2, 7, [1, 2, 3, 4])], static input =>
        {
            var messages = new NetlinkMessages(input);
            for (var count = 0; messages.TryRead(out var message); count++)
            {
                Assert.True(count <= input.Length / NetlinkMessage.HeaderLength);
                _ = message.Error;
            }
        });

    [Fact]
    public void WriteLookup_names_tcp_as_the_socket_sees_it()
    {
        var request = new byte[InetDiagRequest.Length];

        InetDiagRequest.WriteLookup(request, 1, new SocketKey(IpProtocol.Tcp, Address("10.0.0.2"), 50000, Address("192.0.2.7"), 443));

        Assert.Equal((2, 6), (request[16], request[17]));
        Assert.Equal((50000, 443), (Port(request, 24), Port(request, 26)));
        Assert.Equal((byte[])[10, 0, 0, 2], request[28..32]);
        Assert.Equal((byte[])[192, 0, 2, 7], request[44..48]);
        Assert.Equal(Enumerable.Repeat((byte)0xff, 8), request[64..72]);
    }

    [Fact]
    public void WriteLookup_names_udp_as_an_arriving_packet_does()
    {
        var request = new byte[InetDiagRequest.Length];

        InetDiagRequest.WriteLookup(request, 1, new SocketKey(IpProtocol.Udp, Address("2001:db8::1"), 50000, Address("2001:db8::2"), 53));

        Assert.Equal((10, 17), (request[16], request[17]));
        Assert.Equal((53, 50000), (Port(request, 24), Port(request, 26)));
        Assert.Equal(2, request[43]);
        Assert.Equal(1, request[59]);
    }

    private static int Port(byte[] request, int at) => BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(at));

    private static byte[] Message(ushort type, uint sequence, byte[] payload)
    {
        var message = new byte[NetlinkMessage.HeaderLength + payload.Length];
        HostOrder.Write(message, (uint)message.Length);
        HostOrder.Write(message.AsSpan(4), type);
        HostOrder.Write(message.AsSpan(8), sequence);
        payload.CopyTo(message, NetlinkMessage.HeaderLength);
        return message;
    }

    private static byte[] Answer(byte family, byte state, ushort localPort, string local, ushort remotePort, string remote, uint user, uint inode)
    {
        var message = new byte[InetDiagMessage.Length];
        message[0] = family;
        message[1] = state;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), localPort);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), remotePort);
        IPAddress.Parse(local).TryWriteBytes(message.AsSpan(8), out _);
        IPAddress.Parse(remote).TryWriteBytes(message.AsSpan(24), out _);
        HostOrder.Write(message.AsSpan(64), user);
        HostOrder.Write(message.AsSpan(68), inode);
        return message;
    }

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
