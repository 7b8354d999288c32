using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Which process holds which socket, by its ends: what events and snapshots have told. An event knows who worked with the socket; a
/// snapshot knows only who has it open, so it never replaces an event. Bounded: what was not asked for or told again for long
/// is forgotten first. One thread.
/// </summary>
/// <param name="ownNamespace">Inode of this program's network namespace: the addresses of others mean other machines.</param>
internal sealed class HolderTable(ulong ownNamespace)
{
    private const int Capacity = 1 << 16;
    private const ushort MultipathTcp = 262;
    private const byte ListenState = 10; // TCP_LISTEN

    /// <summary>A server that accepts late has this many asks to show itself before its listening socket answers for it.</summary>
    private const int AttemptOfListeners = 2;

    private static readonly UInt128 s_anyIPv4 = FlowText.FromIPv4(0);

    private readonly RecentEntries<Place, Entry> _entries = new(Capacity);
    private List<(SocketEnds Ends, HolderRecord Holder)> _waiting = [];

    /// <summary>Sockets of this namespace that wait: listening TCP, unconnected UDP; as of the last snapshot, each once.</summary>
    public IReadOnlyList<(SocketEnds Ends, HolderRecord Holder)> Waiting => _waiting;

    /// <summary>Whether an address is the one that stands for any.</summary>
    public static bool IsAny(UInt128 address) => address == UInt128.Zero || address == s_anyIPv4;

    /// <summary>Takes in an event.</summary>
    public void OnEvent(in SocketEvent socketEvent)
    {
        var ends = socketEvent.Ends;
        var source = socketEvent.Kind == SocketEventKind.Closing ? Source.Close : Source.Event;
        Put(PlaceOf(in ends), HolderRecord.Of(socketEvent.Owner), source, socketEvent.Cookie);
    }

    /// <summary>Takes in all sockets there are.</summary>
    public void OnSnapshot(IReadOnlyList<SocketRecord> sockets)
    {
        var waiting = new Dictionary<ulong, (SocketEnds Ends, HolderRecord Holder)>();
        var bound = new Dictionary<Place, List<(HolderRecord Holder, ulong Cookie)>>();
        foreach (var socket in sockets)
        {
            var ends = socket.Ends;
            var place = PlaceOf(in ends);
            var holder = new HolderRecord(socket.ProcessId, socket.ProcessStartedAt);
            if (ends.IsConnected)
            {
                Put(place, holder, Source.Snapshot, socket.Cookie);
            }
            else if (bound.TryGetValue(place, out var beside))
            {
                beside.Add((holder, socket.Cookie));
            }
            else
            {
                bound.Add(place, [(holder, socket.Cookie)]);
            }

            var waits = ends.IsTcp ? ends.State == ListenState : ends is { Protocol: (ushort)IpProtocol.Udp, IsConnected: false };
            if (waits && ends.NetworkNamespace == ownNamespace && ends.LocalPort != 0
                && (!waiting.TryGetValue(socket.Cookie, out var known) || holder.StartedAt < known.Holder.StartedAt))
            {
                waiting[socket.Cookie] = (ends, holder); // of those that share it, the one that was there first
            }
        }

        foreach (var (place, holders) in bound)
        {
            PutBound(place, holders);
        }

        _waiting = [.. waiting.Values.OrderBy(static entry => entry.Ends.LocalPort)];
    }

