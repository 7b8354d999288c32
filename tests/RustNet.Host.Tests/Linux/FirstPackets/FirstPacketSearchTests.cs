using System.Globalization;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;
using RustNet.Host.Linux.Sockets;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.FirstPackets;

/// <summary>Each way to name the wrong one is a test. A fake /proc and fake sockets; time moves only when a test moves it.</summary>
[SupportedOSPlatform("linux")]
public sealed class FirstPacketSearchTests : IDisposable
{
    private const int Client = 500;
    private const ulong Inode = 7;
    private const double Soon = 0.0001;

    private readonly FakeProc _proc = new();
    private readonly SkippingTime _clock = new();
    private readonly FakeLookup _sockets = new();
    private readonly SightingQueue _queue = new();
    private readonly FirstPacketSearch _search;

    public FirstPacketSearchTests()
    {
        _search = new FirstPacketSearch(
            _sockets, new HolderSearch(_proc.Directory, _clock, bounds: FirstPacketSearch.Bounds), _proc.Facts(_clock), _proc.Directory, EphemeralPorts.Default, _clock, _queue);
        NewestIs(Client);
    }

    [Fact]
    public void Names_a_process_that_has_only_just_begun()
    {
        AddClient();
        Open(Tcp(50000), Inode);
        var sentAt = Now;

        Receive(Tcp(50000));

        var sighting = Assert.Single(HandedOver(0.0011));
        Assert.Equal(("client", OwnerMatch.Exact, sentAt), (sighting.Owner!.Process!.Name, sighting.Owner.Match, sighting.From));
        Assert.True(sighting.Until >= sentAt);
        Assert.Null(_search.NextDue);
    }

