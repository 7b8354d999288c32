using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Events and snapshots as the test has them, and a /proc of its own.</summary>
[SupportedOSPlatform("linux")]
public sealed class BpfAttributorTests : IDisposable
{
    private const long Millisecond = 1_000_000;

    private static readonly SocketEnds s_client = new()
    {
        Protocol = 6,
        Family = AddressFamily.InterNetwork,
        State = 1,
        NetworkNamespace = unchecked((uint)FakeProc.OwnNamespace),
        LocalAddress = EventBytes.Address("10.0.0.2"),
        LocalPort = 40000,
        RemoteAddress = EventBytes.Address("192.0.2.1"),
        RemotePort = 443,
    };

    private static readonly SocketEnds s_server = s_client with { RemoteAddress = UInt128.Zero, RemotePort = 0, LocalPort = 80, LocalAddress = UInt128.Zero, State = 10, Family = AddressFamily.InterNetworkV6 };

    private static readonly SocketEnds s_datagrams = s_server with { Protocol = 17, LocalPort = 53, State = 7 };

    private readonly FakeProc _proc = new();
    private readonly SkippingTime _clock = new();
    private readonly FakeSources _sources;
    private readonly BpfAttributor _attributor;

    public BpfAttributorTests()
    {
        _sources = new FakeSources(_clock);
        var processes = new HolderProcesses(_proc.Directory, _proc.Facts(_clock), hasSameIds: true);
        var boot = FakeProc.BootTime(_clock);
        _attributor = new BpfAttributor(
            _sources, new HolderTable(FakeProc.OwnNamespace, processes, hasEvents: true, tellsSenders: true), processes, _clock, () => UnixTime.Now(_clock) - boot);
    }

    private long Uptime => UnixTime.Now(_clock) - FakeProc.BootTime(new SkippingTime());

    [Fact]
    public void Find_names_who_was_told_also_when_it_is_gone()
    {
        var packet = UnixTime.Now(_clock);
        _sources.Tell(EventBytes.Of(SocketEventKind.Connected, Uptime + Millisecond, 1, s_client, 60, Uptime - Millisecond, "curl", parent: 1));
        _sources.Tell(EventBytes.Of(SocketEventKind.Exited, Uptime + 3 * Millisecond, 0, default, 60, Uptime - Millisecond));

        Assert.Equal((60, "curl", OwnerMatch.Exact), Named(Ask(packet)));
    }

    [Fact]
    public void Find_takes_in_what_happened_between_the_last_look_and_the_packet()
    {
        _sources.Tell(EventBytes.Of(SocketEventKind.Connected, Uptime, 1, s_client, 60, Uptime - Millisecond, "curl"));
        _attributor.Refresh();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        _sources.Tell(EventBytes.Of(SocketEventKind.Closed, Uptime, 1, s_client));
        _clock.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Null(Ask(UnixTime.Now(_clock))); // no Refresh since
    }

    [Fact]
    public void Find_does_not_rely_on_an_end_that_may_have_been_missed()
    {
        _proc.AddProcess(60, "curl", startTicks: 500);
        _sources.Tell(EventBytes.Of(SocketEventKind.Connected, Uptime, 1, s_client, 60, 5_000_000_000, "curl"));
        _attributor.Refresh();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        var packet = UnixTime.Now(_clock);
        Assert.Equal((60, "curl", OwnerMatch.Exact), Named(Ask(packet)));

        _clock.Advance(TimeSpan.FromMilliseconds(5));
        _sources.Skipped = 1;

        Assert.Null(Ask(packet + 4 * Millisecond));
    }

    [Fact]
    public void Find_knows_the_kernel()
    {
        const uint KernelThread = 0x0020_0000;
        _sources.Tell(EventBytes.Of(SocketEventKind.Used, Uptime + 1, 1, s_client, 60, 1, "kworker", flags: KernelThread));

        Assert.Equal(new FlowOwner(null, OwnerMatch.Kernel), Ask(UnixTime.Now(_clock)));
    }

