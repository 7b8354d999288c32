using System.Runtime.InteropServices;
using RustNet.Core.Flows;

namespace RustNet.Host.Sockets;

/// <summary>From the processes that have a socket to the one that is shown. One thread.</summary>
internal sealed class SharedOwner(KnownProcesses processes)
{
    private readonly List<SocketHolder> _holders = [];
    private readonly List<ProcessInfo> _infos = [];

    /// <summary>
    /// The one that had it first, under the rules of <see cref="HolderChoice"/>; <see langword="null"/> if nothing is known of any.
    /// </summary>
    /// <param name="ids">Their process ids, each once.</param>
    /// <param name="match">How the socket was found; a guess, where those that have it are strangers to each other.</param>
    /// <param name="listedAt">When they were listed with it, nanoseconds since 1970 UTC.</param>
    /// <param name="areGone">They are asked for as they were, not as they are.</param>
    public FlowOwner? Of(List<int> ids, OwnerMatch match, long listedAt, bool areGone = false)
    {
        _holders.Clear();
        _infos.Clear();
        foreach (var id in ids)
        {
            // Who has gone since the sockets were listed had this one all the same.
            if (((areGone ? null : processes.Find(id, listedAt)) ?? processes.FindGone(id, listedAt)) is { } info)
            {
                _infos.Add(info);
                _holders.Add(new SocketHolder(id, ParentOf(info), 0, info.StartTime ?? long.MaxValue));
            }
        }

        if (_infos.Count <= 1)
        {
            return _infos.Count == 0 ? null : new FlowOwner(_infos[0], match);
        }

        var chosen = HolderChoice.Choose(
            CollectionsMarshal.AsSpan(_holders),
            id => processes.FindGone(id, listedAt) is { } known ? ParentOf(known) : 0,
            out var isCertain);
        return new FlowOwner(_infos[_holders.FindIndex(holder => holder.Process == chosen.Process)], isCertain ? match : OwnerMatch.Guess);
    }

    private static int ParentOf(ProcessInfo info) => info.Parents.IsEmpty ? 0 : info.Parents[0].Id;
}
