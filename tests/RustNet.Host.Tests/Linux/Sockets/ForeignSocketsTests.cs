using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.Sockets;

public sealed class ForeignSocketsTests
{
    private readonly ForeignSockets _sockets = new();

    [Fact]
    public void IsEmpty_until_there_is_a_namespace()
    {
        Assert.True(_sockets.IsEmpty);
        _sockets.Add(SocketTable.Empty, []);
        Assert.False(_sockets.IsEmpty);
    }

    [Fact]
    public void TryConnected_finds_the_socket_of_the_only_namespace_that_has_it()
    {
        Add("172.17.0.2", Entry("172.17.0.2", 5000, "192.0.2.1", 443, 7), Entry("127.0.0.1", 5000, "127.0.0.1", 80, 8));
        Add("172.18.0.2", Entry("127.0.0.1", 5000, "127.0.0.1", 80, 9));

        Assert.Equal(7UL, Connected("172.17.0.2", 5000, "192.0.2.1", 443));
        Assert.Equal(0UL, Connected("127.0.0.1", 5000, "127.0.0.1", 80)); // each has one
        Assert.Equal(0UL, Connected("172.17.0.2", 5001, "192.0.2.1", 443));
    }

    [Fact]
    public void TryConnected_prefers_the_socket_to_what_is_left_of_an_older_one()
    {
        var left = Entry("172.17.0.2", 5000, "192.0.2.1", 443, 0) with { State = SocketState.TimeWait };
        Add("172.17.0.2", left, left with { Inode = 7, State = SocketState.Established });

        Assert.Equal(7UL, Connected("172.17.0.2", 5000, "192.0.2.1", 443));
    }

    [Fact]
    public void TryTranslated_finds_by_the_remote_end_and_the_port_that_translation_keeps()
    {
        Add("172.17.0.2", Entry("172.17.0.2", 5000, "192.0.2.1", 443, 7), Entry("172.17.0.2", 5001, "192.0.2.1", 443, 8));
        Add("172.18.0.2", Entry("172.18.0.2", 80, "192.0.2.9", 6000, 9), Entry("172.18.0.2", 5001, "192.0.2.1", 443, 10));

        Assert.Equal(7UL, Translated(5000, "192.0.2.1", 443, isSourceTranslated: true));
        Assert.Equal(0UL, Translated(5001, "192.0.2.1", 443, isSourceTranslated: true)); // two
        Assert.Equal(0UL, Translated(5002, "192.0.2.1", 443, isSourceTranslated: true));
        Assert.Equal(9UL, Translated(8080, "192.0.2.9", 6000, isSourceTranslated: false));
        Assert.Equal(0UL, Translated(8080, "192.0.2.1", 443, isSourceTranslated: false)); // three
    }

    [Fact]
    public void TryWaiting_asks_only_who_has_the_address()
    {
        var waiting = Entry("0.0.0.0", 80, "0.0.0.0", 0, 7) with { State = SocketState.Listen };
        Add("172.17.0.2", waiting);
        Add("172.18.0.2");

        Assert.True(_sockets.Has(Address("172.17.0.2")));
        Assert.False(_sockets.Has(Address("172.17.0.3")));
        Assert.True(_sockets.TryWaiting(Key("172.17.0.2", 80, "192.0.2.1", 443), out var found));
        Assert.Equal(7UL, found.Inode);
        Assert.False(_sockets.TryWaiting(Key("172.18.0.2", 80, "192.0.2.1", 443), out _));
    }

    private void Add(string address, params SocketEntry[] entries) => _sockets.Add(new SocketTable([.. entries]), [Address(address)]);

    private ulong Connected(string local, ushort localPort, string remote, ushort remotePort) =>
        _sockets.TryConnected(Key(local, localPort, remote, remotePort), out var entry) ? entry.Inode : 0;

    private ulong Translated(ushort localPort, string remote, ushort remotePort, bool isSourceTranslated) =>
        _sockets.TryTranslated(Key("10.0.0.1", localPort, remote, remotePort), isSourceTranslated, out var entry) ? entry.Inode : 0;

    private static SocketKey Key(string local, ushort localPort, string remote, ushort remotePort) =>
        new(IpProtocol.Tcp, Address(local), localPort, Address(remote), remotePort);

    private static SocketEntry Entry(string local, ushort localPort, string remote, ushort remotePort, ulong inode) =>
        new(IpProtocol.Tcp, false, SocketState.Established, Address(local), localPort, Address(remote), remotePort, inode, 0);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
