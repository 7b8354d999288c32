using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>The iterators in the running kernel. Skipped, with the reason, where they may not be loaded.</summary>
[Collection(BpfKernelCollection.Name)]
[SupportedOSPlatform("linux")]
public class BpfSnapshotTests
{
    [Fact]
    public void TryReadSockets_finds_what_existed_before()
    {
        BpfRights.RequireOrSkip();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = (IPEndPoint)listener.LocalEndpoint;
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(server);
        using var bound = new UdpClient(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        using var snapshot = Open();

        var sockets = Read(snapshot);

        var mine = sockets.Where(s => s.ProcessId == Environment.ProcessId).ToList();
        var connected = Assert.Single(mine, s => s.Cookie == SocketCookie.Of(client));
        Assert.Equal(server.Port, connected.Ends.RemotePort);
        Assert.Equal(((IPEndPoint)client.LocalEndPoint!).Port, connected.Ends.LocalPort);
        Assert.Equal(1, connected.Ends.State); // TCP_ESTABLISHED
        Assert.Equal(10, Assert.Single(mine, s => s.Cookie == SocketCookie.Of(listener.Server)).Ends.State); // TCP_LISTEN
        var datagrams = Assert.Single(mine, s => s.Cookie == SocketCookie.Of(bound.Client));
        Assert.Equal((17, UInt128.One), (datagrams.Ends.Protocol, datagrams.Ends.LocalAddress));
    }

    [Fact]
    public void TryReadSockets_gives_all_of_more_than_one_read_holds()
    {
        BpfRights.RequireOrSkip();
        var opened = new List<Socket>();
        try
        {
            for (var i = 0; i < 900; i++) // 72 bytes each: two of the kernel's buffers and more
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                opened.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }

            using var snapshot = Open();
            var mine = Read(snapshot).Where(s => s.ProcessId == Environment.ProcessId).ToDictionary(s => s.Cookie, s => s.Ends.LocalPort);

            Assert.All(opened, s => Assert.Equal(((IPEndPoint)s.LocalEndPoint!).Port, mine[SocketCookie.Of(s)]));
        }
        finally
        {
            opened.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public void TryReadSockets_sees_the_sockets_of_other_processes()
    {
        BpfRights.RequireOrSkip();
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which opens sockets by itself");
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        using var other = Process.Start(new ProcessStartInfo("/bin/bash", ["--norc", "-c", $"exec 4<>/dev/udp/127.0.0.1/{port}; echo ready; read"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        other.StandardOutput.ReadLine();
        using var snapshot = Open();

        var found = Assert.Single(Read(snapshot), s => s.Ends.RemotePort == port);

        Assert.Equal(other.Id, found.ProcessId);
        other.StandardInput.Close();
        other.WaitForExit();
    }

    private static BpfSnapshot Open()
    {
        Assert.True(BpfSnapshot.TryOpen(out var snapshot, out var whyNot), whyNot);
        return snapshot!;
    }

    private static List<SocketRecord> Read(BpfSnapshot snapshot)
    {
        var sockets = new List<SocketRecord>();
        Assert.True(snapshot.TryReadSockets(sockets, out var whyNot), whyNot);
        return sockets;
    }
}
