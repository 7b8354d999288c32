using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>The programs in the running kernel. Skipped, with the reason, where they may not be loaded.</summary>
[Collection(BpfKernelCollection.Name)]
[SupportedOSPlatform("linux")]
public class BpfEventsTests
{
    private const int Clients = 1000;
    private const int Tcp = 6;
    private const int Udp = 17;

    [Fact]
    public void Every_short_lived_tcp_client_is_told_with_its_process()
    {
        using var events = Start();
        var seen = new CollectedEvents();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = (IPEndPoint)listener.LocalEndpoint;
        var clients = new Dictionary<ulong, ushort>();
        for (var i = 0; i < Clients; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.LingerState = new LingerOption(true, 0); // no TIME_WAIT: a thousand ports are given back
            client.Connect(server);
            clients.Add(SocketCookie.Of(client), Port(client));
            listener.AcceptSocket().Dispose();
            if (i % 100 == 99)
            {
                events.Drain(seen);
            }
        }

        AssertTold(events, clients, seen, SocketEventKind.Connected, Tcp);
        Assert.All(seen.Where(e => clients.ContainsKey(e.Cookie)), e => Assert.Equal(server.Port, e.Ends.RemotePort));
    }

    [Fact]
    public void Every_short_lived_udp_client_is_told_with_its_process()
    {
        using var events = Start();
        var seen = new CollectedEvents();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var target = (IPEndPoint)server.Client.LocalEndPoint!;
        var clients = new Dictionary<ulong, ushort>();
        for (var i = 0; i < Clients; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            if (i % 2 == 0)
            {
                client.Connect(target);
                client.Send("x"u8);
            }
            else
            {
                client.SendTo("x"u8, target);
            }

            clients.Add(SocketCookie.Of(client), Port(client));
            if (i % 100 == 99)
            {
                events.Drain(seen);
            }
        }

        AssertTold(events, clients, seen, SocketEventKind.Used, Udp);
    }

    [Fact]
    public void A_process_that_is_gone_is_told_with_its_own_id_and_name()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which connects by itself");
        using var events = Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var processes = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            using var process = Process.Start("/bin/bash", ["--norc", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}; exec 4<>/dev/udp/127.0.0.1/{port}; echo x >&4"]);
            process.WaitForExit();
            processes.Add(process.Id);
        }

        var seen = new CollectedEvents();
        events.Drain(seen);

