using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Which process has which socket open, as far as descriptors have been looked at; every answer is checked against /proc before it
/// is given. One thread.
/// </summary>
/// <param name="proc">Where descriptors are looked at.</param>
/// <param name="mostAdded">Sockets that may be added after everything was looked at.</param>
[SupportedOSPlatform("linux")]
internal sealed class DescriptorIndex(ProcDirectory proc, int mostAdded = DescriptorIndex.MostAdded)
{
    private const int MostHolders = 64;
    private const int MostAdded = 1 << 19;

    private readonly Dictionary<ulong, int> _newestOf = [];
    private readonly List<Holding> _holdings = [];
    private readonly List<SocketDescriptor> _found = [];
    private int _whole;

    /// <summary>
    /// So many have been added that it would grow without an end: time to <see cref="Clear"/> and look at everything again.
    /// </summary>
    public bool IsFull => _holdings.Count - _whole >= mostAdded;

    /// <summary>True if somebody was seen with that socket.</summary>
    public bool Knows(ulong inode) => _newestOf.ContainsKey(inode);

    /// <summary>Forgets who was seen with that socket.</summary>
    public void Forget(ulong inode) => _newestOf.Remove(inode);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _newestOf.Clear();
        _holdings.Clear();
        _whole = 0;
    }

    /// <summary>Everything has been looked at: what is there now belongs there, however much it is.</summary>
    public void OnWhole() => _whole = _holdings.Count;

    /// <summary>Looks at the descriptors of a process now; <paramref name="descriptors"/> is how many it has.</summary>
    public ProcDirectory.ScanOutcome Scan(int process, out int descriptors)
    {
        _found.Clear();
        var outcome = proc.ScanSockets(process, _found, out descriptors);
        foreach (var socket in _found)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newestOf, socket.Inode, out var isKnown);
            Add(ref newest, isKnown, process, socket.Descriptor);
        }

        return outcome;
    }

    /// <summary>Looks at a single descriptor of a process now; true if it is that socket, false also where this program may not look.</summary>
    public bool Probe(int process, int descriptor, ulong inode, out bool isDenied)
    {
        if (!proc.Holds(process, descriptor, inode, out isDenied))
        {
            return false;
        }

        ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newestOf, inode, out var isKnown);
        Add(ref newest, isKnown, process, descriptor);
        return true;
    }

    /// <summary>The descriptor that a process was seen to have for that socket; -1 if it was not.</summary>
    public int DescriptorOf(ulong inode, int process)
    {
        var next = _newestOf.TryGetValue(inode, out var newest) ? newest : -1;
        for (var listed = 0; next >= 0 && listed < MostHolders; next = _holdings[next].Next, listed++)
        {
            if (_holdings[next].Process == process)
            {
                return _holdings[next].Descriptor;
            }
        }

        return -1;
    }

    /// <summary>True if the one process that was seen with that socket has it still, by its descriptor alone.</summary>
    public bool IsCurrent(ulong inode) =>
        _newestOf.TryGetValue(inode, out var newest) && _holdings[newest] is { Next: < 0 } only && proc.Holds(only.Process, only.Descriptor, inode);

    /// <summary>The one process that was seen with that socket; not checked. False if there is none, or several.</summary>
    public bool TryOnly(ulong inode, out int process)
    {
        var isKnown = _newestOf.TryGetValue(inode, out var newest) && _holdings[newest].Next < 0;
        process = isKnown ? _holdings[newest].Process : 0;
        return isKnown;
    }

    /// <summary>Adds the processes that were seen with that socket and have it open still.</summary>
    public void AddHolders(ulong inode, List<SocketHolder> into)
    {
        if (!_newestOf.TryGetValue(inode, out var next))
        {
            return;
        }

        for (var listed = 0; next >= 0 && listed < MostHolders; next = _holdings[next].Next, listed++)
        {
            var (process, descriptor, _) = _holdings[next];
            if (!Contains(into, process)
                && proc.Holds(process, descriptor, inode)
                && ProcessStat.TryParse(proc.ReadStat(process), out var stat))
            {
                into.Add(new SocketHolder(process, stat.Parent, stat.Session, stat.StartTicks));
            }
        }
    }

    private void Add(ref int newest, bool isKnown, int process, int descriptor)
    {
        if (!isKnown || !IsListed(newest, process, descriptor))
        {
            _holdings.Add(new Holding(process, descriptor, isKnown ? newest : -1));
            newest = _holdings.Count - 1;
        }
    }

    // One entry for a process, with the descriptor seen last: more of them tell nothing new.
    private bool IsListed(int next, int process, int descriptor)
    {
        for (var listed = 0; next >= 0 && listed < MostHolders; next = _holdings[next].Next, listed++)
        {
            if (_holdings[next].Process == process)
            {
                CollectionsMarshal.AsSpan(_holdings)[next].Descriptor = descriptor;
                return true;
            }
        }

        return false;
    }

    private static bool Contains(List<SocketHolder> holders, int process)
    {
        foreach (var holder in holders)
        {
            if (holder.Process == process)
            {
                return true;
            }
        }

        return false;
    }

    private record struct Holding(int Process, int Descriptor, int Next);
}
