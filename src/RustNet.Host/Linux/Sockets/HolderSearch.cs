using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Finds the process that has a socket open: among those seen with it; else by looking at the most likely ones and then at the newest,
/// stopping when it is found; else, from time to time, at all. What a look at a process finds serves all later
/// questions about sockets that existed then, so the connections of one moment share it. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class HolderSearch
{
    // A look at a descriptor takes about 1.5 microseconds, one at a process about 10.
    private const long DescriptorCost = 1_500;
    private const long ProcessCost = 10_000;
    private const int MostAncestors = 4;
    private const int LikelyProcesses = 8;
    private const ulong InitialProcessNamespace = 0xEFFF_FFFC; // PROC_PID_INIT_INO

    private readonly ProcDirectory _proc;
    private readonly TimeProvider _clock;
    private readonly DescriptorIndex _index;
    private readonly HolderSearchBounds _bounds;
    private readonly Dictionary<int, Look> _looks = [];
    private readonly List<int> _processes = [];
    private readonly List<int> _newestFirst = [];
    private readonly List<(int Process, int Descriptor)> _likely = [];
    private readonly List<SocketHolder> _holders = [];
    private readonly Func<int, int> _parentOf;
    private long? _listedAt;
    private long? _allLookedAt;
    private int _searched;
    private int _searchedDescriptors;

    /// <summary>Looks at the processes of <paramref name="proc"/>.</summary>
    public HolderSearch(ProcDirectory proc, TimeProvider clock, DescriptorIndex? index = null, HolderSearchBounds? bounds = null)
    {
        _proc = proc;
        _clock = clock;
        _bounds = bounds ?? HolderSearchBounds.Default;
        _index = index ?? new DescriptorIndex(proc);
        _parentOf = process => ProcessStat.TryParse(_proc.ReadStat(process), out var stat) ? stat.Parent : 0;
    }

    /// <summary>Processes whose descriptors could not be looked at in the last look at all.</summary>
    public int Denied { get; private set; }

    /// <summary>
    /// Other users' processes are not even listed (proc mounted with <c>hidepid</c>), or this program sees only those of its own
    /// PID namespace.
    /// </summary>
    public bool IsViewPartial { get; private set; }

    /// <summary>All processes have been looked at once.</summary>
    public bool HasLookedAtAll => _allLookedAt is not null;

    /// <summary>All processes have been looked at after that time, nanoseconds since 1970 UTC.</summary>
    public bool HasLookedAtAllSince(long time) => IsLaterThan(_allLookedAt, time);

    /// <summary>True if somebody was seen with that socket; not checked whether they have it still.</summary>
    public bool Knows(ulong inode) => _index.Knows(inode);

    /// <summary>Looks at every process.</summary>
    public void LookAtAll()
    {
        _allLookedAt = _clock.GetTimestamp();
        _index.Clear();
        _looks.Clear();
        List();
        Denied = 0;
        foreach (var process in _processes)
        {
            Denied += LookAt(process) == ProcDirectory.ScanOutcome.Denied ? 1 : 0;
        }

        _index.OnWhole();

        IsViewPartial = !_processes.Contains(1) || _proc.OwnNamespace("pid"u8) is not (0 or InitialProcessNamespace);
    }

    /// <summary>The one process that was seen with that socket; not checked whether it has it still. False if there is none, or several.</summary>
    public bool TryOnly(ulong inode, out int process) => _index.TryOnly(inode, out process);

    /// <summary>The one process that was seen with that socket, if it has it still. False also if there are several.</summary>
    public bool TryOnlyCurrent(ulong inode, out int process) => _index.TryOnly(inode, out process) && _index.IsCurrent(inode);

    /// <summary>The process that has the socket open, among those that were seen with it.</summary>
    public bool TryKnown(ulong inode, out SocketHolder holder, out bool isCertain)
    {
        _holders.Clear();
        _index.AddHolders(inode, _holders);
        return TryChoose(out holder, out isCertain);
    }

    /// <summary>The process that has the socket open. Looks at a bounded number of processes only.</summary>
    /// <param name="inode">The socket.</param>
    /// <param name="existedAt">
    /// When the socket existed already, nanoseconds since 1970 UTC: who was looked at later without it does not have it.
    /// </param>
    /// <param name="likely">A process to look at first; 0 for none.</param>
    /// <param name="holder">The process.</param>
    /// <param name="isCertain">False if it is one of several strangers.</param>
    public bool TrySearch(ulong inode, long existedAt, int likely, out SocketHolder holder, out bool isCertain)
    {
        if (TryKnown(inode, out holder, out isCertain))
        {
            return true;
        }

        if (_index.IsFull)
        {
            LookAtAll();
            return TryKnown(inode, out holder, out isCertain);
        }

        _index.Forget(inode); // whoever was seen with it has it no more; another one may
        _searched = 0;
        _searchedDescriptors = 0;
        if (!TryLikely(inode, existedAt, likely) && !TryNewest(inode, existedAt))
        {
            return false;
        }

        if (!TryKnown(inode, out holder, out isCertain))
        {
            return false;
        }

        Remember(holder.Process, _index.DescriptorOf(inode, holder.Process));
        return true;
    }

    private bool TryLikely(ulong inode, long existedAt, int likely)
    {
        if (likely > 0 && Finds(likely, inode, existedAt))
        {
            return true;
        }

        // Those who open one socket after the other.
        for (var i = _likely.Count - 1; i >= 0; i--)
        {
            if (Finds(_likely[i].Process, inode, existedAt))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryNewest(ulong inode, long existedAt)
    {
        if (!IsLaterThan(_listedAt, existedAt))
        {
            List();
        }

        foreach (var process in _newestFirst)
        {
            if (_searched >= _bounds.Processes || _searchedDescriptors >= _bounds.Descriptors)
            {
                return false;
            }

            if (process != _bounds.Except && Finds(process, inode, existedAt))
            {
                return true;
            }
        }

        return false;
    }

    // Looks at the process and, if it has the socket, at those it may have inherited it from.
    private bool Finds(int process, ulong inode, long existedAt)
    {
        if (!LookIfDue(process, existedAt) || !_index.Knows(inode))
        {
            return false;
        }

        for (var i = 0; _bounds.WithAncestors && i < MostAncestors && process > 1; i++)
        {
            process = _parentOf(process);
            if (process > 1)
            {
                LookIfDue(process, existedAt);
            }
        }

        return true;
    }

    private bool LookIfDue(int process, long existedAt)
    {
        if (_looks.TryGetValue(process, out var last)
            && (IsLaterThan(last.At, existedAt)
                || Nanoseconds(_clock.GetElapsedTime(last.At)) < _bounds.RestPerWork * (ProcessCost + last.Descriptors * DescriptorCost)))
        {
            return false;
        }

        LookAt(process);
        return true;
    }

    private ProcDirectory.ScanOutcome LookAt(int process)
    {
        var now = _clock.GetTimestamp();
        var outcome = _index.Scan(process, out var descriptors);
        _looks[process] = new Look(now, descriptors);
        _searched++;
        _searchedDescriptors += descriptors;
        return outcome;
    }

    private void List()
    {
        _listedAt = _clock.GetTimestamp();
        _proc.ListProcesses(_processes);
        _processes.Sort();
        // Ids are handed out upwards and begin again at the end: the newest is the last one given out.
        var newest = LoadAverage.LastProcess(_proc.Read("loadavg\0"u8));
        var split = _processes.BinarySearch(newest);
        split = split >= 0 ? split + 1 : ~split;
        _newestFirst.Clear();
        for (var i = 0; i < _processes.Count; i++)
        {
            _newestFirst.Add(_processes[(split - 1 - i + 2 * _processes.Count) % _processes.Count]);
        }

        if (_looks.Count > 4 * (_processes.Count + 64))
        {
            ForgetLooksAtGone();
        }
    }

    private void ForgetLooksAtGone()
    {
        var alive = new HashSet<int>(_processes);
        foreach (var process in _looks.Keys)
        {
            if (!alive.Contains(process))
            {
                _looks.Remove(process);
            }
        }
    }

    private bool TryChoose(out SocketHolder holder, out bool isCertain)
    {
        holder = default;
        isCertain = false;
        if (_holders.Count == 0)
        {
            return false;
        }

        holder = HolderChoice.Choose(CollectionsMarshal.AsSpan(_holders), _parentOf, out isCertain);
        return true;
    }

    private void Remember(int process, int descriptor)
    {
        _likely.RemoveAll(one => one.Process == process);
        _likely.Add((process, descriptor));
        if (_likely.Count > LikelyProcesses)
        {
            _likely.RemoveAt(0);
        }
    }

    // How long ago each of the two was, so that a wall clock that is set does not matter for longer than a packet is under way.
    private bool IsLaterThan(long? timestamp, long time) =>
        timestamp is { } known && Nanoseconds(_clock.GetElapsedTime(known)) < UnixTime.Now(_clock) - time;

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private readonly record struct Look(long At, int Descriptors);
}
