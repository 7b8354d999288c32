using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;
using RustNet.Host.Windows;

namespace RustNet.Host.Tests.Windows;

public sealed class MibTableTests
{
    private static readonly byte[] s_tcp4 = new MibBytes()
        .Tcp4(MibTcpState.Listen, "0.0.0.0", 445, "0.0.0.0", 12345, 4)
        .Tcp4(MibTcpState.Established, "10.0.0.2", 50000, "192.0.2.7", 443, 4711)
        .Tcp4(MibTcpState.TimeWait, "10.0.0.2", 50001, "192.0.2.7", 443, 0)
        .Tcp4(MibTcpState.Closed, "0.0.0.0", 50002, "0.0.0.0", 0, 4711)
        .ToArray();

    private static readonly byte[] s_tcp6 = new MibBytes()
        .Tcp6(MibTcpState.Listen, "::", 80, "::", 0, 4)
        .Tcp6(MibTcpState.SynSent, "fe80::1", 50000, "fe80::2", 22, 99, scope: 12)
        .Tcp6(MibTcpState.Established, "::ffff:10.0.0.2", 80, "::ffff:192.0.2.7", 50000, 5)
        .ToArray();

    private static readonly byte[] s_udp4 = new MibBytes().Udp4("0.0.0.0", 5353, 1200).Udp4("10.0.0.2", 137, 4).ToArray();

    private static readonly byte[] s_udp6 = new MibBytes().Udp6("::", 5353, 1200).Udp6("fe80::1", 546, 900, scope: 12).ToArray();

    [Fact]
    public void Read_reads_tcp_over_ipv4() => Assert.Equal(
        [
            Waiting(IpProtocol.Tcp, "0.0.0.0", 445, 4), // what stands in the place of its peer's port is not defined
            Connected("10.0.0.2", 50000, "192.0.2.7", 443, 4711),
            Connected("10.0.0.2", 50001, "192.0.2.7", 443, 0),
        ],
        Read(MibTableKind.Tcp4, s_tcp4));

    [Fact]
    public void Read_reads_tcp_over_ipv6_without_scopes() => Assert.Equal(
        [
            Waiting(IpProtocol.Tcp, "::", 80, 4),
            Connected("fe80::1", 50000, "fe80::2", 22, 99),
            Connected("10.0.0.2", 80, "192.0.2.7", 50000, 5) with { IsIPv6 = true },
        ],
        Read(MibTableKind.Tcp6, s_tcp6));

    [Fact]
    public void Read_reads_udp()
    {
        Assert.Equal(
            [Waiting(IpProtocol.Udp, "0.0.0.0", 5353, 1200), Waiting(IpProtocol.Udp, "10.0.0.2", 137, 4)], Read(MibTableKind.Udp4, s_udp4));
        Assert.Equal(
            [Waiting(IpProtocol.Udp, "::", 5353, 1200), Waiting(IpProtocol.Udp, "fe80::1", 546, 900)], Read(MibTableKind.Udp6, s_udp6));
    }

    [Theory]
    [InlineData(0u, 0)]
    [InlineData(1u, 1)]
    [InlineData(3u, 2)]
    [InlineData(uint.MaxValue, 2)]
    public void Read_believes_a_number_of_rows_as_far_as_there_are_bytes(uint count, int expected) =>
        Assert.Equal(expected, Read(MibTableKind.Udp4, new MibBytes().Udp4("0.0.0.0", 1, 1).Udp4("0.0.0.0", 2, 2).ToArray(count)).Count);

    [Fact]
    public void Read_takes_a_process_id_beyond_all_for_none() =>
        Assert.Equal(0, Assert.Single(Read(MibTableKind.Udp4, new MibBytes().Udp4("0.0.0.0", 1, uint.MaxValue).ToArray())).Process);

    [Fact]
    public void Read_takes_any_damage()
    {
        foreach (var (kind, table) in (Span<(MibTableKind, byte[])>)
            [(MibTableKind.Tcp4, s_tcp4), (MibTableKind.Tcp6, s_tcp6), (MibTableKind.Udp4, s_udp4), (MibTableKind.Udp6, s_udp6)])
        {
            Damage.Try(table, input =>
            {
                var sockets = new List<OwnedSocket>();
                MibTable.Read(kind, input, sockets);
                Assert.True(sockets.Count <= input.Length / MibTable.RowLength(kind));
            });
        }
    }

    private static List<OwnedSocket> Read(MibTableKind kind, byte[] table)
    {
        var sockets = new List<OwnedSocket>();
        MibTable.Read(kind, table, sockets);
        return sockets;
    }

    private static OwnedSocket Connected(string local, ushort localPort, string remote, ushort remotePort, int process) =>
        OwnedSocket.Connected(IpProtocol.Tcp, local.Contains(':'), Address(local), localPort, Address(remote), remotePort, process);

    private static OwnedSocket Waiting(IpProtocol protocol, string local, ushort port, int process) =>
        OwnedSocket.Waiting(protocol, local.Contains(':'), Address(local), port, process);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
