using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Interop;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Finds owners by the kernel's lists of sockets and the open files of processes, whichever way those lists are read. The order:
/// the connected socket; the one that waits for the connection; what is remembered of it; a socket in another network
/// namespace; the reason why there is none. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketAttribution : IDisposable
{
    // The start time of a process is cut to hundredths of a second, and clocks are set.
    private const long StartTolerance = 20_000_000;
    private const int SeenWithoutHolder = 2; // looks at everybody after which a socket counts as nobody's

    private static readonly TimeSpan s_dumpInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookRest = TimeSpan.FromMilliseconds(500);
    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_noRights = new(null, OwnerMatch.NoRights);
    private static readonly FlowOwner s_otherNamespace = new(null, OwnerMatch.OtherNamespace);
    private static readonly FlowOwner s_forwarded = new(null, OwnerMatch.Forwarded);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);

    private readonly ISocketSource _source;
    private readonly TimeProvider _clock;
    private readonly HolderSearch _search;
    private readonly OwnerFinder _owners;
    private readonly RawSockets _raw;
    private readonly ForeignNamespaces _foreign;
    private readonly SocketMemory<SocketOwner> _memory = new();
    private readonly ListeningSockets _listening = new();
    private readonly List<SocketEntry> _port = [];
    private readonly uint _ownUser = FileCalls.EffectiveUser();
    private Dictionary<ulong, int> _withoutHolder = [];
    private SocketTable _table = SocketTable.Empty;
    private long _dumpedAt;
    private long _lookedAt;
    private bool _hasDumped;
    private bool _isLookWanted;

    /// <summary>Takes <paramref name="source"/> over; /proc stays its owner's.</summary>
    public SocketAttribution(ISocketSource source, ProcDirectory proc, ProcessFacts facts, TimeProvider clock)
    {
        _source = source;
        _clock = clock;
        _search = new HolderSearch(proc, clock);
        _owners = new OwnerFinder(_search, facts);
        _raw = new RawSockets(proc, _owners, clock);
        _foreign = new ForeignNamespaces(proc, clock);
    }

    /// <summary>The sockets that wait, as of the last <see cref="Refresh"/>.</summary>
    public IReadOnlyList<ListeningSocket> Listening => _listening.Current;

    /// <summary>
    /// Lists the sockets anew every two seconds, and looks at the open files of all processes if there are sockets whose owner is
    /// not known: at once the first time.
    /// </summary>
    public void Refresh()
    {
        if (_hasDumped && !_isLookWanted && _clock.GetElapsedTime(_dumpedAt) < s_dumpInterval)
        {
            return;
        }

        if (_hasDumped && _clock.GetElapsedTime(_lookedAt) < s_lookRest)
        {
            return;
        }

        var entries = new List<SocketEntry>(_table.Entries.Count);
        if (!_source.TryDump(entries))
        {
            return;
        }

        var table = new SocketTable(entries);
        RememberThoseGone(table);
        if (!_hasDumped || _isLookWanted || HasUnknown(table))
        {
            _search.LookAtAll();
            _lookedAt = _clock.GetTimestamp();
            _isLookWanted = false;
        }

        _table = table;
        _dumpedAt = _clock.GetTimestamp();
        _hasDumped = true;
        _owners.Keep(entries);
        CountWithoutHolder();
        _isLookWanted = !_listening.Replace(table, _owners, OwnerlessReason);
        _foreign.Refresh(isUrgent: false);
    }

    /// <summary>As <see cref="IProcessAttributor.Find"/>.</summary>
    public FlowOwner? Find(in SocketQuery socket)
    {
        if (socket.Direction == FlowDirection.Forwarded)
        {
            return FindForwarded(in socket);
        }

        return socket.Protocol switch
        {
            IpProtocol.Tcp or IpProtocol.Udp => FindSocket(in socket),
            IpProtocol.Icmp or IpProtocol.IcmpV6 => _raw.FindEcho(in socket),
            IpProtocol.Igmp or 0 => s_kernel, // 0 is ARP
            _ => _raw.FindRaw(in socket),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private FlowOwner? FindSocket(in SocketQuery socket)
    {
        var key = SocketKey.Of(in socket);
        if (!_source.TryLookup(in key, out var entry) && !TryByPort(in socket, in key, out entry))
        {
            return FindGone(in socket, in key);
        }

        if (entry.Key == key)
        {
            return entry.Inode != 0 ? OwnerOf(in entry, in socket, OwnerMatch.Exact)
                : FindRemembered(in socket, in key, OwnerMatch.Exact) ?? FindAccepting(in entry, in socket);
        }

        if (!entry.IsWaiting)
        {
            return FindGone(in socket, in key);
        }

        if (socket.Protocol == IpProtocol.Udp)
        {
            return FindBound(in entry, in socket);
        }

        if (socket.IsInitiator)
        {
            return FindGone(in socket, in key); // who waits at that port has not begun this
        }

        return FindRemembered(in socket, in key, OwnerMatch.Exact)
            ?? FindTranslated(in socket, in key)
            ?? FindAccepting(in entry, in socket);
    }

    // A socket bound to a device, or with a link-local address, is not found by its ends alone.
    private bool TryByPort(in SocketQuery socket, in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        if (socket.Attempt != 1)
        {
            return false;
        }

        _port.Clear();
        _source.DumpPort(in key, _port);
        return new SocketTable([.. _port]).TryFind(in key, out entry);
    }

    // The connection has no socket of its own (yet): whoever waits at the port accepts it.
    private FlowOwner? FindAccepting(in SocketEntry entry, in SocketQuery socket)
    {
        if (socket.IsInitiator || entry.IsLeft)
        {
            return s_exited;
        }

        if (socket.Attempt == 0)
        {
            return null; // the process that accepts it may be another one than the one that listens
        }

        if (entry.IsWaiting)
        {
            return OwnerOf(in entry, in socket, OwnerMatch.Listener);
        }

        foreach (var waiting in _table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (waiting.Fit(socket.Local) > 0)
            {
                return OwnerOf(in waiting, in socket, OwnerMatch.Listener);
            }
        }

        return s_exited;
    }

    // The kernel's choice among several sockets is right for what arrives; what goes out may be of any of them.
    private FlowOwner? FindBound(in SocketEntry entry, in SocketQuery socket)
    {
        var answer = OwnerOf(in entry, in socket, OwnerMatch.Wildcard);
        if (!socket.IsInitiator || answer?.Process is not { } process)
        {
            return answer;
        }

        foreach (var other in _table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (other.Inode != entry.Inode && other.Fit(socket.Local) > 0 && _owners.Known(other.Inode)?.Process.Id != process.Id)
            {
                return new FlowOwner(process, OwnerMatch.Guess);
            }
        }

        return answer;
    }

    private FlowOwner? OwnerOf(in SocketEntry entry, in SocketQuery socket, OwnerMatch match)
    {
        if (entry.Inode == 0)
        {
            return socket.Attempt == 0 ? null : s_exited;
        }

        var likely = match == OwnerMatch.Exact && !socket.IsInitiator ? LikelyAcceptor(in socket) : 0;
        // What began here had its socket before its first packet; what is accepted has it now, for it has an inode.
        var existedAt = socket.IsInitiator || match != OwnerMatch.Exact ? socket.FirstSeen : UnixTime.Now(_clock);
        if (_owners.Find(entry.Inode, existedAt, likely) is { } owner)
        {
            if (IsTooYoung(in owner, in socket))
            {
                return socket.Attempt == 0 ? null : s_exited;
            }

            if (match == OwnerMatch.Exact)
            {
                _memory.Set(entry.Key, owner, UnixTime.Now(_clock));
            }

            return owner.As(match);
        }

        if (socket.Attempt == 0)
        {
            return null;
        }

        if (_search.AllLookedAt <= socket.FirstSeen)
        {
            _isLookWanted = true;
            return null;
        }

        // It is still there, and nobody who can be seen has it.
        return _source.TryLookup(SocketKey.Of(in socket), out var again) && again.Inode == entry.Inode ? Ownerless(in entry, socket.Attempt) : s_exited;
    }

    private FlowOwner? Ownerless(in SocketEntry entry, int attempt) =>
        !_owners.SeesAll && (entry.UserId != _ownUser || attempt >= SeenWithoutHolder) ? s_noRights
        : attempt < SeenWithoutHolder ? null
        : entry.UserId == 0 ? s_kernel : s_exited;

    private FlowOwner? OwnerlessReason(SocketEntry entry) =>
        _withoutHolder.TryGetValue(entry.Inode, out var looks) && Ownerless(in entry, looks) is { Match: not OwnerMatch.Exited } reason
            ? reason : null;

    private int LikelyAcceptor(in SocketQuery socket)
    {
        foreach (var waiting in _table.Waiting(socket.Protocol, socket.LocalPort))
        {
            if (waiting.Fit(socket.Local) > 0 && _owners.Known(waiting.Inode) is { } owner)
            {
                return owner.Process.Id;
            }
        }

        return 0;
    }

    private FlowOwner? FindRemembered(in SocketQuery socket, in SocketKey key, OwnerMatch match)
    {
        if (!_memory.TryGet(in key, socket.FirstSeen, out var owner))
        {
            // Listed lately; gone since, or not to be found by its ends alone.
            if (!_table.TryConnected(in key, out var entry) || _owners.Known(entry.Inode) is not { } listed)
            {
                return null;
            }

            owner = listed;
        }

        return IsTooYoung(in owner, in socket) ? null : owner.As(match);
    }

    // Younger than the packet: it has the port of another one, or was handed the socket.
    private static bool IsTooYoung(in SocketOwner owner, in SocketQuery socket) =>
        socket.IsInitiator && owner.Process.StartTime > socket.FirstSeen + StartTolerance;

    private FlowOwner? FindGone(in SocketQuery socket, in SocketKey key) =>
        FindRemembered(in socket, in key, OwnerMatch.Exact)
        ?? FindTranslated(in socket, in key)
        ?? (socket.Attempt == 0 ? null : s_exited);

    // A connection of a container behind address translation has its socket under another local address.
    private FlowOwner? FindTranslated(in SocketQuery socket, in SocketKey key)
    {
        _foreign.Refresh(isUrgent: true);
        return _foreign.Count == 0 ? null
            : _foreign.TryConnected(in key, out var entry) ? ForeignOwner(in entry, in socket, OwnerMatch.Exact)
            : !SocketEntry.IsLoopback(key.Local) && _foreign.TryTranslated(in key, socket.IsInitiator, out entry)
                ? ForeignOwner(in entry, in socket, OwnerMatch.Guess)
            : null;
    }

    // Through a bridge or a veth, one end is the address of a container; who began it is shown as local.
    private FlowOwner? FindForwarded(in SocketQuery socket)
    {
        _foreign.Refresh(isUrgent: true);
        if (!_foreign.Has(socket.Local) && !_foreign.Has(socket.Remote))
        {
            return s_forwarded;
        }

        var key = SocketKey.Of(in socket);
        var reversed = key.Reversed;
        return _foreign.TryConnected(in key, out var entry) || _foreign.TryConnected(in reversed, out entry)
                ? ForeignOwner(in entry, in socket, OwnerMatch.Exact)
            : socket.Attempt == 0 ? null // the tables may be older than it
            : socket.Protocol == IpProtocol.Udp && (_foreign.TryWaiting(in key, out entry) || _foreign.TryWaiting(in reversed, out entry))
                ? ForeignOwner(in entry, in socket, OwnerMatch.Wildcard)
            : socket.Protocol == IpProtocol.Tcp && _foreign.TryWaiting(in reversed, out entry)
                ? ForeignOwner(in entry, in socket, OwnerMatch.Listener)
            : s_exited;
    }

    private FlowOwner? ForeignOwner(in SocketEntry entry, in SocketQuery socket, OwnerMatch match)
    {
        if (entry.Inode == 0)
        {
            return socket.Attempt == 0 ? null : s_exited;
        }

        return _owners.Find(entry.Inode, socket.FirstSeen) is { } owner ? owner.As(match)
            : socket.Attempt == 0 ? null
            : _owners.SeesAll ? s_exited : s_otherNamespace;
    }

    private bool HasUnknown(SocketTable table)
    {
        foreach (var entry in table.Entries)
        {
            if (entry.Inode != 0 && !_search.Knows(entry.Inode)
                && !(_withoutHolder.TryGetValue(entry.Inode, out var looks) && looks >= SeenWithoutHolder))
            {
                return true;
            }
        }

        return false;
    }

    private void CountWithoutHolder()
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var entry in _table.Entries)
        {
            if (entry.Inode == 0)
            {
                continue;
            }

            if (!_search.Knows(entry.Inode))
            {
                counts[entry.Inode] = Math.Min(_withoutHolder.GetValueOrDefault(entry.Inode) + 1, SeenWithoutHolder);
            }
            else
            {
                _owners.Known(entry.Inode); // now, while the process can be asked: what is known of it outlives it
            }
        }

        _withoutHolder = counts;
    }

    private void RememberThoseGone(SocketTable next)
    {
        foreach (var entry in _table.Entries)
        {
            if (entry.Inode != 0 && !entry.IsWaiting && !(next.TryConnected(entry.Key, out var now) && now.Inode == entry.Inode)
                && _owners.Known(entry.Inode) is { } owner)
            {
                _memory.Set(entry.Key, owner, UnixTime.Now(_clock));
            }
        }
    }
}