    [Fact]
    public void Names_it_when_it_is_gone_meanwhile()
    {
        AddClient();
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));
        _proc.RemoveProcess(Client);
        _sockets.Sockets.Clear();

        Assert.Equal(["client"], Names(0.0011));
    }

    [Fact]
    public void Names_the_parent_of_a_child_that_has_inherited_the_socket()
    {
        AddClient();
        _proc.AddProcess(501, "child", parent: Client, startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(501, 0, Inode); // as its standard input
        NewestIs(501);
        Open(Tcp(50000), Inode);

        Receive(Tcp(50000));

        Assert.Equal(["client"], Names(0.0011));
    }

    [Fact]
    public void Names_the_shell_whose_command_has_its_socket()
    {
        _proc.AddProcess(300, "shell", startTicks: FakeProc.Ticks(-0.5));
        for (var file = 0; file < 2000; file++)
        {
            _proc.OpenFile(300, 1000 + file, "/dev/null"); // too many to look at again and again
        }

        Receive(Tcp(40000));
        _proc.OpenSocket(300, 3, Inode);
        _proc.AddProcess(Client, "command", parent: 300, startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(Client, 3, Inode);
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));

        Assert.Equal(["shell"], Names(0.0011));
    }

    [Fact]
    public void Names_the_parent_of_a_child_that_sends_datagrams_by_another_number()
    {
        _proc.AddProcess(300, "parent", startTicks: FakeProc.Ticks(-100));
        _proc.OpenSocket(300, 9, Inode);
        _proc.AddProcess(Client, "child", parent: 300, startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(Client, 3, Inode);
        _sockets.Sockets.Add(Bound(50000, Inode));
        Receive(Udp(50000, 53));

        Assert.Equal(["parent"], Names(0.0101));
    }

    [Fact]
    public void Looks_at_the_parent_again_though_that_was_looked_at_just_before()
    {
        AddClient();
        _proc.Close(Client, 5);
        for (var file = 100; file < 130; file++)
        {
            _proc.OpenFile(Client, file, "/dev/null"); // so many that it is left alone for a moment
        }

        _sockets.Sockets.Add(Entry(Tcp(49000), 6));
        Receive(Tcp(49000)); // looks at everybody
        Advance(0.00001);
        _proc.OpenSocket(Client, 5, Inode);
        _proc.AddProcess(501, "child", parent: Client, startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(501, 0, Inode); // by another number, so that all of its parent's have to be looked at
        NewestIs(501);
        _sockets.Sockets.Clear();
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));
        Assert.Empty(HandedOver(0.0011));

        _search.Look();

        Assert.Equal(["client"], Names(0.0011));
    }

    [Fact]
    public void Names_nobody_who_was_born_after_the_packet()
    {
        AddClient();
        _proc.Close(Client, 5);
        Open(Tcp(50000), Inode);
        Take(Tcp(50000));
        _proc.RemoveProcess(Client); // it has sent, handed the socket down, and is gone
        _proc.AddProcess(501, "child", startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(501, 5, Inode);
        NewestIs(501);
        _search.Look();

        Assert.Empty(HandedOver(0.0011));
    }

    [Fact]
    public void Names_nobody_young_where_ids_have_begun_again()
    {
        NewestIs(32_000);
        Open(Tcp(50000), Inode);
        Take(Tcp(50000));
        _proc.AddProcess(301, "child", startTicks: FakeProc.Ticks(0));
        _proc.OpenSocket(301, 5, Inode);
        NewestIs(301);
        _search.Look();

        Assert.Empty(HandedOver(0.0011));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public void Names_of_a_packet_that_comes_late_only_who_is_much_older(double startedAt, bool isNamed)
    {
        _proc.AddProcess(Client, "client", startTicks: FakeProc.Ticks(startedAt));
        _proc.OpenSocket(Client, 5, Inode);
        Open(Tcp(50000), Inode);
        var packet = Packet(Tcp(50000));
        Advance(0.005);

        Take(packet);
        _search.Look();

        Assert.Equal(isNamed, HandedOver(0.0011).Count == 1);
    }

    [Fact]
    public void Names_nobody_where_the_system_does_not_tell_who_is_newest()
    {
        _proc.Write("loadavg", "");
        AddClient();
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));

        Assert.Empty(HandedOver(0.0011));
    }

    [Fact]
    public void Names_nobody_where_strangers_share_a_socket()
    {
        AddClient();
        _proc.AddProcess(400, "stranger", startTicks: FakeProc.Ticks(-5));
        _proc.OpenSocket(400, 5, Inode);
        Open(Tcp(50000), Inode);
        _search.Begin();
        Receive(Tcp(40000)); // nothing is there
        Receive(Tcp(50000));

        Assert.DoesNotContain("stranger", Names(0.0011));
    }

    [Fact]
    public void Names_nobody_where_the_port_was_taken_over_before_the_look()
    {
        AddClient();
        Open(Tcp(50000), Inode);
        Take(Packet(Tcp(50000)));
        Advance(Soon);
        var second = Packet(Tcp(50000), sequence: 2);
        Take(second); // whose socket may be the one found for the first
        _search.Look();

        var sightings = HandedOver(0.0011);
        Assert.Equal([null, "client"], sightings.Select(sighting => sighting.Owner?.Process?.Name));
        Assert.All(sightings, sighting => Assert.Equal(second.SentAt, sighting.From));
    }

    [Fact]
    public void Syn_that_is_repeated_is_not_looked_up_again()
    {
        AddClient();
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));
        var lookups = _sockets.Lookups;
        Advance(1);
        Receive(Tcp(50000));

        Assert.Equal(lookups, _sockets.Lookups);
        Assert.Equal(["client"], Names(0.0011));
    }

    [Fact]
    public void Names_nobody_where_another_connection_has_the_ends()
    {
        AddClient();
        _sockets.Sockets.Add(Entry(Tcp(50000), Inode) with { Remote = 99 });
        Receive(Tcp(50000));

        Assert.Empty(HandedOver(0.0011));
    }

    [Fact]
    public void Looks_at_nobody_for_a_socket_that_is_gone()
    {
        Open(Tcp(50000), Inode);
        Take(Tcp(50000));
        _sockets.Sockets.Clear();
        _search.Look();

        Assert.Null(_search.NextDue);
    }

    [Fact]
    public void Gives_up_after_some_looks()
    {
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));
        Assert.NotNull(_search.NextDue);
        _search.Look();
        _search.Look();

        Assert.Null(_search.NextDue);
    }

    [Fact]
    public void Datagram_is_of_the_only_socket_at_its_port_after_a_while()
    {
        AddClient();
        _sockets.Sockets.Add(Bound(50000, Inode));
        Receive(Udp(50000, 53));

        Assert.Empty(HandedOver(0.009));
        var sighting = Assert.Single(HandedOver(0.0011));
        Assert.Equal(("client", OwnerMatch.Wildcard), (sighting.Owner!.Process!.Name, sighting.Owner.Match));
    }

    [Fact]
    public void Datagram_of_a_connected_socket_is_exact()
    {
        AddClient();
        Open(Udp(50000, 53), Inode);
        Receive(Udp(50000, 53));

        Assert.Equal(OwnerMatch.Exact, Assert.Single(HandedOver(0.0101)).Owner!.Match);
    }

    [Fact]
    public void Datagram_of_a_port_that_may_be_shared_is_nobodys()
    {
        AddClient();
        _sockets.Sockets.Add(Bound(5353, Inode));
        Receive(Udp(5353, 5353));

        Assert.Empty(HandedOver(0.0101));
    }

    [Fact]
    public void Datagrams_are_forgotten_where_packets_were_missed()
    {
        AddClient();
        Open(Udp(50000, 53), Inode);
        Receive(Udp(50000, 53));

        _search.ForgetDatagrams();

        Assert.Empty(HandedOver(0.0101));
    }

    [Fact]
    public void A_clock_that_is_set_back_keeps_nothing_waiting()
    {
        AddClient();
        Open(Udp(50000, 53), Inode);
        Receive(Udp(50000, 53));
        _clock.Advance(TimeSpan.FromHours(-1));

        Assert.Empty(HandedOver(0));
        Assert.Null(_search.NextDue);
    }

    [Fact]
    public void Datagram_is_nobodys_where_several_sockets_have_its_port()
    {
        AddClient();
        _sockets.Sockets.Add(Bound(50000, Inode));
        _sockets.Sockets.Add(Bound(50000, 8) with { Local = 3 });
        Receive(Udp(50000, 53));

        Assert.Empty(HandedOver(0.0101));
    }

    [Fact]
    public void Datagram_is_nobodys_where_the_port_sends_elsewhere_at_once()
    {
        AddClient();
        _sockets.Sockets.Add(Bound(50000, 6)); // of one that has sent, and is gone before it was looked at
        Receive(Udp(50000, 53));
        _sockets.Sockets.Clear();
        Advance(Soon);
        _sockets.Sockets.Add(Bound(50000, Inode));
        Receive(Udp(50000, 54));
        Assert.Empty(HandedOver(0.0101));

        Receive(Udp(50000, 55)); // the same socket was there before and after, yet a port that has changed hands may do so again
        Assert.Empty(HandedOver(0.0101));

        Advance(6); // long silent
        Receive(Udp(50000, 56));

        Assert.Equal(["client"], Names(0.0101));
    }

    [Fact]
    public void Datagram_is_nobodys_where_another_one_follows_before_it_is_certain()
    {
        AddClient();
        _sockets.Sockets.Add(Bound(50000, Inode)); // sent by one before, who has given up the port
        Receive(Udp(50000, 53));
        Advance(0.005);
        Receive(Udp(50000, 54)); // by the one who has it now

        Assert.Equal([(ushort)54], HandedOver(0.0101).Select(sighting => sighting.Key.RemotePort));
    }

    [Fact]
    public void Packet_that_comes_too_late_is_counted()
    {
        AddClient();
        Open(Tcp(50000), Inode);
        var packet = Packet(Tcp(50000));
        Advance(0.03);
        Take(packet);

        Assert.Equal((1L, 0), (_search.Missed, _sockets.Lookups));
    }

    [Fact]
    public void Packets_that_are_too_many_are_counted()
    {
        for (var i = 0; i < 300; i++)
        {
            Open(Tcp((ushort)(50000 + i)), (ulong)(1000 + i));
            Take(Tcp((ushort)(50000 + i)));
        }

        Assert.Equal(44, _search.Missed);
    }

    [Fact]
    public void Process_that_goes_on_is_asked_for_the_next_descriptor_only()
    {
        _proc.AddProcess(300, "server", startTicks: FakeProc.Ticks(-100));
        _proc.OpenSocket(300, 5, Inode);
        Open(Tcp(50000), Inode);
        Receive(Tcp(50000));
        _proc.OpenSocket(300, 6, 8);
        for (var id = 600; id < 620; id++)
        {
            _proc.AddProcess(id, "newer"); // more than one search looks at
        }

        NewestIs(619);
        Open(Tcp(50001), 8);
        Receive(Tcp(50001));

        Assert.Equal(["server", "server"], Names(0.0011));
    }

    [Fact]
    public void Process_that_was_found_otherwise_is_looked_at_first()
    {
        _proc.AddProcess(300, "server", startTicks: FakeProc.Ticks(-100));
        _proc.OpenSocket(300, 5, Inode);
        for (var id = 600; id < 620; id++)
        {
            _proc.AddProcess(id, "newer");
        }

        NewestIs(619);
        Open(Tcp(50000), Inode);
        _queue.Suggest(300);
        Receive(Tcp(50000));

        Assert.Equal(["server"], Names(0.0011));
    }

    public void Dispose() => _proc.Dispose();

    private long Now => UnixTime.Now(_clock);

    private void AddClient()
    {
        _proc.AddProcess(Client, "client", startTicks: FakeProc.Ticks(0));
        _proc.OpenFile(Client, 0, "/dev/null");
        _proc.OpenSocket(Client, 5, Inode);
    }

    private void NewestIs(int process) => _proc.Write("loadavg", string.Create(CultureInfo.InvariantCulture, $"0.20 0.18 0.12 1/80 {process}\n"));

    private void Open(SocketKey key, ulong inode) => _sockets.Sockets.Add(Entry(key, inode));

    private void Receive(SocketKey key)
    {
        Take(key);
        _search.Look();
    }

    private void Take(SocketKey key) => Take(Packet(key));

    private void Take(FirstPacket packet)
    {
        _search.Begin();
        _search.Take(in packet);
    }

    private FirstPacket Packet(SocketKey key, uint sequence = 1)
    {
        var packet = new FirstPacket(key, sequence, Now);
        Advance(Soon);
        return packet;
    }

    private List<Sighting> HandedOver(double afterSeconds)
    {
        Advance(afterSeconds);
        _search.HandOver();
        List<Sighting> found = [];
        _queue.TakeAll(ref found);
        return found;
    }

    private IEnumerable<string?> Names(double afterSeconds) => HandedOver(afterSeconds).Select(sighting => sighting.Owner?.Process?.Name);

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private static SocketKey Tcp(ushort port) => new(IpProtocol.Tcp, FlowText.FromIPv4(0x0a000001), port, FlowText.FromIPv4(0xc0000209), 443);

    private static SocketKey Udp(ushort port, ushort remotePort) => Tcp(port) with { Protocol = IpProtocol.Udp, RemotePort = remotePort };

    private static SocketEntry Entry(SocketKey key, ulong inode) =>
        new(key.Protocol, false, SocketState.Established, key.Local, key.LocalPort, key.Remote, key.RemotePort, inode, 0);

    private static SocketEntry Bound(ushort port, ulong inode) =>
        new(IpProtocol.Udp, false, SocketState.Close, FlowText.FromIPv4(0), port, FlowText.FromIPv4(0), 0, inode, 0);

    private sealed class FakeLookup : ISocketLookup
    {
        public List<SocketEntry> Sockets { get; } = [];

        public int Lookups { get; private set; }

        public bool TryLookup(in SocketKey key, out SocketEntry entry)
        {
            Lookups++;
            return new SocketTable([.. Sockets]).TryFind(in key, out entry);
        }

        public bool TryListAt(IpProtocol protocol, ushort localPort, List<SocketEntry> into)
        {
            into.AddRange(Sockets.Where(socket => socket.Protocol == protocol && socket.LocalPort == localPort));
            return true;
        }

        public void Dispose()
        {
        }
    }
}
