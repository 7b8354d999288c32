using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Sockets;

/// <summary>
/// Finds owners by a system's list of sockets with their processes, whichever way it is read. The order: the connected socket; what is
/// remembered of it; the socket that waits for the packet; the reason why there is none. The list is read again every two
/// seconds, and when a connection is not in it. One thread.
/// </summary>
internal sealed class OwnedSocketAttributor : IProcessAttributor, IListeningSockets
{
    // Clocks are set, and start times are rounded.
    private const long StartTolerance = 20_000_000;

    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_noRights = new(null, OwnerMatch.NoRights);
    private static readonly FlowOwner s_forwarded = new(null, OwnerMatch.Forwarded);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);

    private readonly IOwnedSocketSource _source;
    private readonly TimeProvider _clock;
    private readonly KnownProcesses _processes;
    private readonly SharedOwner _owners;
    private readonly SocketMemory<FlowOwner> _memory = new();
    private readonly LookTimes _looks;
    private readonly List<int> _ids = [];
    private OwnedSocketTable _table = OwnedSocketTable.Empty;
    private long _listedAt;

    /// <summary>Takes <paramref name="source"/> over.</summary>
    /// <param name="method">Name of the mechanism.</param>
    /// <param name="source">The list of sockets.</param>
    /// <param name="reader">What is known of processes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="degradation">What it cannot see, or <see langword="null"/>.</param>
    public OwnedSocketAttributor(string method, IOwnedSocketSource source, IProcessReader reader, TimeProvider clock, string? degradation = null)
    {
        Method = method;
        Degradation = degradation;
        _source = source;
        _clock = clock;
        _processes = new KnownProcesses(reader, clock);
        _owners = new SharedOwner(_processes);
        _looks = new LookTimes(clock);
    }

    /// <inheritdoc/>
    public string Method { get; }

    /// <inheritdoc/>
    public string? Degradation { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ListeningSocket> Listening { get; private set; } = [];

    /// <inheritdoc/>
    public void Refresh()
    {
        if (_looks.IsDue)
        {
            Look();
        }
    }

    /// <inheritdoc/>
    public FlowOwner? Find(in SocketQuery socket) => socket.Direction == FlowDirection.Forwarded
        ? s_forwarded
        : socket.Protocol switch
        {
            IpProtocol.Tcp => FindStream(in socket),
            IpProtocol.Udp => FindDatagrams(in socket),
            IpProtocol.Icmp or IpProtocol.IcmpV6 => FindEcho(in socket),
            IpProtocol.Igmp or 0 => s_kernel, // 0 is ARP
            _ => FindRaw(in socket, OwnerMatch.Wildcard) ?? (_source.HasRaw ? s_kernel : null),
        };

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private FlowOwner? FindStream(in SocketQuery socket)
    {
        if (FindConnected(in socket) is { } owner)
        {
            return owner;
        }

        // Who accepts it may do so late, and only then has a socket with both ends.
        if (LookAgain() && FindConnected(in socket) is { } found)
        {
            return found;
        }

        return socket.Attempt == 0 || !HasSeen(in socket) ? null
            : socket.IsInitiator ? Reason()
            : FindWaiting(in socket, OwnerMatch.Listener) ?? Reason();
    }

    private FlowOwner? FindDatagrams(in SocketQuery socket)
    {
        // The list may be older than the connection, and the port have changed hands.
        if (!HasSeen(in socket) && !_table.HasConnected(SocketKey.Of(in socket)))
        {
            LookAgain();
        }

        return FindConnected(in socket)
            ?? FindWaiting(in socket, OwnerMatch.Wildcard)
            ?? FindGoneDatagrams(in socket)
            ?? (socket.Attempt == 0 || !HasSeen(in socket) ? null : Reason());
    }

    private FlowOwner? FindEcho(in SocketQuery socket)
    {
        if (!socket.IsInitiator || socket.LocalPort == 0)
        {
            return s_kernel; // it answers echo requests, and writes errors and neighbor discovery itself
        }

        if (!HasSeen(in socket))
        {
            LookAgain();
        }

        // No system lists the identifiers of echo requests.
        return FindRaw(in socket, OwnerMatch.Guess)
            ?? (_source.IsPingOfKernel ? s_kernel : !_source.HasRaw || socket.Attempt == 0 || !HasSeen(in socket) ? null : Reason());
    }

    private FlowOwner? FindRaw(in SocketQuery socket, OwnerMatch match)
    {
        _ids.Clear();
        _table.AddWaiting(socket.Protocol, socket.Local, 0, _ids);
        return _owners.Of(_ids, match, _listedAt);
    }

    private FlowOwner? FindConnected(in SocketQuery socket)
    {
        var key = SocketKey.Of(in socket);
        _ids.Clear();
        _table.AddConnected(in key, _ids);
        var owner = _owners.Of(_ids, OwnerMatch.Exact, _listedAt);
        if (owner is null && !_memory.TryGet(in key, socket.SeenAt, out owner))
        {
            return null;
        }

        return IsTooYoung(owner, in socket) ? null : owner;
    }

    private FlowOwner? FindWaiting(in SocketQuery socket, OwnerMatch match)
    {
        _ids.Clear();
        _table.AddWaiting(socket.Protocol, socket.Local, socket.LocalPort, _ids);
        return _owners.Of(_ids, match, _listedAt) is { } owner && !IsTooYoung(owner, in socket) ? owner : null;
    }

    // A socket without a peer is remembered by what it was bound to.
    private FlowOwner? FindGoneDatagrams(in SocketQuery socket)
    {
        var anywhere = FlowText.IsIPv4(socket.Local) ? FlowText.FromIPv4(0) : UInt128.Zero;
        return FindGone(in socket, socket.Local) ?? FindGone(in socket, anywhere) ?? FindGone(in socket, UInt128.Zero);
    }

    private FlowOwner? FindGone(in SocketQuery socket, UInt128 boundTo) =>
        _memory.TryGet(new SocketKey(socket.Protocol, boundTo, socket.LocalPort, UInt128.Zero, 0), socket.SeenAt, out var owner)
        && !IsTooYoung(owner, in socket)
            ? owner : null;

    // Younger than the packet: it has the port of another one.
    private static bool IsTooYoung(FlowOwner owner, in SocketQuery socket) =>
        socket.IsInitiator && owner.Process?.StartTime > socket.SeenAt + StartTolerance;

    private FlowOwner Reason() => _source.IsViewPartial ? s_noRights : s_exited;

    private bool HasSeen(in SocketQuery socket) => _looks.SeenUntil > socket.SeenAt;

    private bool LookAgain()
    {
        var may = _looks.MayLook;
        if (may)
        {
            Look();
        }

        return may;
    }

    private void Look()
    {
        _looks.Begin();
        var sockets = new List<OwnedSocket>(_table.Sockets.Count);
        var hasSeen = _source.TryList(sockets);
        if (hasSeen)
        {
            var table = new OwnedSocketTable(sockets);
            RememberThoseGone(table);
            _table = table;
            _listedAt = UnixTime.Now(_clock);
            // Now, while they can be asked: what is known of a process outlives it.
            foreach (var process in new HashSet<int>(sockets.Select(static socket => socket.Process)))
            {
                _ = process == 0 ? null : _processes.Find(process, _listedAt);
            }

            ListWaiting();
        }

        _looks.End(hasSeen);
    }

    private void RememberThoseGone(OwnedSocketTable next)
    {
        var now = UnixTime.Now(_clock);
        var kept = new HashSet<OwnedSocket>(next.Sockets);
        foreach (var socket in _table.Sockets)
        {
            if (socket.Process == 0 || kept.Contains(socket) || (socket.IsWaiting && socket.Ends.Protocol != IpProtocol.Udp))
            {
                continue;
            }

            _ids.Clear();
            if (socket.IsWaiting)
            {
                _ids.Add(socket.Process);
            }
            else
            {
                _table.AddConnected(socket.Ends, _ids);
            }

            if (_owners.Of(_ids, socket.IsWaiting ? OwnerMatch.Wildcard : OwnerMatch.Exact, _listedAt, areGone: true) is { } owner)
            {
                _memory.Set(socket.Ends, owner, now);
            }
        }
    }

    private void ListWaiting()
    {
        var byEnds = new Dictionary<(SocketKey Ends, bool IsIPv6), List<int>>();
        foreach (var socket in _table.Sockets)
        {
            if (socket.IsWaiting && socket.Ends.Protocol is IpProtocol.Tcp or IpProtocol.Udp)
            {
                var key = (socket.Ends, socket.IsIPv6);
                if (!byEnds.TryGetValue(key, out var processes))
                {
                    byEnds[key] = processes = [];
                }

                if (socket.Process != 0 && !processes.Contains(socket.Process))
                {
                    processes.Add(socket.Process);
                }
            }
        }

        var next = new List<ListeningSocket>(byEnds.Count);
        foreach (var ((ends, isIPv6), processes) in byEnds)
        {
            next.Add(new ListeningSocket(
                ends.Protocol, ends.Local, ends.LocalPort, BoundAddress.IsAny(ends.Local), isIPv6, _owners.Of(processes, OwnerMatch.Exact, _listedAt)));
        }

        if (!next.SequenceEqual(Listening))
        {
            Listening = next;
        }
    }
}
