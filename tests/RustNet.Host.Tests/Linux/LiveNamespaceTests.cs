using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Tests.Linux;

/// <summary>Needs root, and says so where it is not: namespaces, and threads that give their rights up.</summary>
[SupportedOSPlatform("linux")]
public sealed class LiveNamespaceTests
{
    private const nint Nobody = 65534;

    [Fact]
    public void Find_names_a_process_in_another_namespace()
    {
        using var space = new NetworkNamespace();
        space.Configure("link", "set", "lo", "up");
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which opens a socket without a program of its own");
        using var child = space.Start("/bin/bash", "-c", "exec 3<>/dev/udp/127.0.0.1/9; echo ready; read");
        Assert.Equal("ready", child.StandardOutput.ReadLine());
        var port = PortOf(child.Id);
        using var attributor = Start();

        var query = new SocketQuery(
            IpProtocol.Udp, Address("127.0.0.1"), port, Address("127.0.0.1"), 9, FlowDirection.Forwarded, IsInitiator: true, Now(), Attempt: 0);
        var owner = attributor.Find(in query);
        child.StandardInput.Close();
        child.WaitForExit();

        Assert.Equal((child.Id, "bash", OwnerMatch.Exact), (owner?.Process?.Id, owner?.Process?.Name, owner?.Match));
        Assert.NotEqual(0UL, owner!.Process!.ForeignNetworkNamespace);
    }

    [Fact]
    public void Find_in_a_namespace_asks_that_one()
    {
        using var space = new NetworkNamespace();
        space.Configure("link", "set", "lo", "up");
        space.Run(static () =>
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var client = new TcpClient();
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            using var attributor = Start();
            attributor.Refresh();

            var local = (IPEndPoint)client.Client.LocalEndPoint!;
            var query = new SocketQuery(
                IpProtocol.Tcp, Address("127.0.0.1"), (ushort)local.Port, Address("127.0.0.1"), (ushort)((IPEndPoint)listener.LocalEndpoint).Port,
                FlowDirection.Loop, IsInitiator: true, Now(), Attempt: 0);
            var owner = attributor.Find(in query);

            Assert.Equal((Environment.ProcessId, OwnerMatch.Exact), (owner?.Process?.Id, owner?.Match));
            Assert.Contains(((IListeningSockets)attributor).Listening, static socket => socket.Owner?.Process?.Id == Environment.ProcessId);
        });
    }

    [Fact]
    public void Find_says_no_rights_of_another_users_socket()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs root to become somebody else");
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which opens a socket without a program of its own");
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        server.Client.ReceiveTimeout = 20_000;
        var port = (ushort)((IPEndPoint)server.Client.LocalEndPoint!).Port;
        using var child = Process.Start(
            new ProcessStartInfo("/bin/bash", ["-c", $"exec 3<>/dev/udp/127.0.0.1/{port}; echo x >&3; read"]) { RedirectStandardInput = true })!;
        var client = new IPEndPoint(IPAddress.Any, 0);
        server.Receive(ref client);
        var query = new SocketQuery(
            IpProtocol.Udp, Address("127.0.0.1"), (ushort)client.Port, Address("127.0.0.1"), port, FlowDirection.Loop, IsInitiator: true, Now(), Attempt: 0);
        List<FlowOwner?> answers = [];
        string? degradation = null;
        var obstacle = "";

        var thread = new Thread(() =>
        {
            if (!BecomeNobody())
            {
                obstacle = "cannot become nobody here";
                return;
            }

            using var attributor = Start();
            attributor.Refresh();
            for (var attempt = 0; attempt <= 2; attempt++)
            {
                var asked = query with { Attempt = attempt };
                answers.Add(attributor.Find(in asked));
            }

            degradation = attributor.Degradation;
        });
        thread.Start();
        thread.Join();
        child.StandardInput.Close();
        child.WaitForExit();

        Assert.SkipWhen(obstacle.Length > 0, obstacle);
        Assert.Equal([null, OwnerMatch.NoRights, OwnerMatch.NoRights], answers.Select(static answer => answer?.Match));
        Assert.Contains("CAP_SYS_PTRACE", degradation, StringComparison.Ordinal);
    }

    private static bool BecomeNobody()
    {
        // The kernel's system call changes the calling thread only, the C library's function all of them.
        nint number = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 117, Architecture.Arm64 => 147, _ => 0 };
        return number != 0 && SystemCall(number, Nobody, Nobody, Nobody) == 0;
    }

    private static IProcessAttributor Start() => LinuxAttribution.Create(TimeProvider.System, out _)!;

    // Of a UDP socket that bash has connected: the only one in the namespace.
    private static ushort PortOf(int process)
    {
        using var proc = new ProcDirectory();
        List<RustNet.Host.Linux.Sockets.SocketEntry> entries = [];
        new ProcNetTables(proc).TryReadSockets(process, entries);
        return Assert.Single(entries).LocalPort;
    }

    private static long Now() => UnixTime.Now(TimeProvider.System);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(nint number, nint real, nint effective, nint saved);
}
