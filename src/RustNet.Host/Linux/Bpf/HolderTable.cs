using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// Which process has, or had, which socket, by its ends: what events and snapshots have told, with the times, because a place may be
/// one process's now and another's a moment later. Bounded: what was not asked for or told again for long is forgotten first. Times are
/// nanoseconds since boot. One thread.
/// </summary>
internal sealed class HolderTable
{
    private const int Capacity = 1 << 16;

    private const byte CloseState = 7;   // TCP_CLOSE
    private const byte ListenState = 10; // TCP_LISTEN

    /// <summary>A server that accepts late has this many asks to show itself before its listening socket answers for it.</summary>
    private const int AttemptOfListeners = 2;

    /// <summary>By this ask, 100 ms after the packet, who has sent it has been told.</summary>
    private const int AttemptOfSilence = 2;

    /// <summary>From this ask on a guess is better than to go on waiting.</summary>
    private const int AttemptOfGuesses = 3;

    /// <summary>A connection is told when it stands or has failed, which a SYN without an answer does after some two minutes.</summary>
    private const long LongestConnect = 130_000_000_000;

    /// <summary>A datagram is told when it was sent or fetched.</summary>
    private const long LongestFetch = 2_000_000_000;

    /// <summary>What comes so long after the end of its socket may be the rest of the same connection.</summary>
    private const long LongestTail = 5_000_000_000;

    private static readonly UInt128 s_anyIPv4 = FlowText.FromIPv4(0);

    private readonly ulong _ownNamespace;
    private readonly bool _tellsSenders;
    private readonly EndEvidence _evidence;
    private readonly HolderSelection _selection;
    private readonly PlaceSearch _search;
    private readonly SocketsByPlace _sockets = new(Capacity);
    private int _snapshot;

    /// <summary>An empty table.</summary>
    /// <param name="ownNamespace">Inode of this program's network namespace: the addresses of others mean other machines.</param>
    /// <param name="lineage">Who descends from whom, to choose among those that share a socket.</param>
    /// <param name="hasEvents">There are events, not snapshots alone.</param>
    /// <param name="tellsSenders">As <see cref="ISocketEvents.TellsSenders"/>.</param>
    public HolderTable(ulong ownNamespace, IHolderLineage lineage, bool hasEvents, bool tellsSenders)
    {
        _ownNamespace = ownNamespace;
        _tellsSenders = tellsSenders;
        _evidence = new EndEvidence(hasEvents);
        _selection = new HolderSelection(lineage, _evidence);
        _search = new PlaceSearch(_evidence, _selection);
    }

    /// <summary>Sockets of this namespace that wait: listening TCP, unconnected UDP; as of the last complete snapshot, each once.</summary>
    public IReadOnlyList<WaitingSocket> Waiting { get; private set; } = [];

    /// <summary>A question is open that a snapshot begun from now on may answer.</summary>
    public bool IsSnapshotWanted { get; private set; }

    /// <summary>Takes in an event.</summary>
    public void OnEvent(in SocketEvent socketEvent)
    {
        var owner = socketEvent.Owner;
        var at = socketEvent.At;
        if (socketEvent.Kind == SocketEventKind.Exited)
        {
            _evidence.OnExit(owner.ProcessId, owner.StartedAt, at);
            return;
        }

        var ends = socketEvent.Ends;
        if (!Place.TryOf(in ends, _ownNamespace, out var place) || (socketEvent.Kind == SocketEventKind.Used && IsUnused(in ends)))
        {
            return;
        }

        var known = _sockets.Find(in place, socketEvent.Cookie);
        if (socketEvent.Kind == SocketEventKind.Closed)
        {
            known?.OnEnd(at); // one that nobody was seen with is not remembered for its end
            return;
        }

        // A socket of TCP can be connected again after it has failed.
        var socket = known is null || known.EndedAt < at ? _sockets.Add(in place, socketEvent.Cookie, in ends, at) : known;
        if (socketEvent.Kind == SocketEventKind.Closing)
        {
            socket.OnClosing(HolderRecord.Of(owner), at);
            return;
        }

        socket.OnWork(HolderRecord.Of(owner), at);
        if (socketEvent.Kind == SocketEventKind.Connected && ends.State == CloseState)
        {
            socket.OnEnd(at);
        }
    }

