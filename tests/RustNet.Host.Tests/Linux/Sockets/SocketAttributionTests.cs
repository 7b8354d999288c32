using System.Net;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;
using RustNet.Host.Linux.Sockets;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Sockets;

/// <summary>A fake /proc and a fake kernel list of sockets; time moves only when a test moves it.</summary>
[SupportedOSPlatform("linux")]
public sealed class SocketAttributionTests : IDisposable
{
    private const string Here = "10.0.0.1";
    private const string There = "192.0.2.9";
    private const int OwnUser = 4711;

    private readonly FakeProc _proc = new();
    private readonly SkippingTime _clock = new();
    private readonly FakeSource _source = new();
    private readonly SocketAttribution _attribution;

    public SocketAttributionTests()
    {
        _attribution = new SocketAttribution(_source, _proc.Directory, _proc.Facts(_clock), _clock);
    }

    [Fact]
    public void Find_names_the_process_of_the_exact_socket()
    {
        AddProcess(100, "curl", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_looks_at_a_process_newer_than_the_last_look()
    {
        _attribution.Refresh();
        AddProcess(100, "curl", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_names_first_who_was_seen_as_it_sent()
    {
        AddProcess(100, "later", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));
        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: true);
        using var attribution = WithSighted(new Sighting(SocketKey.Of(in query), query.SeenAt, query.SeenAt + 1_000_000, new FlowOwner(new ProcessInfo(7, "gone"), OwnerMatch.Exact)));

        Assert.Equal("gone", attribution.Find(in query)!.Process!.Name);
        var later = query with { SeenAt = query.SeenAt + 2_000_000 };
        Assert.Equal("later", attribution.Find(in later)!.Process!.Name);
    }

    [Fact]
    public void Find_does_not_name_the_next_one_with_the_same_ends()
    {
        AddProcess(100, "next", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));
        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: true);
        using var attribution = WithSighted(new Sighting(SocketKey.Of(in query), query.SeenAt + 1_000_000, query.SeenAt + 1_000_000, null));

        Assert.Null(attribution.Find(in query));
        var again = query with { Attempt = 1 };
        Assert.Equal(OwnerMatch.Exited, attribution.Find(in again)!.Match);
    }