    /// <summary>The process behind a socket, and how sure that is; <see langword="null"/> where nothing was told of it.</summary>
    public HolderRecord? Find(in SocketQuery query, out OwnerMatch match)
    {
        var isForwarded = query.Direction == FlowDirection.Forwarded;
        var place = new Place(!isForwarded, query.Protocol, query.Local, query.LocalPort, query.Remote, query.RemotePort);
        match = OwnerMatch.Exact;
        if (TryFind(place, ref match, out var holder) || (isForwarded && TryFind(place.Reversed, ref match, out holder)))
        {
            return holder;
        }

        // A socket without a peer has only its own end; so has one that waits for connections.
        var mayListen = query.Protocol != IpProtocol.Tcp || (!query.IsInitiator && query.Attempt >= AttemptOfListeners);
        if (!mayListen)
        {
            return null;
        }

        var bound = place.WithoutPeer;
        match = query.Protocol == IpProtocol.Tcp ? OwnerMatch.Listener : OwnerMatch.Exact;
        if (TryFind(bound, ref match, out holder))
        {
            return holder;
        }

        match = query.Protocol == IpProtocol.Tcp ? OwnerMatch.Listener : OwnerMatch.Wildcard;
        return (FlowText.IsIPv4(query.Local) && TryFind(bound with { Local = s_anyIPv4 }, ref match, out holder))
            || TryFind(bound with { Local = UInt128.Zero }, ref match, out holder) ? holder : null;
    }

    private bool TryFind(Place place, ref OwnerMatch match, out HolderRecord? holder)
    {
        holder = null;
        if (!_entries.TryGet(place, out var entry))
        {
            return false;
        }

        match = entry.IsShared || entry.Source == Source.Close ? OwnerMatch.Guess : match;
        holder = entry.Holder;
        return true;
    }

    private void Put(Place place, HolderRecord holder, Source source, ulong cookie)
    {
        if (!_entries.TryGet(place, out var known))
        {
            _entries.Set(place, new Entry(holder, source, cookie, false));
            return;
        }

        var isSame = known.Holder.ProcessId == holder.ProcessId && known.Holder.StartedAt == holder.StartedAt;
        if (known.Cookie == cookie)
        {
            // Another process on the same socket: it was inherited. Who worked with it counts, else who was there first.
            if (!isSame && source <= known.Source)
            {
                var isFirst = holder.StartedAt < known.Holder.StartedAt;
                _entries.Set(place, new Entry(source < known.Source || isFirst ? holder : known.Holder, source, cookie, source == known.Source));
            }
            else if (isSame && source < known.Source)
            {
                _entries.Set(place, new Entry(holder, source, cookie, false));
            }
        }
        else
        {
            _entries.Set(place, new Entry(holder, source, cookie, false)); // a new socket in the place of an old one
        }
    }

    /// <summary>
    /// The sockets that are bound to one place now. Where those of several processes are (SO_REUSEPORT), nobody can tell from a packet
    /// which of them it is for.
    /// </summary>
    private void PutBound(Place place, List<(HolderRecord Holder, ulong Cookie)> sockets)
    {
        var first = sockets.MinBy(static socket => socket.Holder.StartedAt);
        var isShared = sockets.Exists(socket => socket.Cookie != first.Cookie && socket.Holder.ProcessId != first.Holder.ProcessId);
        var knowsBetter = _entries.TryGet(place, out var known) && known.Source == Source.Event && sockets.Exists(socket => socket.Cookie == known.Cookie);
        _entries.Set(place, knowsBetter ? known with { IsShared = isShared } : new Entry(first.Holder, Source.Snapshot, first.Cookie, isShared));
    }

    private Place PlaceOf(in SocketEnds ends) => new(
        ends.NetworkNamespace == ownNamespace,
        ends.Protocol == MultipathTcp ? IpProtocol.Tcp : (IpProtocol)ends.Protocol,
        ends.LocalAddress,
        ends.LocalPort,
        ends.IsConnected ? ends.RemoteAddress : UInt128.Zero,
        ends.RemotePort);

    /// <summary>Who said it; the surest first.</summary>
    private enum Source : byte
    {
        Event,
        Snapshot,
        Close,
    }

    private readonly record struct Entry(HolderRecord Holder, Source Source, ulong Cookie, bool IsShared);

    private readonly record struct Place(bool IsOwnNamespace, IpProtocol Protocol, UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort)
    {
        public Place Reversed => new(IsOwnNamespace, Protocol, Remote, RemotePort, Local, LocalPort);

        public Place WithoutPeer => this with { Remote = UInt128.Zero, RemotePort = 0 };
    }
}