    /// <summary>Events were lost up to this time.</summary>
    public void OnLoss(long at) => _evidence.OnLoss(at);

    /// <summary>Takes in the sockets that a snapshot has found.</summary>
    /// <param name="sockets">Those.</param>
    /// <param name="begun">When it was begun.</param>
    /// <param name="ended">When it was done.</param>
    /// <param name="isComplete">It did not break off: what it has not found was not there all the time.</param>
    public void OnSnapshot(IReadOnlyList<SocketRecord> sockets, long begun, long ended, bool isComplete)
    {
        var number = isComplete ? ++_snapshot : 0;
        var waiting = new Dictionary<ulong, (HeldSocket Socket, SocketEnds Ends)>();
        foreach (var record in sockets)
        {
            var ends = record.Ends;
            if (!Place.TryOf(in ends, _ownNamespace, out var place) || IsUnused(in ends))
            {
                continue;
            }

            var socket = _sockets.Find(in place, record.Cookie);
            if (socket is not null && socket.EndedAt != HeldSocket.Open)
            {
                if (begun <= socket.EndedAt)
                {
                    continue; // it was there when the snapshot passed by, and has ended since
                }

                socket = null;
            }

            socket ??= _sockets.Add(in place, record.Cookie, in ends, ended);
            socket.OnSnapshot(number, begun, ended, record.ProcessId, record.ProcessStartedAt);
            if (place.IsOwnNamespace && (ends.IsTcp ? ends.State == ListenState : place is { Protocol: IpProtocol.Udp, RemotePort: 0 }))
            {
                waiting[record.Cookie] = (socket, ends);
            }
        }

        if (isComplete)
        {
            _evidence.OnSnapshot(begun, ended);
            IsSnapshotWanted = false;
            _selection.BeginPass();
            Waiting = [.. waiting.Values.Select(one => WaitingAt(one.Socket, one.Ends, begun)).OrderBy(static one => one.Ends.LocalPort)];
        }
    }

    /// <summary>The process behind a socket, and how sure that is; <see langword="null"/> where that cannot be said (yet).</summary>
    /// <param name="query">The socket.</param>
    /// <param name="seenAt">When the packet was seen, nanoseconds since boot.</param>
    /// <param name="match">How it was found.</param>
    public HolderRecord? Find(in SocketQuery query, long seenAt, out OwnerMatch match)
    {
        var isTcp = query.Protocol == IpProtocol.Tcp;
        var answer = new Answer(query.Attempt);
        var packet = new PacketAt(
            seenAt, query.IsInitiator, query.IsInitiator || !isTcp, FlowText.IsIPv4(query.Local), isTcp ? LongestConnect : LongestFetch, IsAtBound: false,
            _tellsSenders && !isTcp && query.Attempt >= AttemptOfSilence);
        if (query.LocalPort != 0)
        {
            _selection.BeginPass();
            Ask(in query, in packet, isTcp, ref answer);
        }

        match = answer.Match;
        return answer.Holder;
    }

    private void Ask(in SocketQuery query, in PacketAt packet, bool isTcp, ref Answer answer)
    {
        if (query is { Protocol: IpProtocol.Icmp or IpProtocol.IcmpV6, IsInitiator: false })
        {
            return; // the kernel answers, whoever else uses the same identifier
        }

        var isForwarded = query.Direction == FlowDirection.Forwarded;
        var place = new Place(!isForwarded, query.Protocol, query.Local, query.LocalPort, query.Remote, query.RemotePort);
        if (IsAnswered(in place, in packet, OwnerMatch.Exact, ref answer)
            || (isForwarded && IsAnswered(place.Reversed, packet with { IsSender = !packet.IsSender, IsByElder = !packet.IsSender || !isTcp }, OwnerMatch.Exact, ref answer))
            || (isTcp && (query.IsInitiator || query.Attempt < AttemptOfListeners)))
        {
            return;
        }

        // A socket without a peer has only its own end; so has one that waits for connections, which it did before they came.
        var bound = place.WithoutPeer;
        var atBound = packet with { IsAtBound = true, LongestDelay = isTcp ? 0 : packet.LongestDelay };
        var match = isTcp ? OwnerMatch.Listener : OwnerMatch.Wildcard;
        if (!isTcp && packet.IsSender && !isForwarded && MayBeOfSeveral(in bound, in atBound))
        {
            answer.Decide(null, OwnerMatch.Guess);
            return;
        }

        if (IsAnswered(in bound, in atBound, isTcp ? OwnerMatch.Listener : OwnerMatch.Exact, ref answer) || isForwarded)
        {
            return; // that one of another namespace is bound to any address says nothing of this one
        }

        _ = (packet.IsIPv4 && IsAnswered(bound with { Local = s_anyIPv4 }, in atBound, match, ref answer))
            || IsAnswered(bound with { Local = UInt128.Zero }, in atBound, match, ref answer);
    }

