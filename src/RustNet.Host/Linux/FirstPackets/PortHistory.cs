namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// Which socket has sent from a local port of UDP lately, because the kernel names the one that has the port a moment after the
/// packet, and that may be another one already. Bounded. Times are nanoseconds since 1970 UTC. One thread.
/// </summary>
internal sealed class PortHistory
{
    private const int Remembered = 4096;

    /// <summary>A port that was silent for so long is taken for a new one.</summary>
    private const long LongestMemory = 5_000_000_000;

    private readonly RecentEntries<ushort, Use> _uses = new(Remembered);

    /// <summary>What a socket at a port is worth, seen just after a packet.</summary>
    public enum Evidence
    {
        /// <summary>The port was another socket's not long ago, or that is not known: the packet may be of that one.</summary>
        Disputed,

        /// <summary>Nobody else was seen with the port.</summary>
        Alone,

        /// <summary>The socket had the port before the packet was sent, and after.</summary>
        Proven,
    }

    /// <summary>Takes in which socket is at the port now, 0 for none, and weighs what was known before.</summary>
    /// <param name="port">The port.</param>
    /// <param name="inode">The socket.</param>
    /// <param name="sentAt">When the packet was sent.</param>
    /// <param name="seenAt">When the socket was looked up.</param>
    public Evidence OnLookup(ushort port, ulong inode, long sentAt, long seenAt)
    {
        var isKnown = _uses.TryGet(port, out var use) && sentAt - use.LastSentAt < LongestMemory;
        var isSame = isKnown && use.Inode == inode;
        var isDisputed = isKnown && (use.IsDisputed || !isSame); // what has changed hands may do so again, unseen
        _uses.Set(port, new Use(inode, isSame ? use.SeenSince : seenAt, sentAt, isDisputed));
        return inode == 0 || isDisputed ? Evidence.Disputed
            : !isKnown ? Evidence.Alone
            : use.SeenSince <= sentAt ? Evidence.Proven
            : Evidence.Disputed;
    }

    /// <summary>The port has sent again, and nobody looked.</summary>
    public void OnUse(ushort port, long sentAt)
    {
        if (_uses.TryGet(port, out var use) && sentAt > use.LastSentAt)
        {
            _uses.Set(port, use with { LastSentAt = sentAt });
        }
    }

    private readonly record struct Use(ulong Inode, long SeenSince, long LastSentAt, bool IsDisputed);
}