    [Fact]
    public void Refresh_lists_what_waits_and_gives_a_new_list_only_when_it_says_something_else()
    {
        _proc.AddProcess(70, "nginx", startTicks: 500);
        _sources.Sockets.Add(new SocketRecord(70, 5_000_000_000, 1, s_server));
        _sources.Sockets.Add(new SocketRecord(70, 5_000_000_000, 2, s_client));
        _attributor.Refresh();

        var first = _attributor.Listening;
        var waiting = Assert.Single(first);
        Assert.Equal((IpProtocol.Tcp, (ushort)80, true, true), (waiting.Protocol, waiting.Port, waiting.IsAnyAddress, waiting.IsIPv6));
        Assert.Equal((70, "nginx", OwnerMatch.Exact), Named(waiting.Owner));
        _clock.Advance(TimeSpan.FromSeconds(6));
        _attributor.Refresh();
        Assert.Equal(2, _sources.Passes);
        Assert.Same(first, _attributor.Listening);
    }

    [Fact]
    public void A_question_that_a_snapshot_may_answer_has_one_taken_soon()
    {
        _proc.AddProcess(70, "named", startTicks: 500);
        _sources.Sockets.Add(new SocketRecord(70, 5_000_000_000, 1, s_datagrams));
        _attributor.Refresh();
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        _attributor.Refresh();
        Assert.Equal(1, _sources.Passes);

        var packet = UnixTime.Now(_clock);
        Assert.Null(AskDatagram(packet));
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        _attributor.Refresh();

        Assert.Equal(2, _sources.Passes);
        Assert.Equal((70, "named", OwnerMatch.Wildcard), Named(AskDatagram(packet)));
    }

    [Fact]
    public void Snapshots_that_fail_again_and_again_are_shown_and_make_nothing_stale()
    {
        _proc.AddProcess(70, "nginx", startTicks: 500);
        _sources.Sockets.Add(new SocketRecord(70, 5_000_000_000, 1, s_server));
        _attributor.Refresh();
        _sources.WhySnapshotFails = "reading the BPF iterator failed with error 5";
        _sources.Sockets.Clear();

        Pass();
        Assert.Null(_attributor.Degradation); // once may be an accident
        Pass();
        Assert.Equal("snapshots fail: reading the BPF iterator failed with error 5", _attributor.Degradation);
        Assert.Single(_attributor.Listening);

        _sources.WhySnapshotFails = null;
        Pass();
        Assert.Null(_attributor.Degradation);
        Assert.Empty(_attributor.Listening);
    }

    [Fact]
    public void Degradation_says_what_was_not_told()
    {
        Assert.Null(_attributor.Degradation);
        _sources.Missing.Add("this kernel has no sock_recv_length");
        (_sources.Lost, _sources.Skipped, _sources.Forgotten, _sources.Damaged) = (3000, 4, 2, 1);

        Assert.Equal(
            "this kernel has no sock_recv_length; 3,000 socket events were lost, the ring was full; 4 socket events were missed, coming while another was told; 2 connections were opening before the start, or too many at a time, and nobody noted whose; 1 socket event could not be read",
            _attributor.Degradation);
    }

    [Fact]
    public void SeesWaitingSockets_until_the_last_snapshot_is_too_old()
    {
        Assert.False(_attributor.SeesWaitingSockets);
        _attributor.Refresh();
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.True(_attributor.SeesWaitingSockets);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_attributor.SeesWaitingSockets);

