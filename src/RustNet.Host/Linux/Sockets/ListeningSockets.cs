using System.Runtime.Versioning;
using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Sockets;

/// <summary>The sockets that wait, as a list that is replaced only when it differs. One thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ListeningSockets
{
    /// <summary>The list. Never changes itself.</summary>
    public IReadOnlyList<ListeningSocket> Current { get; private set; } = [];

    /// <summary>Takes those of a table; <paramref name="reasonOf"/> says why one has no owner.</summary>
    /// <returns>False if an owner that was known has the socket no more: somebody else must.</returns>
    public bool Replace(SocketTable table, OwnerFinder owners, Func<SocketEntry, FlowOwner?> reasonOf)
    {
        var areCurrent = true;
        var next = new List<ListeningSocket>(Current.Count);
        foreach (var entry in table.Entries)
        {
            if (entry.IsWaiting)
            {
                var owner = owners.Current(entry.Inode)?.As(OwnerMatch.Exact);
                if (owner is null && owners.Seen(entry.Inode) is not null)
                {
                    areCurrent = false;
                    owners.Forget(entry.Inode);
                }

                owner ??= reasonOf(entry);
                next.Add(new ListeningSocket(entry.Protocol, entry.Local, entry.LocalPort, SocketEntry.IsAny(entry.Local), entry.IsIPv6, owner));
            }
        }

        if (!next.SequenceEqual(Current))
        {
            Current = next;
        }

        return areCurrent;
    }
}
