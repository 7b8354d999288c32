using System.Net;
using System.Net.Sockets;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.MacOS;
using RustNet.Host.Sockets;

namespace RustNet.Host.Tests.MacOS;

/// <summary>The lsof of this machine, which writes the same as that of macOS, asked about sockets of this process.</summary>
public sealed class LiveLsofTests
{
    private static readonly string? s_lsof = Array.Find(["/usr/sbin/lsof", "/usr/bin/lsof"], File.Exists);

    [Fact]
    public void Find_names_this_process_by_what_lsof_says()
    {
        Assert.SkipWhen(s_lsof is null, "needs lsof");
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetworkV6);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
        var source = new LsofSource(RunLsof, isPartial: false);
        using var attributor = new OwnedSocketAttributor("lsof", source, source, TimeProvider.System);
        attributor.Refresh();

        AssertIsThisProcess(attributor, Query(IpProtocol.Tcp, client.Client.LocalEndPoint, client.Client.RemoteEndPoint), OwnerMatch.Exact);
        AssertIsThisProcess(
            attributor, Query(IpProtocol.Udp, new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)datagrams.Client.LocalEndPoint!).Port), null), OwnerMatch.Wildcard);
        Assert.Contains(
            attributor.Listening,
            socket => socket.Protocol == IpProtocol.Tcp && socket.Port == ((IPEndPoint)listener.LocalEndpoint).Port
                && socket.Owner?.Process?.Id == Environment.ProcessId);
    }

    private static ReadOnlyMemory<byte>? RunLsof() =>
        BoundedCommand.Run(s_lsof!, LsofSource.Arguments, 16 << 20, TimeSpan.FromMinutes(1), TimeProvider.System);

    private static void AssertIsThisProcess(OwnedSocketAttributor attributor, SocketQuery query, OwnerMatch match)
    {
        var owner = attributor.Find(in query);
        Assert.Equal((Environment.ProcessId, match), (owner?.Process?.Id, owner?.Match));
        Assert.False(string.IsNullOrEmpty(owner!.Process!.Name));
        Assert.NotNull(owner.Process.User);
    }

    private static SocketQuery Query(IpProtocol protocol, EndPoint? local, EndPoint? remote) => new(
        protocol, FlowText.FromIPAddress(((IPEndPoint)local!).Address), (ushort)((IPEndPoint)local).Port,
        remote is IPEndPoint peer ? FlowText.FromIPAddress(peer.Address) : UInt128.One, (ushort)(remote is IPEndPoint there ? there.Port : 53),
        FlowDirection.Loop, IsInitiator: true, UnixTime.Now(TimeProvider.System), 0);
}
