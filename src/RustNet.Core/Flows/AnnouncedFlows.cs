using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// The connections that others have announced and that have not come yet. Bounded in number and time: who announces without
/// end only loses the oldest. Guarded by the shard's lock.
/// </summary>
internal sealed class AnnouncedFlows
{
    private const int MaxCount = 1024;

    /// <summary>How long a connection is waited for, nanoseconds; servers give up a data port sooner.</summary>
    private const long MaxAge = 60 * PacketTime.Second;

    private readonly Dictionary<Rendezvous, Entry> _entries = [];
    private readonly Queue<(Rendezvous Place, long Until)> _order = new();

    /// <summary>None is waited for: nothing need be looked up.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The connection <paramref name="announced"/> is to come between the two hosts of a flow.</summary>
    public void Add(in FlowKey flow, bool initiatorIsA, AnnouncedFlow announced, long now)
    {
        var listenerIsA = announced.ListenerIsInitiator == initiatorIsA;
        var place = listenerIsA
            ? new Rendezvous(flow.AddressA, announced.Port, flow.AddressB)
            : new Rendezvous(flow.AddressB, announced.Port, flow.AddressA);
        var until = now + MaxAge;
        while (_order.TryPeek(out var oldest) && (_order.Count >= MaxCount || oldest.Until <= now))
        {
            _order.Dequeue();
            if (_entries.TryGetValue(oldest.Place, out var entry) && entry.Until == oldest.Until)
            {
                _entries.Remove(oldest.Place);
            }
        }

        _order.Enqueue((place, until));
        _entries[place] = new Entry(announced.App, until);
    }

    /// <summary>What a connection was announced as, once; <see langword="null"/> where it was not.</summary>
    public AppInfo? Take(in FlowKey flow, long now) =>
        Take(new Rendezvous(flow.AddressA, flow.PortA, flow.AddressB), now) ?? Take(new Rendezvous(flow.AddressB, flow.PortB, flow.AddressA), now);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _entries.Clear();
        _order.Clear();
    }

    private AppInfo? Take(Rendezvous place, long now) => _entries.Remove(place, out var entry) && entry.Until > now ? entry.App : null;

    private readonly record struct Rendezvous(UInt128 Listener, ushort Port, UInt128 Peer);

    private readonly record struct Entry(AppInfo App, long Until);
}
