using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Tests.Linux;

/// <summary>Sockets of this process and of children, on loopback, asked of the real kernel by both mechanisms.</summary>
[SupportedOSPlatform("linux")]
public sealed class LiveAttributionTests : IDisposable
{
    private readonly ProcDirectory _proc;
    private readonly ProcessFacts _facts;

    public LiveAttributionTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sock_diag and /proc/net are Linux's");
        _proc = new ProcDirectory();
        _facts = ProcessFacts.OfThisMachine(_proc, TimeProvider.System);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Find_names_this_process_at_both_ends_of_a_connection(string method)
    {
        using var attributor = Start(method);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var accepted = listener.AcceptTcpClient();

        AssertIsThisProcess(attributor, client.Client, IpProtocol.Tcp, isInitiator: true, OwnerMatch.Exact);
        AssertIsThisProcess(attributor, accepted.Client, IpProtocol.Tcp, isInitiator: false, OwnerMatch.Exact);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Find_names_this_process_of_an_ipv6_socket_that_speaks_ipv4(string method)
    {
        using var attributor = Start(method);
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        using var accepted = listener.AcceptTcpClient();

        AssertIsThisProcess(attributor, accepted.Client, IpProtocol.Tcp, isInitiator: false, OwnerMatch.Exact);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Find_names_this_process_of_datagram_sockets(string method)
    {
        using var attributor = Start(method);
        using var server = new UdpClient(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        using var connected = new UdpClient(AddressFamily.InterNetworkV6);
        connected.Connect((IPEndPoint)server.Client.LocalEndPoint!);
        using var bound = new UdpClient(new IPEndPoint(IPAddress.Any, 0));

        AssertIsThisProcess(attributor, connected.Client, IpProtocol.Udp, isInitiator: true, OwnerMatch.Exact);
        var query = Query(IpProtocol.Udp, new IPEndPoint(IPAddress.Loopback, Port(bound.Client)), new IPEndPoint(IPAddress.Loopback, 9), isInitiator: true);
        AssertIsThisProcess(attributor.Find(in query), OwnerMatch.Wildcard);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Find_asks_an_ipv6_socket_for_ipv4_only_if_it_takes_that(bool isDual)
    {
        using var attributor = Start("sock_diag");
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        socket.DualMode = isDual;
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        attributor.Refresh();
        var query = Query(IpProtocol.Udp, new IPEndPoint(IPAddress.Loopback, Port(socket)), new IPEndPoint(IPAddress.Loopback, 9), isInitiator: false) with { Attempt = 1 };
        var overIPv6 = Query(IpProtocol.Udp, new IPEndPoint(IPAddress.IPv6Loopback, Port(socket)), new IPEndPoint(IPAddress.IPv6Loopback, 9), isInitiator: false);

        Assert.Equal(isDual, attributor.Find(in query)?.Process is not null);
        AssertIsThisProcess(attributor.Find(in overIPv6), OwnerMatch.Wildcard);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Find_names_the_listener_of_a_connection_that_nobody_has_accepted(string method)
    {
        using var attributor = Start(method);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        attributor.Refresh();

        var query = Query(IpProtocol.Tcp, (IPEndPoint)client.Client.RemoteEndPoint!, (IPEndPoint)client.Client.LocalEndPoint!, isInitiator: false);
        Assert.Null(attributor.Find(in query));
        var later = query with { Attempt = 1 };
        AssertIsThisProcess(attributor.Find(in later), OwnerMatch.Listener);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Find_remembers_a_connection_of_the_first_look(string method)
    {
        using var attributor = Start(method);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient(AddressFamily.InterNetwork);
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        var query = Query(IpProtocol.Tcp, (IPEndPoint)client.Client.LocalEndPoint!, (IPEndPoint)client.Client.RemoteEndPoint!, isInitiator: true);
        attributor.Refresh();
        client.Dispose();

        AssertIsThisProcess(attributor.Find(in query), OwnerMatch.Exact);
    }

    [Theory]
    [InlineData("sock_diag")]
    [InlineData("/proc/net")]
    public void Refresh_lists_this_process_among_those_that_wait(string method)
    {
        using var attributor = Start(method);
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Start();
        attributor.Refresh();

        var found = Assert.Single(
            ((IListeningSockets)attributor).Listening, socket => socket.Protocol == IpProtocol.Tcp && socket.Port == Port(listener.Server));
        Assert.Equal((true, true), (found.IsAnyAddress, found.IsIPv6));
        AssertIsThisProcess(found.Owner, OwnerMatch.Exact);
    }

    [Fact]
    public void Find_names_a_child_started_after_the_first_look()
    {
        using var attributor = Start("sock_diag");
        attributor.Refresh();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which opens a socket without a program of its own");
        using var child = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"exec 3<>/dev/udp/127.0.0.1/{Port(server.Client)}; echo x >&3; read"]) { RedirectStandardInput = true })!;
        server.Client.ReceiveTimeout = 20_000;
        var remote = new IPEndPoint(IPAddress.Any, 0);
        server.Receive(ref remote);

        var query = Query(IpProtocol.Udp, remote, (IPEndPoint)server.Client.LocalEndPoint!, isInitiator: true);
        var owner = attributor.Find(in query);
        child.StandardInput.Close();
        child.WaitForExit();

        Assert.Equal((child.Id, "bash", OwnerMatch.Exact), (owner!.Process!.Id, owner.Process.Name, owner.Match));
        Assert.Equal(Environment.ProcessId, owner.Process.Parents[0].Id);
    }

    [Fact]
    public void Facts_of_this_process_are_right()
    {
        var info = _facts.Find(Environment.ProcessId)!;

        Assert.Equal(Environment.ProcessPath, info.Executable);
        Assert.Equal(Environment.UserName, info.User);
        Assert.Equal(0UL, info.ForeignNetworkNamespace);
        using var self = Process.GetCurrentProcess();
        var started = (self.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        Assert.Equal(started, info.StartTime!.Value / 1e9, 1.0);
    }

    [Fact]
    public void Create_prefers_sock_diag_and_says_what_was_refused()
    {
        using var attributor = LinuxAttribution.Create(TimeProvider.System, out var refusals, static (_, _, _) => new AttributorStart(null, "BPF: not here"));

        Assert.Equal("sock_diag", attributor!.Method);
        Assert.StartsWith("BPF: not here", attributor.Degradation, StringComparison.Ordinal); // without rights, first packets are missing as well
        Assert.StartsWith("BPF: not here", refusals, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_watches_first_packets_unless_each_connection_is_told(bool isToldOfEach)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to open a packet socket");
        var told = new Told(isToldOfEach);
        var before = PacketSockets();
        using var attributor = LinuxAttribution.Create(TimeProvider.System, out _, (_, _, _) => new AttributorStart(told, null));

        Assert.Equal(isToldOfEach ? before : before + 1, PacketSockets());
    }

    private static int PacketSockets()
    {
        var own = Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget).ToHashSet();
        return File.ReadLines("/proc/self/net/packet").Skip(1).Count(line => own.Contains($"socket:[{line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]}]"));
    }

    private sealed class Told(bool isToldOfEach) : IProcessAttributor, ISocketNews
    {
        public string Method => "told";

        public string? Degradation => null;

        public bool TellsOfEach => isToldOfEach;

        public void Refresh()
        {
        }

        public FlowOwner? Find(in SocketQuery socket) => null;

        public void Dispose()
        {
        }
    }

    public void Dispose() => _proc.Dispose();

    private IProcessAttributor Start(string method)
    {
        var start = method == "sock_diag"
            ? SocketDiagAttributor.Start(_proc, _facts, TimeProvider.System)
            : ProcNetAttributor.Start(_proc, _facts, TimeProvider.System, restPerWork: 0);
        Assert.SkipWhen(start.Attributor is null, start.Refusal ?? "");
        Assert.Equal(method, start.Attributor.Method);
        return start.Attributor;
    }

    private static void AssertIsThisProcess(IProcessAttributor attributor, Socket socket, IpProtocol protocol, bool isInitiator, OwnerMatch match)
    {
        var query = Query(protocol, (IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!, isInitiator);
        AssertIsThisProcess(attributor.Find(in query), match);
    }

    private static void AssertIsThisProcess(FlowOwner? owner, OwnerMatch match) =>
        Assert.Equal((Environment.ProcessId, match), (owner?.Process?.Id, owner?.Match));

    private static SocketQuery Query(IpProtocol protocol, IPEndPoint local, IPEndPoint remote, bool isInitiator) => new(
        protocol, Plain(local), (ushort)local.Port, Plain(remote), (ushort)remote.Port,
        FlowDirection.Loop, isInitiator, UnixTime.Now(TimeProvider.System), Attempt: 0);

    private static UInt128 Plain(IPEndPoint endpoint) => FlowText.FromIPAddress(endpoint.Address);

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