    [Fact]
    public void Find_waits_in_time_wait_for_who_may_have_been_seen()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 0) with { State = SocketState.TimeWait });
        using var attribution = WithSighted();
        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: true);
        var again = query with { Attempt = 1 };

        Assert.Null(attribution.Find(in query));
        Assert.Equal(OwnerMatch.Exited, attribution.Find(in again)!.Match);
    }

    [Fact]
    public void Find_remembers_whose_a_closed_socket_was()
    {
        AddProcess(100, "curl", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));
        _attribution.Refresh();
        _proc.RemoveProcess(100);
        _source.Sockets.Clear();

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
        Advance(3);
        _attribution.Refresh();
        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { SeenAt = Now(-3) }));
    }

    [Fact]
    public void Find_does_not_remember_for_a_later_connection_of_the_same_ports()
    {
        AddProcess(100, "curl", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));
        _attribution.Refresh();
        _source.Sockets.Clear();
        Advance(3);
        _attribution.Refresh();
        Advance(20);

        Assert.Equal((null, OwnerMatch.Exited), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { Attempt = 1 }));
    }

    [Fact]
    public void Find_remembers_over_time_wait()
    {
        AddProcess(100, "curl", 5, 48213);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 48213));
        _attribution.Refresh();
        _source.Sockets[0] = _source.Sockets[0] with { State = SocketState.TimeWait, Inode = 0 };

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_says_exited_in_time_wait_that_was_never_seen_before()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 0) with { State = SocketState.TimeWait });

        Assert.Equal((null, OwnerMatch.Exited), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_waits_for_the_one_who_accepts_and_then_names_the_listener()
    {
        AddProcess(100, "nginx", 5, 7);
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, 80, 7));
        _attribution.Refresh();
        var query = Query(IpProtocol.Tcp, 80, 50000, isInitiator: false);

        Assert.Null(Find(query));
        Assert.Equal(("nginx", OwnerMatch.Listener), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_names_the_worker_that_accepted()
    {
        AddProcess(100, "nginx", 5, 7);
        AddProcess(101, "worker", 5, 7, parent: 100, startTicks: 200);
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, 80, 7));
        _attribution.Refresh();
        Advance(1);
        _proc.OpenSocket(101, 9, 8);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 8));

        Assert.Equal(("worker", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 80, 50000, isInitiator: false)));
    }

    [Fact]
    public void Find_never_names_a_listener_for_a_connection_that_began_here()
    {
        AddProcess(100, "nginx", 5, 7);
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, 80, 7));
        _attribution.Refresh();

        Assert.Equal((null, OwnerMatch.Exited), Find(Query(IpProtocol.Tcp, 80, 50000, isInitiator: true) with { Attempt = 1 }));
    }

    [Fact]
    public void Find_names_the_datagram_socket_bound_to_the_port()
    {
        AddProcess(100, "resolver", 5, 7);
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 50000, 7));

        Assert.Equal(("resolver", OwnerMatch.Wildcard), Find(Query(IpProtocol.Udp, 50000, 53, isInitiator: true)));
    }

    [Fact]
    public void Find_guesses_between_two_datagram_sockets_of_a_port()
    {
        AddProcess(100, "avahi", 5, 7);
        AddProcess(200, "browser", 5, 8);
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 5353, 7));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 5353, 8));
        _attribution.Refresh();

        Assert.Equal(("avahi", OwnerMatch.Guess), Find(Query(IpProtocol.Udp, 5353, 5353, isInitiator: true)));
        Assert.Equal(("avahi", OwnerMatch.Wildcard), Find(Query(IpProtocol.Udp, 5353, 5353, isInitiator: false)));
    }

    [Theory]
    [InlineData(5, OwnerMatch.Guess)] // when it began is known to 10 ms: it may have taken the port over after the packet
    [InlineData(10, OwnerMatch.Wildcard)]
    public void Find_only_guesses_who_has_sent_where_the_process_may_have_begun_later(int milliseconds, OwnerMatch expected)
    {
        AddProcess(100, "next", 5, 7, startTicks: FakeProc.Ticks(10));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 50000, 7));
        Advance(11);

        var query = Query(IpProtocol.Udp, 50000, 53, isInitiator: true) with { SeenAt = Now(-1) + milliseconds * 1_000_000L };

        Assert.Equal(("next", expected), Find(query));
    }

    [Fact]
    public void Find_does_not_name_a_process_younger_than_the_packet()
    {
        AddProcess(100, "late", 5, 7, startTicks: FakeProc.Ticks(10));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 50000, 7));
        Advance(11);

        var query = Query(IpProtocol.Udp, 50000, 53, isInitiator: true) with { SeenAt = Now(-10) };

        Assert.Null(Find(query));
        Assert.Equal((null, OwnerMatch.Exited), Find(query with { Attempt = 1 }));
        Assert.Equal(("late", OwnerMatch.Wildcard), Find(query with { SeenAt = Now(0) }));
    }

    [Fact]
    public void Find_names_the_parent_where_a_child_has_inherited_the_socket()
    {
        _attribution.Refresh();
        AddProcess(100, "client", 5, 7);
        AddProcess(101, "helper", 5, 7, parent: 100, startTicks: 105);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 7));

        Assert.Equal(("client", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_guesses_where_strangers_share_a_socket()
    {
        AddProcess(100, "one", 5, 7);
        AddProcess(200, "other", 5, 7, startTicks: 105);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 7));
        _attribution.Refresh();

        Assert.Equal(("one", OwnerMatch.Guess), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_follows_a_socket_that_another_process_has_taken_over()
    {
        AddProcess(100, "old", 5, 7);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 7));
        _attribution.Refresh();
        _proc.RemoveProcess(100);
        Advance(1);
        AddProcess(200, "new", 5, 7);

        Assert.Equal(("new", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true)));
    }

    [Fact]
    public void Find_says_kernel_of_a_root_socket_that_nobody_has()
    {
        _source.Sockets.Add(Connected(IpProtocol.Udp, 51820, 51820, 7));
        var query = Query(IpProtocol.Udp, 51820, 51820, isInitiator: true);
        _attribution.Refresh();

        Assert.Null(Find(query));
        Assert.Null(Find(query with { Attempt = 1 }));
        Advance(3);
        _attribution.Refresh();

        Assert.Equal((null, OwnerMatch.Kernel), Find(query with { Attempt = 2 }));
    }

    [Fact]
    public void Find_asks_by_port_for_a_socket_bound_to_a_device()
    {
        AddProcess(100, "dhcp", 5, 7);
        _source.BoundToDevice.Add(Waiting(IpProtocol.Udp, 68, 7));
        var query = Query(IpProtocol.Udp, 68, 67, isInitiator: true);

        Assert.Null(Find(query));
        Assert.Equal(("dhcp", OwnerMatch.Guess), Find(query with { Attempt = 1 }));
        Assert.Equal(("dhcp", OwnerMatch.Wildcard), Find(query with { Attempt = 1, IsInitiator = false, Direction = FlowDirection.Incoming }));
    }

    [Fact]
    public void Find_only_guesses_who_has_sent_from_a_port_that_may_be_shared()
    {
        AddProcess(100, "mdns", 5, 7);
        AddProcess(200, "dig", 5, 8);
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 5353, 7));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 50353, 8));

        Assert.Equal(("mdns", OwnerMatch.Guess), Find(Query(IpProtocol.Udp, 5353, 5353, isInitiator: true) with { Attempt = 1 }));
        Assert.Equal(("dig", OwnerMatch.Wildcard), Find(Query(IpProtocol.Udp, 50353, 53, isInitiator: true) with { Attempt = 1 }));
    }

    [Fact]
    public void Find_lists_the_sockets_once_for_all_connections_of_a_moment()
    {
        _attribution.Refresh();
        for (var port = 1000; port < 1100; port++)
        {
            Advance(0.001);
            Find(Query(IpProtocol.Tcp, (ushort)port, 443, isInitiator: true) with { Attempt = 1 });
        }

        Assert.Equal(1, _source.Dumps);
        Advance(0.25);
        var query = Query(IpProtocol.Tcp, 1, 443, isInitiator: true) with { Attempt = 1 };
        Assert.Equal((null, OwnerMatch.Exited), Find(query));
        Assert.Equal((null, OwnerMatch.Exited), Find(query with { LocalPort = 2 }));
        Assert.Equal(2, _source.Dumps);
    }

    [Fact]
    public void Find_does_not_say_exited_before_the_list_is_newer_than_the_connection()
    {
        _attribution.Refresh();
        Advance(0.1);

        Assert.Null(Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { Attempt = 1 }));
    }

    [Fact]
    public void Find_lets_a_socket_that_takes_no_ipv4_answer_for_ipv6_only()
    {
        AddProcess(100, "six", 5, 7);
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 5000, 7) with { IsIPv6 = true, IsIPv6Only = true, Local = 0, Remote = 0 });
        var query = Query(IpProtocol.Udp, 5000, 53, isInitiator: false) with { Attempt = 1 };

        Assert.Equal((null, OwnerMatch.Exited), Find(query));
        Assert.Equal(("six", OwnerMatch.Wildcard), Find(query with { Local = Address("2001:db8::1"), Remote = Address("2001:db8::9") }));
    }

    [Fact]
    public void Find_knows_associations_where_the_kernel_lists_them()
    {
        AddProcess(100, "diameter", 5, 7);
        AddProcess(101, "signalling", 5, 8);
        var query = Query(IpProtocol.Sctp, 3868, 5000, isInitiator: false) with { Attempt = 2 };
        Assert.Null(Find(query));
        Assert.Null(Find(query with { Attempt = 5 }));
        Advance(1);

        _source.Associations = [Connected(IpProtocol.Sctp, 3868, 5000, 7), Connected(IpProtocol.Sctp, 2905, 2905, 8) with { Local = Address("10.0.0.77") }];

        Assert.Equal(("diameter", OwnerMatch.Exact), Find(query));
        Assert.Equal(("signalling", OwnerMatch.Guess), Find(query with { LocalPort = 2905, RemotePort = 2905 }));
        Assert.Equal((null, OwnerMatch.Exited), Find(query with { LocalPort = 9 }));
        Advance(1);
        _source.Associations = [Waiting(IpProtocol.Sctp, 9, 7) with { State = SocketState.Listen }];
        Assert.Equal(("diameter", OwnerMatch.Listener), Find(query with { LocalPort = 9 }));
        Assert.Equal((null, OwnerMatch.Exited), Find(query with { LocalPort = 9, IsInitiator = true }));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(132)]
    [InlineData(136)]
    public void Find_says_nothing_of_protocols_whose_sockets_are_not_listed(int protocol) =>
        Assert.Null(Find(Query((IpProtocol)protocol, 1, 2, isInitiator: true) with { Attempt = 5 }));

    [Fact]
    public void Find_says_forwarded_of_a_neighbours_messages_even_if_it_is_a_container()
    {
        AddContainer();
        var query = Query(IpProtocol.IcmpV6, 0, 0, isInitiator: true) with
        {
            Local = Address("172.17.0.2"),
            Direction = FlowDirection.Forwarded,
            Attempt = 1,
        };

        Assert.Equal((null, OwnerMatch.Forwarded), Find(query));
        Assert.Equal((null, OwnerMatch.Forwarded), Find(query with { Protocol = IpProtocol.Tcp, LocalPort = 4, RemotePort = 5 }));
    }

    [Fact]
    public void Find_says_why_there_is_nobody()
    {
        Assert.Equal((null, OwnerMatch.Forwarded), Find(Query(IpProtocol.Tcp, 1, 2, isInitiator: true) with { Direction = FlowDirection.Forwarded }));
        Assert.Equal((null, OwnerMatch.Kernel), Find(Query(0, 0, 0, isInitiator: true)));
        Assert.Equal((null, OwnerMatch.Kernel), Find(Query(IpProtocol.Igmp, 0, 0, isInitiator: true)));
        Assert.Equal((null, OwnerMatch.Kernel), Find(Query(IpProtocol.Icmp, 9, 9, isInitiator: false)));
        Assert.Equal((null, OwnerMatch.Kernel), Find(Query((IpProtocol)47, 0, 0, isInitiator: true)));
    }

    [Fact]
    public void Find_knows_a_ping_socket_by_its_identifier()
    {
        _proc.AddProcess(100, "ping");
        _proc.OpenSocket(100, 3, 55);
        _proc.Write("thread-self/net/icmp", "heading\n    9: 00000000:04D2 00000000:0000 07 0:0 0:0 0 1000 0 55 2 0 0\n");

        Assert.Equal(("ping", OwnerMatch.Exact), Find(Query(IpProtocol.Icmp, 1234, 1234, isInitiator: true)));
        Assert.Null(Find(Query(IpProtocol.Icmp, 1235, 1235, isInitiator: true)));
    }

    [Fact]
    public void Find_knows_a_raw_ping_by_its_process_and_guesses_otherwise()
    {
        _proc.AddProcess(1234, "busybox");
        _proc.OpenSocket(1234, 3, 55);
        _proc.Write("thread-self/net/raw", "heading\n    1: 00000000:0001 00000000:0000 07 0:0 0:0 0 0 0 55 2 0 0\n");

        Assert.Equal(("busybox", OwnerMatch.Exact), Find(Query(IpProtocol.Icmp, 1234, 1234, isInitiator: true)));
        Assert.Equal(("busybox", OwnerMatch.Guess), Find(Query(IpProtocol.Icmp, 77, 77, isInitiator: true)));
    }

    [Fact]
    public void Find_looks_into_the_namespaces_of_containers()
    {
        AddContainer();

        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { Local = Address("172.17.0.2"), Direction = FlowDirection.Forwarded };

        var owner = _attribution.Find(query)!;
        Assert.Equal(("app", OwnerMatch.Exact, 99UL), (owner.Process!.Name, owner.Match, owner.Process.ForeignNetworkNamespace));
    }

    [Fact]
    public void Find_guesses_through_address_translation()
    {
        AddContainer();

        Assert.Equal(("app", OwnerMatch.Guess), Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { Attempt = 1 }));
    }

    [Fact]
    public void Find_does_not_look_for_loopback_in_other_namespaces()
    {
        AddContainer();
        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: true) with { Local = Address("127.0.0.1"), Attempt = 1 };

        Assert.Equal((null, OwnerMatch.Exited), Find(query));
    }

    [Fact]
    public void Find_names_who_waits_in_a_container_only_if_the_address_is_its_own()
    {
        AddContainer();
        var query = new SocketQuery(
            IpProtocol.Tcp, Address(There), 50001, Address("172.17.0.2"), 80, FlowDirection.Forwarded, IsInitiator: true, Now(0), Attempt: 1);

        Assert.Equal(("app", OwnerMatch.Listener), Find(query));
        Assert.Equal((null, OwnerMatch.Forwarded), Find(query with { Remote = Address("172.17.0.3") }));
    }

    [Fact]
    public void Refresh_lists_the_sockets_that_wait_and_keeps_the_list_while_it_is_the_same()
    {
        AddProcess(100, "nginx", 5, 7);
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, 80, 7));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, 53, 8) with { Local = Address(Here) });
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 9));
        _attribution.Refresh();

        var listening = _attribution.Listening;
        Assert.Equal(2, listening.Count);
        Assert.Equal(("nginx", OwnerMatch.Exact), (listening[0].Owner!.Process!.Name, listening[0].Owner!.Match));
        Assert.Equal((Address("0.0.0.0"), true, (ushort)80), (listening[0].Local, listening[0].IsAnyAddress, listening[0].Port));
        Assert.Equal((Address(Here), false, IpProtocol.Udp), (listening[1].Local, listening[1].IsAnyAddress, listening[1].Protocol));
        Advance(3);
        _source.Sockets.RemoveAt(2);
        _attribution.Refresh();
        Assert.Same(listening, _attribution.Listening);
    }

    [Fact]
    public void Refresh_lists_every_two_seconds()
    {
        _attribution.Refresh();
        _attribution.Refresh();
        Assert.Equal(1, _source.Dumps);
        Advance(2.1);
        _attribution.Refresh();
        Assert.Equal(2, _source.Dumps);
    }

    public void Dispose()
    {
        _attribution.Dispose();
        _proc.Dispose();
    }

    private SocketAttribution WithSighted(params Sighting[] sightings)
    {
        var queue = new SightingQueue();
        foreach (var sighting in sightings)
        {
            queue.Add(sighting);
        }

        return new SocketAttribution(_source, _proc.Directory, _proc.Facts(_clock), _clock, new SightedSockets(queue));
    }

    private void AddContainer()
    {
        _proc.AddProcess(300, "app", network: 99);
        _proc.OpenSocket(300, 3, 70);
        _proc.OpenSocket(300, 4, 71);
        _proc.Write("300/net/tcp", "heading\n   0: 020011AC:C350 090200C0:01BB 01 0:0 0:0 0 0 0 70 1\n   1: 00000000:0050 00000000:0000 0A 0:0 0:0 0 0 0 71 1\n");
        _proc.Write("300/net/fib_trie", "  |-- 172.17.0.2\n     /32 host LOCAL\n");
    }

    private void AddProcess(int id, string name, int descriptor, ulong inode, int parent = 1, long startTicks = 100)
    {
        _proc.AddProcess(id, name, parent, startTicks);
        _proc.OpenFile(id, 0, "/dev/null");
        _proc.OpenSocket(id, descriptor, inode);
    }

    private (string? Name, OwnerMatch Match)? Find(SocketQuery query) =>
        _attribution.Find(in query) is { } owner ? (owner.Process?.Name, owner.Match) : null;

    private SocketQuery Query(IpProtocol protocol, ushort localPort, ushort remotePort, bool isInitiator) => new(
        protocol, Address(Here), localPort, Address(There), remotePort,
        isInitiator ? FlowDirection.Outgoing : FlowDirection.Incoming, isInitiator, Now(0), Attempt: 0);

    private long Now(double seconds) => (_clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100 + (long)(seconds * 1e9);

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private static SocketEntry Connected(IpProtocol protocol, ushort localPort, ushort remotePort, ulong inode) =>
        new(protocol, false, SocketState.Established, Address(Here), localPort, Address(There), remotePort, inode, 0);

    private static SocketEntry Waiting(IpProtocol protocol, ushort port, ulong inode) =>
        new(protocol, false, protocol == IpProtocol.Tcp ? SocketState.Listen : SocketState.Close, Address("0.0.0.0"), port, Address("0.0.0.0"), 0, inode, OwnUser);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));

    private sealed class FakeSource : ISocketSource
    {
        public List<SocketEntry> Sockets { get; } = [];

        public List<SocketEntry> BoundToDevice { get; } = [];

        public List<SocketEntry>? Associations { get; set; }

        public int Dumps { get; private set; }

        public bool TryDump(List<SocketEntry> into)
        {
            Dumps++;
            into.AddRange(Sockets);
            into.AddRange(BoundToDevice);
            return true;
        }

        public bool TryLookup(in SocketKey key, out SocketEntry entry) => new SocketTable([.. Sockets]).TryFind(in key, out entry);

        public bool TryDumpSctp(List<SocketEntry> into)
        {
            into.AddRange(Associations ?? []);
            return Associations is not null;
        }

        public void Dispose()
        {
        }
    }
}
