using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <content>For a socket that has only just begun: in a hurry, and sure that nobody else had it before.</content>
internal sealed partial class HolderSearch
{
    private const int MostProbed = 4;
    private const int LastStandardDescriptor = 2;

    /// <summary>A process that is likely to have what is searched for next.</summary>
    public void Suggest(int process)
    {
        if (!_likely.Exists(one => one.Process == process))
        {
            Remember(process, -1);
        }
    }

    /// <summary>
    /// As <see cref="TrySearch"/>, and looks at those whom the process may have the socket from, as far back as a socket is likely
    /// to be handed down: a child seen with the socket of its parent is not the one meant.
    /// </summary>
    /// <param name="inode">The socket.</param>
    /// <param name="existedAt">As there; all of them are looked at after that time.</param>
    /// <param name="settledTicks">
    /// A process that started before this, in hundredths of seconds since boot, did not inherit the socket from anybody further up;
    /// <see langword="null"/> for a socket that may have been handed down long ago.
    /// </param>
    /// <param name="holder">The process.</param>
    /// <param name="evidence">What that says.</param>
    public bool TrySearchElder(ulong inode, long existedAt, long? settledTicks, out SocketHolder holder, out HolderEvidence evidence)
    {
        evidence = HolderEvidence.Strangers;
        if (_index.IsFull)
        {
            _index.Clear();
            _looks.Clear();
        }

        if (!TrySearch(inode, existedAt, likely: 0, out holder, out var isCertain))
        {
            return false;
        }

        for (var i = 0; i < MostAncestors; i++)
        {
            var chosen = holder.Process;
            evidence = LookAtElders(inode, in holder, existedAt, settledTicks);
            if (!TryKnown(inode, out holder, out isCertain))
            {
                return false; // gone meanwhile, so that nobody can say who else had it
            }

            if (holder.Process == chosen)
            {
                break;
            }
        }

        Remember(holder.Process, _index.DescriptorOf(inode, holder.Process));
        evidence = isCertain ? evidence : HolderEvidence.Strangers;
        return true;
    }

    // A fork leaves the numbers of descriptors as they are, so that one look at each is enough; but for those that were made standard input or
    // output, and for a socket that may have been handed down with care, by another number.
    private HolderEvidence LookAtElders(ulong inode, in SocketHolder holder, long existedAt, long? settledTicks)
    {
        var evidence = HolderEvidence.Elder;
        var descriptor = _index.DescriptorOf(inode, holder.Process);
        var (process, childTicks) = (holder.Parent, holder.StartTicks);
        for (var i = 0; i < MostAncestors && process > 1; i++)
        {
            if (!_index.Probe(process, descriptor, inode, out var isDenied) && !isDenied
                && (descriptor <= LastStandardDescriptor || (settledTicks is null && i == 0)) && !IsLookedAtSince(process, existedAt))
            {
                return HolderEvidence.Unfinished;
            }

            evidence = isDenied ? HolderEvidence.EldersHidden : evidence;
            if (childTicks < settledTicks)
            {
                break;
            }

            if (!ProcessStat.TryParse(_proc.ReadStat(process), out var stat))
            {
                return HolderEvidence.Unfinished; // gone, and somebody else is the parent now
            }

            (process, childTicks) = (stat.Parent, stat.StartTicks);
        }

        return evidence;
    }

    private bool IsLookedAtSince(int process, long existedAt)
    {
        LookIfDue(process, existedAt);
        return _looks.TryGetValue(process, out var look) && IsLaterThan(look.At, existedAt);
    }

    /// <summary>
    /// True if somebody is known to have the socket, or one of those found last has it: who opens one socket after the other gets the same
    /// descriptor, or the next one.
    /// </summary>
    public bool Probe(ulong inode)
    {
        if (_index.Knows(inode))
        {
            return true;
        }

        for (var i = _likely.Count - 1; i >= 0 && i >= _likely.Count - MostProbed; i--)
        {
            var (process, descriptor) = _likely[i];
            if (descriptor >= 0 && (_index.Probe(process, descriptor, inode, out _) || _index.Probe(process, descriptor + 1, inode, out _)))
            {
                return true;
            }
        }

        return false;
    }
}
