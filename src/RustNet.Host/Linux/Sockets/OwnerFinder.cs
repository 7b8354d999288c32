using System.Runtime.Versioning;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>From a socket to what is known of its process; remembers it for as long as the socket exists. One thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class OwnerFinder(HolderSearch search, ProcessFacts facts)
{
    private Dictionary<ulong, SocketOwner> _owners = [];

    /// <summary>The owner by what was seen so far, without checking whether it has the socket still.</summary>
    public SocketOwner? Known(ulong inode)
    {
        if (_owners.TryGetValue(inode, out var owner))
        {
            return owner;
        }

        if (search.TryOnly(inode, out var process))
        {
            return facts.Find(process) is { } info ? Remember(inode, new SocketOwner(info, IsCertain: true)) : null;
        }

        return search.TryKnown(inode, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain) : null;
    }

    /// <summary>Nobody is hidden from this program: a socket that nobody has is nobody's.</summary>
    public bool SeesAll => search is { Denied: 0, IsViewPartial: false };

    /// <summary>The owner among those seen with it, checked to have it still.</summary>
    public SocketOwner? Current(ulong inode) =>
        search.TryKnown(inode, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain) : null;

    /// <summary>The owner now; looks at processes for it as <see cref="HolderSearch.TrySearch"/> does.</summary>
    public SocketOwner? Find(ulong inode, long existedAt, int likely = 0) =>
        search.TrySearch(inode, existedAt, likely, out var holder, out var isCertain) ? Describe(inode, in holder, isCertain) : null;

    /// <summary>Forgets the owners of sockets that are not among these.</summary>
    public void Keep(IReadOnlyList<SocketEntry> entries)
    {
        var kept = new Dictionary<ulong, SocketOwner>(_owners.Count);
        foreach (var entry in entries)
        {
            if (entry.Inode != 0 && _owners.TryGetValue(entry.Inode, out var owner))
            {
                kept[entry.Inode] = owner;
            }
        }

        _owners = kept;
    }

    private SocketOwner? Describe(ulong inode, in SocketHolder holder, bool isCertain) =>
        facts.Find(holder.Process, holder.StartTicks) is { } info ? Remember(inode, new SocketOwner(info, isCertain)) : null;

    private SocketOwner Remember(ulong inode, SocketOwner owner)
    {
        _owners[inode] = owner;
        return owner;
    }
}