    // What arrives is for the closest of the sockets that share a port; what is sent may be of any of them.
    private bool MayBeOfSeveral(in Place bound, in PacketAt packet)
    {
        HolderRecord? owner = null;
        foreach (var place in (ReadOnlySpan<Place>)[bound, bound with { Local = s_anyIPv4 }, bound with { Local = UInt128.Zero }])
        {
            if ((place.Local == s_anyIPv4 && !packet.IsIPv4) || !_sockets.TryGetNewest(in place, out var newest)
                || _search.Find(newest, in packet) is not { Kind: > FindingKind.Stale, Socket: { } socket }
                || _selection.Select(socket, packet.At, packet.IsSender, out _) is not { } holder)
            {
                continue;
            }

            if (owner is not null && !owner.IsSameProcess(holder))
            {
                return true;
            }

            owner = holder;
        }

        return false;
    }

    // True if the socket is at this place, whether or not its process can be told.
    private bool IsAnswered(in Place place, in PacketAt packet, OwnerMatch match, ref Answer answer)
    {
        if (!_sockets.TryGetNewest(in place, out var newest))
        {
            return false;
        }

        var finding = _search.Find(newest, in packet);
        IsSnapshotWanted |= finding.Kind is FindingKind.Unconfirmed or FindingKind.Undecided;
        if (finding.Kind == FindingKind.Stale)
        {
            // Something of a connection may follow after its end; who waits does so no more.
            if (place.RemotePort != 0 && packet.At - _evidence.OverAt(finding.Socket!) <= LongestTail)
            {
                answer.Offer(_selection.Select(finding.Socket!, packet.At, packet.IsSender, out _), OwnerMatch.Guess);
            }

            return false;
        }

        if (finding.Socket is { } socket)
        {
            var holder = _selection.Select(socket, packet.At, packet.IsSender, out var isCertain);
            answer.Decide(holder, finding.Kind == FindingKind.Certain && isCertain ? match : OwnerMatch.Guess);
        }
        else if (finding.Kind == FindingKind.Undecided)
        {
            answer.Decide(null, OwnerMatch.Guess);
        }

        return finding.Kind != FindingKind.None;
    }

    // One of TCP that is bound only, or whose connection is over while a process keeps it: no packet is of it, and its end would not be told.
    private static bool IsUnused(in SocketEnds ends) => ends is { IsTcp: true, State: CloseState };

    private WaitingSocket WaitingAt(HeldSocket socket, SocketEnds ends, long at)
    {
        var holder = _selection.Select(socket, at, isSender: false, out var isCertain);
        return new WaitingSocket(ends, holder, isCertain ? OwnerMatch.Exact : OwnerMatch.Guess);
    }

    private struct Answer(int attempt)
    {
        public HolderRecord? Holder { get; private set; }

        public OwnerMatch Match { get; private set; } = OwnerMatch.Guess;

        /// <summary>What counts if nothing better is found.</summary>
        public void Offer(HolderRecord? holder, OwnerMatch match) => Decide(Holder ?? holder, match);

        /// <summary>What counts. A guess has to wait: another way of finding out, or a later report, may know.</summary>
        public void Decide(HolderRecord? holder, OwnerMatch match)
        {
            Match = match;
            Holder = match == OwnerMatch.Guess && attempt < AttemptOfGuesses ? null : holder;
        }
    }
}

/// <summary>A socket that waits, and the process that is shown for it.</summary>
/// <param name="Ends">Its own end.</param>
/// <param name="Holder">The process; <see langword="null"/> if none is known.</param>
/// <param name="Match">How sure that is.</param>
internal readonly record struct WaitingSocket(SocketEnds Ends, HolderRecord? Holder, OwnerMatch Match);
