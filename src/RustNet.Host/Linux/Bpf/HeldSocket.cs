using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>What the best of a socket's processes did with it.</summary>
internal enum HoldKind : byte
{
    /// <summary>None is known.</summary>
    None,

    /// <summary>Closed it, which the last one to have it open does, whoever worked with it.</summary>
    Closed,

    /// <summary>Had it open when a snapshot was taken.</summary>
    Held,

    /// <summary>Connected it, listened on it, sent or received.</summary>
    Worked,
}

/// <summary>
/// One socket at one place: from when to when it is known to have been there, and the processes that worked with it or have it open.
/// Times are nanoseconds since boot. One thread.
/// </summary>
internal sealed class HeldSocket
{
    /// <summary>No end is known.</summary>
    public const long Open = long.MaxValue;

    private const int MostHoldings = 64;
    private const byte InternetTcp = 6;

    // The start of a process and the time of a packet are read from clocks that were set to each other.
    private const long ClockTolerance = 50_000;

    private Holding[] _holdings = [];
    private int _count;
    private int _snapshot;
    private long _snapshotBegun = long.MinValue;
    private long _snapshotEnded = long.MaxValue;

    /// <summary>A socket nothing is known of yet, in front of those that were at its place before.</summary>
    public HeldSocket(ulong cookie, in SocketEnds ends, HeldSocket? older)
    {
        Cookie = cookie;
        NetworkNamespace = ends.NetworkNamespace;
        IsIPv6Only = ends.IsIPv6Only;
        TellsItsEnd = ends.Protocol == InternetTcp;
        Older = older;
    }

    /// <summary>The kernel's number for it.</summary>
    public ulong Cookie { get; }

    /// <summary>Inode of its network namespace.</summary>
    public uint NetworkNamespace { get; }

    /// <summary>Takes no IPv4.</summary>
    public bool IsIPv6Only { get; }

    /// <summary>Its end is an event, where there are events.</summary>
    public bool TellsItsEnd { get; }

    /// <summary>The one that came to this place before it.</summary>
    public HeldSocket? Older { get; private set; }

    /// <summary>Others were at this place before <see cref="Older"/> that are not remembered.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>It was there at this time; before, nobody has seen it.</summary>
    public long From { get; private set; } = long.MaxValue;

    /// <summary>It was there at this time; after, nobody has seen it yet.</summary>
    public long KnownUntil { get; private set; } = long.MinValue;

    /// <summary>When its end was told; <see cref="Open"/> as long as it was not.</summary>
    public long EndedAt { get; private set; } = Open;

    /// <summary>Somebody was seen working with it.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>A process worked with it.</summary>
    public void OnWork(HolderRecord holder, long at)
    {
        See(at, at);
        WasUsed = true;
        var index = IndexOf(holder.ProcessId, holder.StartedAt);
        Put(index, index < 0 ? new Holding(holder) { WorkedAt = at } : _holdings[index] with { Holder = holder, WorkedAt = at, AbsentFrom = Open });
    }

    /// <summary>A process closed it that was not seen working with it.</summary>
    public void OnClosing(HolderRecord holder, long at)
    {
        See(at, at);
        var index = IndexOf(holder.ProcessId, holder.StartedAt);
        Put(index, index < 0 ? new Holding(holder) { IsCloser = true } : _holdings[index] with { Holder = holder });
    }

    /// <summary>It has ended.</summary>
    public void OnEnd(long at)
    {
        From = Math.Min(From, at);
        EndedAt = at;
    }

    /// <summary>A snapshot found it open in a process.</summary>
    /// <param name="snapshot">Number of the snapshot, from 1; 0 for one that broke off, which cannot say who has it open no more.</param>
    /// <param name="begun">When the snapshot was begun: it may have found the socket at any time from then.</param>
    /// <param name="ended">When the snapshot was done.</param>
    /// <param name="process">Process id.</param>
    /// <param name="startedAt">When that process started.</param>
    public void OnSnapshot(int snapshot, long begun, long ended, int process, long startedAt)
    {
        See(ended, begun);
        if (snapshot != 0 && snapshot != _snapshot)
        {
            MarkAbsent();
            (_snapshot, _snapshotBegun, _snapshotEnded) = (snapshot, begun, ended);
        }

        var index = IndexOf(process, startedAt);
        Put(index, index < 0 ? new Holding(new HolderRecord(process, startedAt)) { Snapshot = _snapshot } : _holdings[index] with { Snapshot = _snapshot, AbsentFrom = Open });
    }

