using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Keeps up with the sockets of this network namespace and their owners, so that an owner is known before its connection speaks and
/// after it has gone. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketWatch(ISocketSource source, HolderSearch search, OwnerFinder owners, TimeProvider clock)
{
    private const int RestPerWork = 20; // of all time, at most a twentieth goes into looking at everybody
    private const int SeenWithoutHolder = 2; // looks at everybody after which a socket counts as nobody's

    private static readonly TimeSpan s_dumpInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_urgentInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(5); // a busy machine makes work look longer than it is
    private static readonly FlowOwner s_noRights = new(null, OwnerMatch.NoRights);
    private static readonly FlowOwner s_kernel = new(null, OwnerMatch.Kernel);
    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);

    private readonly SocketMemory<OwningProcess> _memory = new();
    private readonly ListeningSockets _listening = new();
    private readonly uint _ownUser = FileCalls.EffectiveUser();
    private Dictionary<ulong, int> _withoutHolder = [];
    private long _triedAt;
    private TimeSpan _dumpRest;
    private long _dumpedAt;
    private long _lookedAt;
    private TimeSpan _rest;
    private bool _hasTried;
    private bool _hasDumped;
    private bool _isLookWanted;

    /// <summary>The sockets as of the last listing.</summary>
    public SocketTable Table { get; private set; } = SocketTable.Empty;

    /// <summary>Those of them that wait.</summary>
    public IReadOnlyList<ListeningSocket> Listening => _listening.Current;

    /// <summary>
    /// Lists the sockets anew every two seconds, and looks at the open files of all processes if there are sockets whose owner is
    /// not known: at once the first time.
    /// </summary>
    public void Refresh()
    {
        if (!_hasTried || (_hasDumped && _isLookWanted && IsLookDue) || clock.GetElapsedTime(_triedAt) >= s_dumpInterval)
        {
            List();
        }
    }

    /// <summary>
    /// Lists the sockets anew for a connection that is not found by its ends, unless that was done after it began, or a moment ago:
    /// the connections of one moment share it.
    /// </summary>
    public void RefreshFor(long seenAt)
    {
        if (!HasListedSince(seenAt) && (!_hasTried || clock.GetElapsedTime(_triedAt) >= _dumpRest))
        {
            List();
        }
    }

    /// <summary>The sockets were listed at that time or later, nanoseconds since 1970 UTC.</summary>
    public bool HasListedSince(long time) =>
        _hasDumped && clock.GetElapsedTime(_dumpedAt).Ticks * TimeSpan.NanosecondsPerTick <= UnixTime.Now(clock) - time;

    private bool IsLookDue => !_hasDumped || clock.GetElapsedTime(_lookedAt) >= _rest;

    private void List()
    {
        var begin = clock.GetTimestamp();
        _triedAt = begin;
        _hasTried = true;
        var isLookDue = IsLookDue;
        var entries = new List<SocketEntry>(Table.Entries.Count);
        if (!source.TryDump(entries))
        {
            return;
        }

        var table = new SocketTable(entries);
        RememberThoseGone(table);
        var isLooking = isLookDue && (!_hasDumped || _isLookWanted || HasUnknown(table));
        if (isLooking)
        {
            LookAtAll();
        }

        Table = table;
        _dumpedAt = begin;
        _hasDumped = true;
        owners.Keep(entries);
        LearnOwners(isLooking);
        _isLookWanted |= !_listening.Replace(table, owners, ReasonFor);
        var rest = clock.GetElapsedTime(begin) * RestPerWork;
        _dumpRest = rest < s_urgentInterval ? s_urgentInterval : rest > s_dumpInterval ? s_dumpInterval : rest;
    }

    /// <summary>Makes the next <see cref="Refresh"/> look at everybody, unless it did so just now.</summary>
    public void WantLook() => _isLookWanted = true;

    /// <summary>Remembers whose the socket with these ends is.</summary>
    public void Remember(in SocketKey key, OwningProcess owner) => _memory.Set(in key, owner, UnixTime.Now(clock));

    /// <summary>Whose the socket with these ends was, or is as far as was seen.</summary>
    public bool TryRemembered(in SocketKey key, long seenAt, out OwningProcess owner)
    {
        if (_memory.TryGet(in key, seenAt, out owner))
        {
            return true;
        }

        // Listed lately; gone since, or not to be found by its ends alone.
        var listed = Table.TryConnected(in key, out var entry) ? owners.Seen(entry.Inode) : null;
        owner = listed.GetValueOrDefault();
        return listed is not null;
    }

    /// <summary>Another user's, whose processes cannot be looked at: looking once more would not help.</summary>
    public bool IsHidden(in SocketEntry entry) => !owners.SeesAll && entry.UserId != _ownUser;

    /// <summary>Why a socket that is there has no owner to be seen; <see langword="null"/> while it may be found still.</summary>
    /// <param name="entry">The socket.</param>
    /// <param name="looks">How often its owner was looked for.</param>
    public FlowOwner? Ownerless(in SocketEntry entry, int looks) =>
        IsHidden(in entry) || (!owners.SeesAll && looks >= SeenWithoutHolder) ? s_noRights
        : looks < SeenWithoutHolder ? null
        : entry.UserId == 0 ? s_kernel : s_exited;

    private FlowOwner? ReasonFor(SocketEntry entry) =>
        _withoutHolder.TryGetValue(entry.Inode, out var looks) && Ownerless(in entry, looks) is { Match: not OwnerMatch.Exited } reason
            ? reason : null;

    private void LookAtAll()
    {
        var begin = clock.GetTimestamp();
        search.LookAtAll();
        _lookedAt = clock.GetTimestamp();
        _isLookWanted = false;
        var rest = clock.GetElapsedTime(begin, _lookedAt) * RestPerWork;
        _rest = rest < s_shortestRest ? s_shortestRest : rest > s_longestRest ? s_longestRest : rest;
    }

    private bool HasUnknown(SocketTable table)
    {
        foreach (var entry in table.Entries)
        {
            if (entry.Inode != 0 && !search.Knows(entry.Inode) && !IsHidden(in entry)
                && !(_withoutHolder.TryGetValue(entry.Inode, out var looks) && looks >= SeenWithoutHolder))
            {
                return true;
            }
        }

        return false;
    }

    private void LearnOwners(bool hasLooked)
    {
        var withoutHolder = new Dictionary<ulong, int>();
        foreach (var entry in Table.Entries)
        {
            if (entry.Inode == 0)
            {
                continue;
            }

            if (search.Knows(entry.Inode))
            {
                owners.Seen(entry.Inode); // now, while the process can be asked: what is known of it outlives it
            }
            else
            {
                withoutHolder[entry.Inode] = Math.Min(_withoutHolder.GetValueOrDefault(entry.Inode) + (hasLooked ? 1 : 0), SeenWithoutHolder);
            }
        }

        _withoutHolder = withoutHolder;
    }

    private void RememberThoseGone(SocketTable next)
    {
        foreach (var entry in Table.Entries)
        {
            if (entry.Inode != 0 && !entry.IsWaiting && !(next.TryConnected(entry.Key, out var now) && now.Inode == entry.Inode)
                && owners.Seen(entry.Inode) is { } owner)
            {
                Remember(entry.Key, owner);
            }
        }
    }
}
