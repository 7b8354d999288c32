using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>From a socket to what is known of its process; remembers it for as long as the socket exists. One thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class OwnerFinder(HolderSearch search, ProcessFacts facts)
{
    private readonly Dictionary<ulong, Known> _owners = [];
    private readonly Dictionary<int, ProcessInfo> _described = [];
    private readonly HashSet<ulong> _kept = [];

    /// <summary>Nobody is hidden from this program: a socket that nobody has is nobody's.</summary>
    public bool SeesAll => search is { Denied: 0, IsViewPartial: false };

    /// <summary>The owner by what was seen so far, without checking whether it has the socket still.</summary>
    public OwningProcess? Seen(ulong inode)
    {
        if (_owners.TryGetValue(inode, out var known))
        {
            return known.Owner;
        }

        if (!search.TryOnly(inode, out var process))
        {
            return search.TryKnown(inode, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain) : null;
        }

        // One process may have thousands of them: it is asked once.
        if (!_described.TryGetValue(process, out var info))
        {
            info = facts.Find(process);
            if (info is null)
            {
                return null;
            }

            _described.Add(process, info);
        }

        return Remember(inode, new OwningProcess(info, IsCertain: true), startTicks: -1);
    }

    /// <summary>The owner among those seen with it, checked to have it still.</summary>
    public OwningProcess? Current(ulong inode)
    {
        // As long as it has the socket it is the same process, whatever was given its id since.
        return _owners.TryGetValue(inode, out var known) && known.StartTicks >= 0
            && search.TryOnlyCurrent(inode, out var process) && process == known.Owner.Process.Id ? known.Owner
            : search.TryKnown(inode, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain)
            : null;
    }

    /// <summary>Forgets whose that socket was.</summary>
    public void Forget(ulong inode) => _owners.Remove(inode);

    /// <summary>The owner now; looks at processes for it as <see cref="HolderSearch.TrySearch"/> does.</summary>
    public OwningProcess? Find(ulong inode, long existedAt, int likely = 0) =>
        search.TrySearch(inode, existedAt, likely, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain) : null;

    /// <summary>Forgets the owners of sockets that are not among these.</summary>
    public void Keep(IReadOnlyList<SocketEntry> entries)
    {
        _described.Clear();
        _kept.Clear();
        foreach (var entry in entries)
        {
            _kept.Add(entry.Inode);
        }

        foreach (var inode in _owners.Keys)
        {
            if (!_kept.Contains(inode))
            {
                _owners.Remove(inode); // allowed while its keys are read
            }
        }
    }

    private OwningProcess? Describe(ulong inode, in SocketHolder holder, bool isCertain) =>
        facts.Find(holder.Process, holder.StartTicks) is { } info ? Remember(inode, new OwningProcess(info, isCertain), holder.StartTicks) : null;

    private OwningProcess Remember(ulong inode, OwningProcess owner, long startTicks)
    {
        _owners[inode] = new Known(owner, startTicks);
        return owner;
    }

    private readonly record struct Known(OwningProcess Owner, long StartTicks);
}