    /// <summary>Forgets those that were at this place before it.</summary>
    public void ForgetOlder()
    {
        HasForgotten |= Older is not null;
        Older = null;
    }

    /// <summary>True once all processes that are known to have had it open have ended; the time of the last one's end.</summary>
    public bool TryLastExit(EndEvidence evidence, out long at)
    {
        at = long.MinValue;
        foreach (var holding in _holdings.AsSpan(0, _count))
        {
            at = Math.Max(at, evidence.ExitOf(holding.Holder));
        }

        return _count > 0 && at != Open;
    }

    /// <summary>
    /// The processes that may have been behind it at a time: those who worked with it, or else who had it open, or closed it. Those
    /// that had given it up by then count only if nobody else is left.
    /// </summary>
    /// <param name="at">The time.</param>
    /// <param name="isSender">A packet was sent then: whoever started later has not done it.</param>
    /// <param name="evidence">Knows who has ended.</param>
    /// <param name="into">Gets them.</param>
    public HoldKind AddHolders(long at, bool isSender, EndEvidence evidence, List<HolderRecord> into)
    {
        for (var isPast = false; ; isPast = true)
        {
            for (var kind = HoldKind.Worked; kind > HoldKind.None; kind--)
            {
                foreach (var holding in _holdings.AsSpan(0, _count))
                {
                    if (holding.Kind == kind
                        && !(isSender && holding.Holder.StartedAt > at + ClockTolerance)
                        && (isPast || !HadGivenUp(in holding, at, evidence)))
                    {
                        into.Add(holding.Holder);
                    }
                }

                if (into.Count > 0)
                {
                    return kind;
                }
            }

            if (isPast)
            {
                return HoldKind.None;
            }
        }
    }

    private bool HadGivenUp(in Holding holding, long at, EndEvidence evidence) =>
        evidence.ExitOf(holding.Holder) < at || holding.AbsentFrom <= at || (_snapshotEnded <= at && IsAbsent(in holding));

    // The last snapshot that found the socket has not found it with that process, and it has not worked with it since.
    private bool IsAbsent(in Holding holding) => holding.Snapshot != _snapshot && holding.WorkedAt < _snapshotBegun;

    // Before another snapshot takes the place of the last one.
    private void MarkAbsent()
    {
        foreach (ref var holding in _holdings.AsSpan(0, _count))
        {
            if (holding.AbsentFrom == Open && IsAbsent(in holding))
            {
                holding = holding with { AbsentFrom = _snapshotEnded };
            }
        }
    }

    private void See(long from, long until)
    {
        From = Math.Min(From, from);
        KnownUntil = Math.Max(KnownUntil, until);
    }

    private int IndexOf(int process, long startedAt)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_holdings[i].Holder.ProcessId == process && _holdings[i].Holder.StartedAt == startedAt)
            {
                return i;
            }
        }

        return -1;
    }

    private void Put(int index, Holding holding)
    {
        if (index >= 0)
        {
            _holdings[index] = holding;
            return;
        }

        if (_count == MostHoldings)
        {
            ForgetOne();
        }

        if (_count == _holdings.Length)
        {
            Array.Resize(ref _holdings, Math.Max(1, 2 * _count));
        }

        _holdings[_count++] = holding;
    }

    // Workers come and go, those they descend from stay: the first is kept, and of the others the one that is open no more, if there is one.
    private void ForgetOne()
    {
        var victim = 1;
        for (var i = 1; i < _count; i++)
        {
            if (_holdings[i].Snapshot != _snapshot)
            {
                victim = i;
                break;
            }
        }

        _holdings.AsSpan((victim + 1).._count).CopyTo(_holdings.AsSpan(victim));
        _count--;
    }

    private readonly record struct Holding(HolderRecord Holder)
    {
        public long WorkedAt { get; init; } = long.MinValue;

        public long AbsentFrom { get; init; } = Open;

        public int Snapshot { get; init; }

        public bool IsCloser { get; init; }

        public HoldKind Kind => WorkedAt != long.MinValue ? HoldKind.Worked : IsCloser ? HoldKind.Closed : HoldKind.Held;
    }
}