        var clients = seen.Where(e => e.Ends.RemotePort == port && e.Kind != SocketEventKind.Closed).ToList();
        Assert.Equal(processes, clients.Where(e => e.Ends.Protocol == Tcp).Select(e => e.ProcessId));
        Assert.Equal(processes, clients.Where(e => e.Ends.Protocol == Udp).Select(e => e.ProcessId));
        Assert.All(clients, e => Assert.Equal(("bash", "bash"), (e.Name, e.Executable)));
    }

    [Fact]
    public void Accepted_and_listening_sockets_are_told()
    {
        using var events = Start();
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        var server = (IPEndPoint)listener.LocalEndpoint;
        using var client = new TcpClient(AddressFamily.InterNetworkV6);
        client.Connect(server);
        using var accepted = listener.AcceptSocket();
        accepted.Send("hello"u8);

        var seen = new CollectedEvents();
        events.Drain(seen);

        var listening = Assert.Single(seen, e => e.Kind == SocketEventKind.Listening && e.Ends.LocalPort == server.Port);
        Assert.Equal((UInt128.One, Environment.ProcessId), (listening.Ends.LocalAddress, listening.ProcessId));
        var used = Assert.Single(seen, e => e.Kind == SocketEventKind.Used && e.Ends.LocalPort == server.Port);
        Assert.Equal((Port(client.Client), Environment.ProcessId), (used.Ends.RemotePort, used.ProcessId));
    }

    [Fact]
    public void A_connection_that_is_refused_is_told_with_its_port()
    {
        using var events = Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var closed = UnusedPort();

        Assert.Throws<SocketException>(() => client.Connect(IPAddress.Loopback, closed));

        var seen = new CollectedEvents();
        events.Drain(seen);
        var refused = Assert.Single(seen, e => e.Kind == SocketEventKind.Connected && e.Ends.RemotePort == closed);
        Assert.Equal(Environment.ProcessId, refused.ProcessId);
        Assert.NotEqual(0, refused.Ends.LocalPort);
        Assert.Equal(7, refused.Ends.State); // TCP_CLOSE
    }

    [Fact]
    public void The_end_of_connections_listeners_and_processes_is_told()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which connects by itself");
        using var events = Start();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (listening, port) = (SocketCookie.Of(listener.Server), ((IPEndPoint)listener.LocalEndpoint).Port);
        using var process = Process.Start("/bin/bash", ["--norc", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}"]);
        process.WaitForExit();
        listener.AcceptSocket().Dispose();
        listener.Dispose();

        var seen = new CollectedEvents();
        events.Drain(seen);

        var connected = Assert.Single(seen, e => e.Kind == SocketEventKind.Connected && e.Ends.RemotePort == port);
        var closed = Assert.Single(seen, e => e.Kind == SocketEventKind.Closed && e.Cookie == connected.Cookie);
        Assert.Equal((connected.Ends.LocalPort, connected.Ends.RemotePort, 0), (closed.Ends.LocalPort, closed.Ends.RemotePort, closed.ProcessId));
        Assert.Equal(port, Assert.Single(seen, e => e.Kind == SocketEventKind.Closed && e.Cookie == listening).Ends.LocalPort);
        var exited = Assert.Single(seen, e => e.Kind == SocketEventKind.Exited && e.ProcessId == process.Id);
        Assert.Equal(connected.StartedAt, exited.StartedAt);
    }

    [Fact]
    public void A_socket_is_told_once_however_much_it_sends()
    {
        using var events = Start();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new UdpClient();
        client.Connect((IPEndPoint)server.Client.LocalEndPoint!);
        for (var i = 0; i < 500; i++)
        {
            client.Send("x"u8);
        }

        var seen = new CollectedEvents();
        events.Drain(seen);

        Assert.Single(seen, e => e.Ends.Protocol == Udp && e.Ends.LocalPort == Port(client.Client));
    }

    [Fact]
    public void What_finds_the_ring_full_is_counted_and_the_rest_goes_on()
    {
        const int TooMany = 16_000; // of 152 bytes: more than 2 MB
        using var events = Start();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var target = (IPEndPoint)server.Client.LocalEndPoint!;
        for (var i = 0; i < TooMany; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            client.Connect(target);
            client.Send("x"u8);
        }

        var lost = events.Lost;
        var seen = new CollectedEvents();
        events.Drain(seen);
        Assert.True(lost > 0);
        Assert.True(seen.Count(e => e.Ends.RemotePort == target.Port) + events.Lost >= TooMany);

        using var late = new UdpClient();
        late.Connect(target);
        late.Send("x"u8);
        seen.Clear();
        events.Drain(seen);
        Assert.Single(seen, e => e.Ends.RemotePort == target.Port);
        Assert.Equal(0, events.Damaged);
    }

    [Fact]
    public void Two_capabilities_are_enough()
    {
        BpfRights.RequireOrSkip();

        BpfRights.RunWith([BpfRights.Bpf, BpfRights.Perfmon], () =>
        {
            using var mechanisms = BpfMechanisms.Start();
            Assert.Null(mechanisms.WhyNoEvents);
            Assert.Null(mechanisms.WhyNoSnapshot);
        });
    }

    [Theory]
    [InlineData(BpfRights.Bpf)]
    [InlineData(BpfRights.Perfmon)]
    [InlineData(0)]
    public void The_reason_names_the_capabilities_when_one_is_missing(int capability)
    {
        BpfRights.RequireOrSkip();

        BpfRights.RunWith([capability], () =>
        {
            using var mechanisms = BpfMechanisms.Start();
            Assert.Equal("BPF needs CAP_BPF and CAP_PERFMON (or root)", mechanisms.WhyNoEvents);
            Assert.Equal("BPF needs CAP_BPF and CAP_PERFMON (or root)", mechanisms.WhyNoSnapshot);
        });
    }

    [Fact]
    public void Draining_and_passes_need_no_right_once_started()
    {
        BpfRights.RequireOrSkip();
        using var mechanisms = BpfMechanisms.Start();
        using var socket = new UdpClient(0);

        BpfRights.RunWith([], () =>
        {
            var seen = new CollectedEvents();
            mechanisms.Events!.Drain(seen);
            var sockets = new List<SocketRecord>();
            Assert.True(mechanisms.Snapshot!.TryReadSockets(sockets, out var whyNot), whyNot);
            Assert.Contains(sockets, s => s.Ends.LocalPort == Port(socket.Client) && s.ProcessId == Environment.ProcessId);
        });
    }

    private static BpfEvents Start()
    {
        BpfRights.RequireOrSkip();
        Assert.True(BpfEvents.TryStart(out var events, out var whyNot), whyNot);
        foreach (var line in events!.Missing)
        {
            TestContext.Current.SendDiagnosticMessage("BPF events: {0}", line);
        }

        return events;
    }

    // At least 99.5 % of them, and none with another process or port.
    private static void AssertTold(BpfEvents events, Dictionary<ulong, ushort> clients, CollectedEvents seen, SocketEventKind kind, int protocol)
    {
        var told = seen.Where(e => e.Kind == kind && clients.ContainsKey(e.Cookie)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{told.Select(e => e.Cookie).Distinct().Count()} of {clients.Count} clients told");
        Assert.Equal(Clients, clients.Count);
        Assert.True(told.Select(e => e.Cookie).Distinct().Count() >= 0.995 * Clients);
        Assert.All(told, e => Assert.Equal(
            (Environment.ProcessId, protocol, clients[e.Cookie]), (e.ProcessId, (int)e.Ends.Protocol, e.Ends.LocalPort)));
        Assert.Equal((0, 0), (events.Lost, events.Damaged));
    }

    private static ushort Port(Socket socket) => (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;

    // Nothing listens where a listener just ended.
    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
