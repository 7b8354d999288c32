using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Sockets;

public sealed class SocketTableTests
{
    [Fact]
    public void TryFind_prefers_the_connected_socket()
    {
        var table = new SocketTable([Listener("0.0.0.0", 80, 1), Connected("10.0.0.1", 80, "10.0.0.2", 5000, 2)]);

        Assert.Equal(2UL, Find(table, "10.0.0.1", 80, "10.0.0.2", 5000));
        Assert.Equal(1UL, Find(table, "10.0.0.1", 80, "10.0.0.2", 5001));
        Assert.Null(Find(table, "10.0.0.1", 81, "10.0.0.2", 5000));
    }

    [Fact]
    public void TryFind_prefers_the_closest_address()
    {
        var table = new SocketTable([Listener("::", 80, 1), Listener("0.0.0.0", 80, 2), Listener("10.0.0.1", 80, 3)]);

        Assert.Equal(3UL, Find(table, "10.0.0.1", 80, "10.0.0.2", 5000));
        Assert.Equal(2UL, Find(table, "10.0.0.9", 80, "10.0.0.2", 5000));
        Assert.Equal(1UL, Find(table, "2001:db8::1", 80, "2001:db8::2", 5000));
    }

    [Fact]
    public void TryFind_takes_an_ipv6_listener_for_ipv4_and_never_the_reverse()
    {
        Assert.Equal(1UL, Find(new SocketTable([Listener("::", 80, 1)]), "10.0.0.1", 80, "10.0.0.2", 5000));
        Assert.Null(Find(new SocketTable([Listener("0.0.0.0", 80, 1)]), "2001:db8::1", 80, "2001:db8::2", 5000));
    }

    [Fact]
    public void TryConnected_prefers_the_socket_to_what_is_left_of_another()
    {
        var left = Connected("10.0.0.1", 80, "10.0.0.2", 5000, 0) with { State = SocketState.TimeWait };
        var live = Connected("10.0.0.1", 80, "10.0.0.2", 5000, 7);

        Assert.Equal(7UL, Find(new SocketTable([left, live]), "10.0.0.1", 80, "10.0.0.2", 5000));
        Assert.Equal(7UL, Find(new SocketTable([live, left]), "10.0.0.1", 80, "10.0.0.2", 5000));
    }

    private static ulong? Find(SocketTable table, string local, ushort localPort, string remote, ushort remotePort) =>
        table.TryFind(new SocketKey(IpProtocol.Tcp, Address(local), localPort, Address(remote), remotePort), out var entry) ? entry.Inode : null;

    private static SocketEntry Listener(string local, ushort port, ulong inode)
    {
        var isIPv6 = local.Contains(':', StringComparison.Ordinal);
        return new(IpProtocol.Tcp, isIPv6, SocketState.Listen, Address(local), port, Address(isIPv6 ? "::" : "0.0.0.0"), 0, inode, 0);
    }

    private static SocketEntry Connected(string local, ushort localPort, string remote, ushort remotePort, ulong inode) =>
        new(IpProtocol.Tcp, false, SocketState.Established, Address(local), localPort, Address(remote), remotePort, inode, 0);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
