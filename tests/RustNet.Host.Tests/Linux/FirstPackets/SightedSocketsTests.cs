using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

public sealed class SightedSocketsTests
{
    private const long Millisecond = 1_000_000;
    private const long Begin = 1_000_000 * Millisecond;
    private static readonly SocketKey s_tcp = new(IpProtocol.Tcp, 1, 50000, 2, 443);
    private static readonly SocketKey s_udp = s_tcp with { Protocol = IpProtocol.Udp };

    private readonly SightingQueue _queue = new();
    private readonly SightedSockets _sighted;

    public SightedSocketsTests()
    {
        _sighted = new SightedSockets(_queue);
    }

    [Fact]
    public void Find_names_whom_it_was_seen_with_from_the_packet_to_the_look()
    {
        Add(s_tcp, 0, 3, "curl");

        Assert.Equal("curl", Find(s_tcp, 0));
        Assert.Equal("curl", Find(s_tcp, -0.001)); // capture knows microseconds
        Assert.Equal("curl", Find(s_tcp, 3));
        Assert.Equal("None", Find(s_tcp, 3.01)); // it may be another one's by then
        Assert.Equal("Superseded", Find(s_tcp, -1));
        Assert.Equal("None", Find(s_tcp with { LocalPort = 50001 }, 0));
    }

    [Fact]
    public void Find_keeps_connections_with_the_same_ends_apart()
    {
        Add(s_tcp, 0, 3, "first");
        Add(s_tcp, 10, 12, "second");
        Add(s_tcp, 20, 20, null);

        Assert.Equal(
            ["first", "Superseded", "second", "Superseded", "None"],
            new[] { Find(s_tcp, 1), Find(s_tcp, 5), Find(s_tcp, 11), Find(s_tcp, 15), Find(s_tcp, 20) });
        Add(s_tcp, 20, 22, "third");
        Assert.Equal("third", Find(s_tcp, 20));
    }

    [Fact]
    public void Find_says_nothing_of_an_earlier_datagram()
    {
        Add(s_udp, 0, 3, "dig", OwnerMatch.Wildcard);

        Assert.Equal("None", Find(s_udp, -1));
        Assert.Equal(SightingAnswer.Named, _sighted.Find(in s_udp, Begin, out var owner));
        Assert.Equal(OwnerMatch.Wildcard, owner!.Match);
    }

    [Fact]
    public void Find_forgets_the_oldest_of_many_with_the_same_ends()
    {
        for (var i = 0; i < 1000; i++)
        {
            Add(s_tcp, 10 * i, 10 * i + 5, $"client {i}");
        }

        Assert.Equal("client 999", Find(s_tcp, 9990));
        Assert.Equal("Superseded", Find(s_tcp, 0));
    }

    [Fact]
    public void Queue_is_bounded_and_counts()
    {
        var queue = new SightingQueue(most: 2);
        for (var i = 0; i < 5; i++)
        {
            queue.Add(new Sighting(s_tcp, i, i, null));
        }

        List<Sighting> taken = [];
        queue.TakeAll(ref taken);

        Assert.Equal(3, queue.Dropped);
        Assert.Equal([0L, 1L], taken.Select(sighting => sighting.From));
        List<Sighting> again = [];
        queue.TakeAll(ref again);
        Assert.Empty(again);
    }

    [Fact]
    public void Queue_hands_on_the_last_suggestion_once()
    {
        _sighted.Suggest(7);
        _sighted.Suggest(8);

        Assert.Equal((8, 0), (_queue.TakeSuggestion(), _queue.TakeSuggestion()));
    }

    private void Add(SocketKey key, double from, double until, string? name, OwnerMatch match = OwnerMatch.Exact) => _queue.Add(new Sighting(
        key, Begin + (long)(from * Millisecond), Begin + (long)(until * Millisecond), name is null ? null : new FlowOwner(new ProcessInfo(7, name), match)));

    private string Find(SocketKey key, double at)
    {
        var answer = _sighted.Find(in key, Begin + (long)(at * Millisecond), out var owner);
        Assert.Equal(answer == SightingAnswer.Named, owner is not null);
        return owner?.Process?.Name ?? answer.ToString();
    }
}
