using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;
using RustNet.Testing;

namespace RustNet.Host.Tests.Sockets;

/// <summary>A fake list of sockets and fake processes; time moves only when a test moves it.</summary>
public sealed class OwnedSocketAttributorTests : IDisposable
{
    private const string Here = "10.0.0.1";
    private const string There = "192.0.2.9";

    private readonly SkippingTime _clock = new();
    private readonly FakeSource _source = new();
    private readonly FakeProcesses _processes = new();
    private readonly OwnedSocketAttributor _attributor;

    public OwnedSocketAttributorTests()
    {
        _attributor = new OwnedSocketAttributor("fake", _source, _processes, _clock, "a reason");
        _processes.Add(100, "curl");
        _processes.Add(200, "nginx");
    }

    public void Dispose() => _attributor.Dispose();

    [Fact]
    public void Method_and_Degradation_are_told() => Assert.Equal(("fake", "a reason"), (_attributor.Method, _attributor.Degradation));

    [Fact]
    public void Find_names_the_process_of_the_exact_socket()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443)));
        Assert.Equal(1, _source.Looks);
    }

    [Fact]
    public void Find_looks_again_for_a_connection_that_is_not_listed()
    {
        Refresh();
        Advance(0.5);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443)));
        Assert.Equal(2, _source.Looks);
    }

    [Fact]
    public void Find_does_not_look_more_often_than_ten_times_a_second()
    {
        Refresh();
        Advance(0.05);
        for (var port = 0; port < 100; port++)
        {
            Assert.Equal((null, null), Find(Query(IpProtocol.Tcp, 50000 + port, 443)));
        }

        Assert.Equal(1, _source.Looks);
    }

    [Fact]
    public void Find_rests_nine_times_as_long_as_a_look_took()
    {
        _source.OnLook = () => Advance(0.3);
        Refresh();
        Advance(2.6);
        Refresh();
        Find(Query(IpProtocol.Tcp, 50000, 443));
        Assert.Equal(1, _source.Looks);

        Advance(0.2);
        Find(Query(IpProtocol.Tcp, 50000, 443));
        Assert.Equal(2, _source.Looks);
    }

    [Fact]
    public void Find_rests_no_longer_than_five_seconds()
    {
        _source.OnLook = () => Advance(30);
        Refresh();
        Advance(5.1);
        Find(Query(IpProtocol.Tcp, 50000, 443));

        Assert.Equal(2, _source.Looks);
    }

    [Fact]
    public void Refresh_looks_every_two_seconds()
    {
        Refresh();
        Advance(1.9);
        Refresh();
        Assert.Equal(1, _source.Looks);
        Advance(0.2);
        Refresh();
        Assert.Equal(2, _source.Looks);
    }

    [Fact]
    public void Find_remembers_whose_a_closed_socket_was()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        var query = Query(IpProtocol.Tcp, 50000, 443);
        _processes.Remove(100);
        _source.Sockets.Clear();
        Advance(3);
        Refresh();

        Assert.Equal(("curl", OwnerMatch.Exact), Find(query));
    }

    [Fact]
    public void Find_remembers_over_a_socket_that_is_nobodys_any_more()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        _source.Sockets[0] = Connected(IpProtocol.Tcp, 50000, 443, 0);
        Advance(3);
        Refresh();

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 50000, 443)));
    }

    [Fact]
    public void Find_does_not_remember_for_a_later_connection_of_the_same_ports()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        _source.Sockets.Clear();
        Advance(3);
        Refresh();
        Advance(20);
        var query = Query(IpProtocol.Tcp, 50000, 443);
        Advance(0.2);

        Assert.Equal((null, OwnerMatch.Exited), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_remembers_a_datagram_socket_by_its_port()
    {
        _source.Sockets.Add(Waiting(IpProtocol.Udp, "0.0.0.0", 50000, 100));
        Refresh();
        _source.Sockets.Clear();
        var query = Query(IpProtocol.Udp, 50000, 53);
        Advance(3);
        Refresh();

        Assert.Equal(("curl", OwnerMatch.Wildcard), Find(query));
    }

    [Fact]
    public void Find_names_the_listener_once_a_later_look_has_no_accepted_socket()
    {
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, "0.0.0.0", 80, 200));
        Refresh();
        Advance(0.2);
        var query = Query(IpProtocol.Tcp, 80, 50000, isInitiator: false);

        Assert.Null(Find(query).Name);
        Advance(0.2);
        Assert.Equal(("nginx", OwnerMatch.Listener), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_does_not_take_a_listener_for_who_began()
    {
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, "0.0.0.0", 80, 200));
        var query = Query(IpProtocol.Tcp, 80, 50000);
        Advance(0.2);

        Assert.Equal((null, OwnerMatch.Exited), Find(query with { Attempt = 1 }));
    }

    [Theory]
    [InlineData("0.0.0.0", "10.0.0.1", "curl")]
    [InlineData("::", "10.0.0.1", "curl")]
    [InlineData("0.0.0.0", "0.0.0.0", null)]
    public void Find_takes_the_closest_of_the_sockets_that_wait(string first, string second, string? expected)
    {
        _source.Sockets.Add(Waiting(IpProtocol.Udp, first, 5353, 200));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, second, 5353, 100));
        Refresh();
        Advance(0.2);

        var (name, match) = Find(Query(IpProtocol.Udp, 5353, 5353) with { Attempt = 1 });

        Assert.Equal(expected is null ? OwnerMatch.Guess : OwnerMatch.Wildcard, match);
        Assert.Equal(expected ?? name, name);
    }

    [Fact]
    public void Find_prefers_a_connected_datagram_socket()
    {
        _source.Sockets.Add(Waiting(IpProtocol.Udp, "0.0.0.0", 5000, 200));
        _source.Sockets.Add(Connected(IpProtocol.Udp, 5000, 53, 100));
        Refresh();

        Assert.Equal(("curl", OwnerMatch.Exact), Find(Query(IpProtocol.Udp, 5000, 53)));
    }

    [Fact]
    public void Find_names_the_eldest_of_a_family_that_shares_a_socket()
    {
        _processes.Add(201, "worker", startTime: 2, parent: 200);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 201));
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 200));
        Refresh();

        Assert.Equal(("nginx", OwnerMatch.Exact), Find(Query(IpProtocol.Tcp, 80, 50000, isInitiator: false)));
    }

    [Fact]
    public void Find_guesses_among_strangers_that_share_a_socket()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 100));
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 80, 50000, 200));
        Refresh();

        Assert.Equal(OwnerMatch.Guess, Find(Query(IpProtocol.Tcp, 80, 50000, isInitiator: false)).Match);
    }

    [Fact]
    public void Find_does_not_believe_that_a_process_is_younger_than_its_connection()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        var query = Query(IpProtocol.Tcp, 50000, 443);
        Advance(1);
        _processes.Add(100, "late", startTime: UnixTime.Now(_clock));

        Assert.Equal((null, OwnerMatch.Exited), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_does_not_mistake_a_process_for_the_one_that_had_its_id()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        _processes.Add(100, "other", startTime: 7);

        Assert.Equal("other", Find(Query(IpProtocol.Tcp, 50000, 443)).Name);
    }

    [Fact]
    public void Find_does_not_take_who_was_given_an_id_after_the_list_for_who_had_the_socket()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        var query = Query(IpProtocol.Tcp, 50000, 443, isInitiator: false);
        Advance(1);
        _processes.Add(100, "other", startTime: UnixTime.Now(_clock));

        Assert.Equal("curl", Find(query).Name);
        Advance(2);
        Refresh(); // the list says now that it has it
        Assert.Equal("other", Find(query).Name);
    }

    [Fact]
    public void Find_believes_a_process_that_started_in_the_future_because_the_clock_was_set_back()
    {
        _processes.Add(300, "early", startTime: UnixTime.Now(_clock) + 3_600_000_000_000);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 300));
        Refresh();

        Assert.Equal("early", Find(Query(IpProtocol.Tcp, 50000, 443, isInitiator: false)).Name);
    }

    [Fact]
    public void Find_does_not_put_two_processes_together_that_had_one_id_while_it_was_read()
    {
        _processes.OnRead = () => _processes.Add(100, "other", startTime: 8);
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();

        Assert.Equal("other", Find(Query(IpProtocol.Tcp, 50000, 443)).Name);
    }

    [Fact]
    public void Find_says_no_rights_where_processes_are_hidden()
    {
        _source.IsViewPartial = true;
        var query = Query(IpProtocol.Tcp, 50000, 443);
        Advance(0.2);

        Assert.Equal((null, OwnerMatch.NoRights), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_gives_no_reason_while_the_system_lists_nothing()
    {
        _source.Fails = true;
        Advance(1);

        Assert.Equal((null, null), Find(Query(IpProtocol.Tcp, 50000, 443) with { Attempt = 3 }));
    }

    [Fact]
    public void Find_keeps_what_was_listed_before_a_list_that_failed()
    {
        _source.Sockets.Add(Connected(IpProtocol.Tcp, 50000, 443, 100));
        Refresh();
        _source.Fails = true;
        Advance(3);
        Refresh();

        Assert.Equal("curl", Find(Query(IpProtocol.Tcp, 50000, 443)).Name);
    }

    [Theory]
    [InlineData(IpProtocol.Icmp, false, true, OwnerMatch.Kernel)]
    [InlineData(IpProtocol.Icmp, true, false, null)]
    [InlineData(IpProtocol.Icmp, true, true, OwnerMatch.Exited)]
    [InlineData(IpProtocol.Sctp, true, false, null)]
    [InlineData(IpProtocol.Igmp, true, true, OwnerMatch.Kernel)]
    [InlineData(IpProtocol.Sctp, true, true, OwnerMatch.Kernel)]
    [InlineData((IpProtocol)0, true, true, OwnerMatch.Kernel)]
    public void Find_says_who_speaks_without_ports(IpProtocol protocol, bool isInitiator, bool hasRaw, OwnerMatch? expected)
    {
        _source.HasRaw = hasRaw;
        var query = Query(protocol, 9, 9, isInitiator);
        Advance(0.2);

        Assert.Equal((null, expected), Find(query with { Attempt = 1 }));
    }

    [Fact]
    public void Find_says_kernel_where_the_system_pings_for_its_programs()
    {
        _source.IsPingOfKernel = true;

        Assert.Equal((null, OwnerMatch.Kernel), Find(Query(IpProtocol.Icmp, 9, 9)));
    }

    [Fact]
    public void Find_guesses_who_pings()
    {
        _source.HasRaw = true;
        _source.Sockets.Add(Waiting(IpProtocol.Icmp, "0.0.0.0", 0, 100));

        Assert.Equal(("curl", OwnerMatch.Guess), Find(Query(IpProtocol.Icmp, 9, 9)));
        Refresh();
        Assert.Empty(_attributor.Listening);
    }

    [Fact]
    public void Find_says_forwarded() =>
        Assert.Equal((null, OwnerMatch.Forwarded), Find(Query(IpProtocol.Tcp, 1, 2) with { Direction = FlowDirection.Forwarded }));

    [Fact]
    public void Listening_has_each_socket_once_and_stays_while_nothing_changes()
    {
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, "0.0.0.0", 80, 200));
        _source.Sockets.Add(Waiting(IpProtocol.Tcp, "0.0.0.0", 80, 200));
        _source.Sockets.Add(Waiting(IpProtocol.Udp, Here, 53, 0));
        Refresh();
        var listening = _attributor.Listening;

        Assert.Equal(
            [(IpProtocol.Tcp, (ushort)80, true, "nginx"), (IpProtocol.Udp, (ushort)53, false, null)],
            listening.Select(socket => (socket.Protocol, socket.Port, socket.IsAnyAddress, socket.Owner?.Process?.Name)));
        Advance(3);
        Refresh();
        Assert.Same(listening, _attributor.Listening);
        _source.Sockets.RemoveAt(2);
        Advance(3);
        Refresh();
        Assert.Single(_attributor.Listening);
    }

    [Fact]
    public void Dispose_disposes_the_source()
    {
        _attributor.Dispose();

        Assert.True(_source.IsDisposed);
    }

    private void Refresh() => _attributor.Refresh();

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private (string? Name, OwnerMatch? Match) Find(SocketQuery query)
    {
        var owner = _attributor.Find(in query);
        return (owner?.Process?.Name, owner?.Match);
    }

    private SocketQuery Query(IpProtocol protocol, int localPort, int remotePort, bool isInitiator = true) => new(
        protocol, Address(Here), (ushort)localPort, Address(There), (ushort)remotePort,
        isInitiator ? FlowDirection.Outgoing : FlowDirection.Incoming, isInitiator, UnixTime.Now(_clock), 0);

    private static OwnedSocket Connected(IpProtocol protocol, ushort localPort, ushort remotePort, int process) =>
        OwnedSocket.Connected(protocol, false, Address(Here), localPort, Address(There), remotePort, process);

    private static OwnedSocket Waiting(IpProtocol protocol, string local, ushort port, int process) =>
        OwnedSocket.Waiting(protocol, local.Contains(':'), Address(local), port, process);

    private static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));

    private sealed class FakeSource : IOwnedSocketSource
    {
        public List<OwnedSocket> Sockets { get; } = [];

        public bool IsViewPartial { get; set; }

        public bool HasRaw { get; set; }

        public bool IsPingOfKernel { get; set; }

        public bool Fails { get; set; }

        public int Looks { get; private set; }

        public bool IsDisposed { get; private set; }

        public Action OnLook { get; set; } = static () => { };

        public bool TryList(List<OwnedSocket> into)
        {
            Looks++;
            OnLook();
            into.AddRange(Fails ? [] : Sockets);
            return !Fails;
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class FakeProcesses : IProcessReader
    {
        private readonly Dictionary<int, ProcessInfo> _infos = [];

        public void Add(int process, string name, long startTime = 1, int parent = 0) => _infos[process] = new ProcessInfo(process, name)
        {
            StartTime = startTime,
            Parents = parent == 0 ? [] : [new ProcessParent(parent, "parent")],
        };

        public void Remove(int process) => _infos.Remove(process);

        public ProcessIdentity? Identify(int process) =>
            _infos.TryGetValue(process, out var info) ? new ProcessIdentity(info.StartTime ?? 0, "") : null;

        public Action? OnRead { get; set; }

        public ProcessInfo? Read(int process)
        {
            var info = _infos.GetValueOrDefault(process);
            OnRead?.Invoke();
            OnRead = null;
            return info;
        }
    }
}
