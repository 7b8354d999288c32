using System.Diagnostics.CodeAnalysis;
using RustNet.Core.Flows;
using RustNet.Host;

namespace RustNet.App.Pipeline;

/// <summary>
/// Connections whose owner is still to be asked for: those that nobody has asked about yet, and those that are to be asked about
/// again. Bounded: of too many, those go that are the least likely to be found still. These are the ones asked about most often, as long
/// as they take more than half of the room; then the ones that have waited longest for their first question. One thread.
/// </summary>
/// <param name="most">Connections kept.</param>
internal sealed class AttributionBacklog(int most = AttributionBacklog.Most)
{
    /// <summary>Connections kept at most.</summary>
    public const int Most = 1 << 16;

    private const int OldestEvery = 8;

    private readonly List<UnownedFlow> _fresh = [];
    private readonly List<PriorityQueue<UnsettledFlow, long>> _again = []; // by attempt, from 1 on; each by when they are due
    private int _oldest;
    private uint _turn;

    /// <summary>Those that nobody has asked about.</summary>
    public int Fresh => _fresh.Count - _oldest;

    /// <summary>When the next one is due to be asked about again, a timestamp; <see langword="null"/> if none waits.</summary>
    public long? NextDue => NextQueue() is { } next && next.TryPeek(out _, out var due) ? due : null;

    private int Again => _again.Sum(static queue => queue.Count);

    /// <summary>Takes new ones over, the newest last.</summary>
    /// <returns>How many that nobody has asked about there is no room for.</returns>
    public int Add(List<UnownedFlow> flows)
    {
        _fresh.AddRange(flows);
        var again = Again;
        while (again > most / 2 && Fresh + again > most)
        {
            _again.FindLast(static queue => queue.Count > 0)!.Dequeue();
            again--;
        }

        var tooMany = Math.Clamp(Fresh + again - most, 0, Fresh);
        _oldest += tooMany;
        if (_oldest > _fresh.Count / 2)
        {
            _fresh.RemoveRange(0, _oldest);
            _oldest = 0;
        }

        return tooMany;
    }

    /// <summary>Asks for one again, at that timestamp.</summary>
    public void PutBack(UnsettledFlow flow, long due)
    {
        while (_again.Count < flow.Attempt)
        {
            _again.Add(new PriorityQueue<UnsettledFlow, long>());
        }

        _again[flow.Attempt - 1].Enqueue(flow, due);
    }

    /// <summary>
    /// The next one to ask about. New ones and those that are due take turns, so that a flood of either keeps nobody else
    /// waiting; among the new, mostly the newest, which may still be found.
    /// </summary>
    /// <param name="now">Until when those are due that are taken.</param>
    /// <param name="isLast">All of them are due.</param>
    /// <param name="flow">The connection.</param>
    public bool TryTake(long now, bool isLast, [NotNullWhen(true)] out UnsettledFlow? flow)
    {
        flow = null;
        var isDue = NextDue is { } due && (due <= now || isLast);
        if (!isDue && Fresh == 0)
        {
            return false;
        }

        _turn++;
        flow = isDue && (Fresh == 0 || _turn % 2 == 0) ? NextQueue()!.Dequeue() : new UnsettledFlow(_turn % OldestEvery == 1 ? TakeOldest() : TakeNewest(), 0);
        return true;
    }

    private PriorityQueue<UnsettledFlow, long>? NextQueue()
    {
        PriorityQueue<UnsettledFlow, long>? next = null;
        var first = 0L;
        foreach (var queue in _again)
        {
            if (queue.TryPeek(out _, out var due) && (next is null || due < first))
            {
                (next, first) = (queue, due);
            }
        }

        return next;
    }

    private UnownedFlow TakeOldest()
    {
        var flow = _fresh[_oldest];
        _fresh[_oldest++] = default;
        return flow;
    }

    private UnownedFlow TakeNewest()
    {
        var flow = _fresh[^1];
        _fresh.RemoveAt(_fresh.Count - 1);
        return flow;
    }
}

/// <summary>A connection whose owner is not settled.</summary>
/// <param name="Flow">The connection.</param>
/// <param name="Attempt">How often it was asked about.</param>
internal readonly record struct UnsettledFlow(UnownedFlow Flow, int Attempt)
{
    /// <summary>What to ask the system.</summary>
    public SocketQuery Query
    {
        get
        {
            var key = Flow.Key;
            return new SocketQuery(
                key.Protocol,
                Flow.LocalIsA ? key.AddressA : key.AddressB,
                Flow.LocalIsA ? key.PortA : key.PortB,
                Flow.LocalIsA ? key.AddressB : key.AddressA,
                Flow.LocalIsA ? key.PortB : key.PortA,
                Flow.Direction,
                Flow.IsInitiatorLocal,
                Flow.SeenAt,
                Attempt);
        }
    }
}