        _attributor.Refresh();
        Assert.True(_attributor.SeesWaitingSockets);
        _sources.WhySnapshotFails = "reading the BPF iterator failed with error 5";
        Pass();
        Assert.True(_attributor.SeesWaitingSockets); // one that fails makes nothing older than it is
    }

    [Fact]
    public void A_pass_that_was_held_up_is_made_up_for_soon()
    {
        _sources.PassTakes = TimeSpan.FromSeconds(60);
        _attributor.Refresh();
        Assert.False(_attributor.SeesWaitingSockets); // it may have listed them a minute ago
        _sources.PassTakes = TimeSpan.Zero;

        Pass();
        Assert.Equal(2, _sources.Passes);
        Assert.True(_attributor.SeesWaitingSockets);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    public void After_lost_events_a_connection_has_to_be_seen_again(int lost, int forgotten, int damaged)
    {
        _sources.Tell(EventBytes.Of(SocketEventKind.Connected, Uptime, 1, s_client, 60, Uptime - Millisecond, "curl"));
        _attributor.Refresh();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.NotNull(Ask(UnixTime.Now(_clock)));

        (_sources.Lost, _sources.Forgotten, _sources.Damaged) = (lost, forgotten, damaged);
        Assert.Null(Ask(UnixTime.Now(_clock)));

        _sources.Sockets.Add(new SocketRecord(60, Uptime - 6 * Millisecond, 1, s_client));
        Pass();
        Assert.NotNull(Ask(UnixTime.Now(_clock)));
    }

    [Fact]
    public void Find_and_Refresh_take_any_bytes()
    {
        var random = new Random(5);
        var bytes = new byte[SocketEvent.Size];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            bytes[125] = (byte)random.Next(1, 7);
            _sources.Tell((byte[])bytes.Clone());
            SocketRecord.ReadAll(bytes, _sources.Sockets);
            if (round % 100 == 0)
            {
                Pass();
                _sources.Sockets.Clear();
            }

            _ = SocketEvent.TryRead(bytes, out var any);
            var ends = any.Ends;
            var query = new SocketQuery((IpProtocol)ends.Protocol, ends.LocalAddress, ends.LocalPort, ends.RemoteAddress, ends.RemotePort, (FlowDirection)random.Next(4), random.Next(2) == 0, random.NextInt64(), 3);
            _ = _attributor.Find(in query);
        }
    }

    public void Dispose()
    {
        _attributor.Dispose();
        Assert.True(_sources.IsDisposed);
        _proc.Dispose();
    }

    private static (int, string, OwnerMatch) Named(FlowOwner? owner) => (owner!.Process!.Id, owner.Process.Name, owner.Match);

    private void Pass()
    {
        _clock.Advance(TimeSpan.FromSeconds(6));
        _attributor.Refresh();
    }

    private FlowOwner? Ask(long packet)
    {
        var query = new SocketQuery(
            IpProtocol.Tcp, s_client.LocalAddress, s_client.LocalPort, s_client.RemoteAddress, s_client.RemotePort, FlowDirection.Outgoing, IsInitiator: true, packet, Attempt: 0);
        return _attributor.Find(in query);
    }

    private FlowOwner? AskDatagram(long packet)
    {
        var query = new SocketQuery(
            IpProtocol.Udp, s_client.LocalAddress, s_datagrams.LocalPort, s_client.RemoteAddress, s_client.RemotePort, FlowDirection.Incoming, IsInitiator: false, packet, Attempt: 0);
        return _attributor.Find(in query);
    }

    private sealed class FakeSources(SkippingTime clock) : IBpfSources, ISocketEvents, ISocketSnapshot
    {
        private readonly Queue<byte[]> _events = new();

        public List<SocketRecord> Sockets { get; } = [];

        public List<string> Missing { get; } = [];

        public string? WhySnapshotFails { get; set; }

        public TimeSpan PassTakes { get; set; }

        public int Passes { get; private set; }

        public bool IsDisposed { get; private set; }

        public long Lost { get; set; }

        public long Skipped { get; set; }

        public long Forgotten { get; set; }

        public long Damaged { get; set; }

        public bool TellsSenders => true;

        public ISocketEvents Events => this;

        public ISocketSnapshot Snapshot => this;

        public string? WhyNoEvents => null;

        public string? WhyNoSnapshot => null;

        IReadOnlyList<string> ISocketEvents.Missing => Missing;

        public void Tell(byte[] record) => _events.Enqueue(record);

        public int Drain(ISocketEventSink sink)
        {
            var count = _events.Count;
            while (_events.TryDequeue(out var record))
            {
                Assert.True(SocketEvent.TryRead(record, out var told));
                sink.OnSocketEvent(in told);
            }

            return count;
        }

        public bool TryReadSockets(ICollection<SocketRecord> sockets, out string? whyNot)
        {
            Passes++;
            clock.Advance(PassTakes);
            whyNot = WhySnapshotFails;
            foreach (var socket in Sockets)
            {
                sockets.Add(socket);
            }

            return whyNot is null;
        }

        public void Dispose() => IsDisposed = true;
    }
}
