using System.Net;
using System.Text;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Proc;

/// <summary>The lines were written by the kernel of a little-endian machine.</summary>
public sealed class ProcNetLineTests
{
    private const string Tcp = "   0: 0100007F:1F90 0200007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 48213 1 0000000000000000 100 0 0 10 0";
    private const string Tcp6 = "  12: B80D0120000000000000000001000000:01BB 00000000000000000000000001000000:A2C2 0A 00000000:00000000 00:00000000 00000000     0        0 9931 1 0000000000000000 100 0 0 10 0";
    private const string Mapped = "   3: 0000000000000000FFFF00000A00000A:0016 0000000000000000FFFF00000B00000A:D431 01 00000000:00000000 02:000A0F13 00000000     0        0 7120 2 0000000000000000 20 4 31 10 -1";
    private const string Udp = "  421: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 18101 2 0000000000000000 0";
    private const string Raw = "    1: 00000000:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 55001 2 0000000000000000 0";

    [Fact]
    public void TryParse_reads_a_line_of_tcp()
    {
        Assert.True(Parse(Tcp, IpProtocol.Tcp, out var entry));

        Assert.Equal(
            new SocketEntry(IpProtocol.Tcp, false, SocketState.Established, Address("127.0.0.1"), 8080, Address("127.0.0.2"), 50000, 48213, 1000), entry);
    }

    [Fact]
    public void TryParse_reads_a_listener_of_tcp6()
    {
        Assert.True(Parse(Tcp6, IpProtocol.Tcp, out var entry));

        Assert.Equal((true, SocketState.Listen, 443, 9931UL), (entry.IsIPv6, entry.State, (int)entry.LocalPort, entry.Inode));
        Assert.Equal((Address("2001:db8::1"), Address("::1")), (entry.Local, entry.Remote));
        Assert.True(entry.IsWaiting);
    }

    [Fact]
    public void TryParse_reads_ipv4_of_an_ipv6_socket_as_ipv4()
    {
        Assert.True(Parse(Mapped, IpProtocol.Tcp, out var entry));

        Assert.Equal((Address("10.0.0.10"), Address("10.0.0.11"), true), (entry.Local, entry.Remote, entry.IsIPv6));
    }

    [Fact]
    public void TryParse_reads_a_bound_socket_of_udp()
    {
        Assert.True(Parse(Udp, IpProtocol.Udp, out var entry));

        Assert.Equal((5353, 101u, true, true), (entry.LocalPort, entry.UserId, entry.IsWaiting, SocketEntry.IsAny(entry.Local)));
    }

    [Fact]
    public void TryParse_reads_the_protocol_of_a_raw_socket()
    {
        Assert.True(Parse(Raw, null, out var entry));

        Assert.Equal((IpProtocol.Icmp, (ushort)0, 55001UL), (entry.Protocol, entry.LocalPort, entry.Inode));
    }

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("")]
    [InlineData("   0: 0100007F:1F90 B80D0120000000000000000001000000:01BB 01 0:0 0:0 0 0 0 1")] // two families
    [InlineData("   0: 0100007F:11F90 0100007F:1F90 01 0:0 0:0 0 0 0 1")]                        // a port of 17 bits
    [InlineData("   0: 0100007F:1F90 0100007F:1F90 01 0:0 0:0 0 99999999999 0 1")]               // a user of more than 32 bits
    [InlineData("   0: 0100007F:1F90 0100007F:1F90 01 0:0 0:0 0 0 0 18446744073709551616")]      // an inode of more than 64 bits
    public void TryParse_refuses_what_is_no_socket(string line) => Assert.False(Parse(line, IpProtocol.Tcp, out _));

    [Fact]
    public void TryParse_takes_any_damage()
    {
        foreach (var line in (string[])[Tcp, Tcp6, Raw])
        {
            Damage.Try(Encoding.ASCII.GetBytes(line), static input =>
            {
                ProcNetLine.TryParse(input, IpProtocol.Tcp, out _);
                ProcNetLine.TryParse(input, null, out _);
            });
        }
    }

    private static bool Parse(string line, IpProtocol? protocol, out SocketEntry entry) =>
        ProcNetLine.TryParse(Encoding.ASCII.GetBytes(line), protocol, out entry);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
