using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.MacOS;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.MacOS;

public sealed class SocketDescriptorInfoTests
{
    [Fact]
    public void TryParse_reads_a_connection_of_ipv4() => Assert.Equal(
        OwnedSocket.Connected(IpProtocol.Tcp, false, Address("10.0.0.2"), 50000, Address("192.0.2.7"), 443, 77),
        Parse(ProcInfoBytes.Tcp(ProcInfoBytes.Established, "10.0.0.2", 50000, "192.0.2.7", 443)));

    [Fact]
    public void TryParse_reads_a_connection_of_ipv6() => Assert.Equal(
        OwnedSocket.Connected(IpProtocol.Tcp, true, Address("2001:db8::1"), 50000, Address("2001:db8::2"), 443, 77),
        Parse(ProcInfoBytes.Tcp(ProcInfoBytes.Established, "2001:db8::1", 50000, "2001:db8::2", 443)));

    [Fact]
    public void TryParse_takes_the_interface_out_of_link_local_addresses() => Assert.Equal(
        OwnedSocket.Connected(IpProtocol.Tcp, true, Address("fe80::1"), 50000, Address("fe80::2"), 22, 77),
        Parse(ProcInfoBytes.Tcp(ProcInfoBytes.Established, "fe80::1", 50000, "fe80::2", 22, scope: 14)));

    [Fact]
    public void TryParse_reads_ipv4_on_an_ipv6_socket() => Assert.Equal(
        OwnedSocket.Connected(IpProtocol.Tcp, true, Address("10.0.0.2"), 80, Address("192.0.2.7"), 50000, 77),
        Parse(ProcInfoBytes.Tcp(ProcInfoBytes.Established, "10.0.0.2", 80, "192.0.2.7", 50000, isIPv6Socket: true)));

    [Fact]
    public void TryParse_reads_sockets_that_wait()
    {
        Assert.Equal(
            OwnedSocket.Waiting(IpProtocol.Tcp, true, Address("::"), 22, 77) with { IsIPv6Only = true }, Parse(ProcInfoBytes.Tcp(ProcInfoBytes.Listen, "::", 22, "::", 0)));
        Assert.Equal(OwnedSocket.Waiting(IpProtocol.Udp, false, Address("0.0.0.0"), 5353, 77), Parse(ProcInfoBytes.Udp("0.0.0.0", 5353)));
        Assert.Equal(OwnedSocket.Waiting(IpProtocol.Icmp, false, Address("0.0.0.0"), 0, 77), Parse(ProcInfoBytes.Raw(1)));
    }

    [Fact]
    public void TryParse_reads_that_a_socket_takes_both_versions()
    {
        var bytes = ProcInfoBytes.Tcp(ProcInfoBytes.Listen, "::", 22, "::", 0);
        bytes[ProcInfoLayout.Socket.Versions] = 3; // INI_IPV4 | INI_IPV6

        Assert.Equal(OwnedSocket.Waiting(IpProtocol.Tcp, true, Address("::"), 22, 77), Parse(bytes));
    }

    [Fact]
    public void TryParse_reads_a_connected_datagram_socket() => Assert.Equal(
        OwnedSocket.Connected(IpProtocol.Udp, false, Address("10.0.0.2"), 50000, Address("192.0.2.53"), 53, 77),
        Parse(ProcInfoBytes.Udp("10.0.0.2", 50000, "192.0.2.53", 53)));

    [Fact]
    public void TryParse_refuses_what_no_packet_belongs_to()
    {
        Assert.Null(Parse(ProcInfoBytes.Tcp(0, "0.0.0.0", 0, "0.0.0.0", 0)));
        Assert.Null(Parse(ProcInfoBytes.Tcp(0, "10.0.0.2", 50000, "0.0.0.0", 0))); // TSI_S_CLOSED: bound only
        Assert.Null(Parse(ProcInfoBytes.Udp("0.0.0.0", 0)));
        Assert.Null(Parse(ProcInfoBytes.Other(3, 1))); // AF_UNIX
        Assert.Null(Parse(ProcInfoBytes.Other(6, 32))); // AF_SYSTEM
        Assert.Null(Parse(ProcInfoBytes.Other(1, 32)));
    }

    [Fact]
    public void TryParse_takes_any_damage() => Damage.Try(
        ProcInfoBytes.Tcp(ProcInfoBytes.Established, "fe80::1", 50000, "fe80::2", 22, scope: 14),
        static input => SocketDescriptorInfo.TryParse(input, 1, out _));

    [Theory]
    [InlineData("fe80:e::1", "fe80::1")]
    [InlineData("ff02:e::fb", "ff02::fb")]
    [InlineData("ff01:e::1", "ff01::1")]
    [InlineData("ff05:e::1", "ff05:e::1")]
    [InlineData("fec0:e::1", "fec0:e::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    public void WithoutScope_changes_link_local_addresses_only(string kernel, string wire) =>
        Assert.Equal(Address(wire), MacAddress.WithoutScope(Address(kernel)));

    private static OwnedSocket? Parse(byte[] bytes) => SocketDescriptorInfo.TryParse(bytes, 77, out var socket) ? socket : null;

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
