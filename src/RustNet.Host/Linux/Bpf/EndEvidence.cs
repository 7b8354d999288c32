namespace RustNet.Host.Linux.Bpf;

/// <summary>A socket, as seen from a moment.</summary>
internal enum SocketLife
{
    /// <summary>First seen later; it may have been there unseen.</summary>
    Later,

    /// <summary>It was there.</summary>
    Certain,

    /// <summary>It was there before; whether it still was is not known.</summary>
    Possible,

    /// <summary>It had ended.</summary>
    Over,
}

/// <summary>
/// Tells until when a socket was there: by the event of its end (TCP), by the end of all processes that had it open, and by complete
/// snapshots that it is not in. Times are nanoseconds since boot. One thread.
/// </summary>
/// <param name="hasEvents">There are events, not snapshots alone.</param>
internal sealed class EndEvidence(bool hasEvents)
{
    private const int ExitsRemembered = 8192;
    private const int SnapshotsRemembered = 16;

    private readonly RecentEntries<(int Process, long StartedAt), long> _exits = new(ExitsRemembered);
    private readonly Queue<(long Begun, long Ended)> _snapshots = new(SnapshotsRemembered);
    private long _lostAt = long.MinValue;

    /// <summary>A process has ended.</summary>
    public void OnExit(int process, long startedAt, long at) => _exits.Set((process, startedAt), at);

    /// <summary>A complete snapshot was taken.</summary>
    public void OnSnapshot(long begun, long ended)
    {
        if (_snapshots.Count == SnapshotsRemembered)
        {
            _snapshots.Dequeue();
        }

        _snapshots.Enqueue((begun, ended));
    }

    /// <summary>Events were lost until this time: what they would have told must be seen by a snapshot.</summary>
    public void OnLoss(long at) => _lostAt = at;

    /// <summary>When the process ended; <see cref="HeldSocket.Open"/> if it has not, or nobody has told.</summary>
    public long ExitOf(HolderRecord holder) => _exits.TryGet((holder.ProcessId, holder.StartedAt), out var at) ? at : HeldSocket.Open;

    /// <summary>Whether all that happened to the socket since it was last seen was told.</summary>
    public bool IsWatched(HeldSocket socket) => hasEvents && socket.KnownUntil >= _lostAt;

    /// <summary>Whether what happened after that time may be among the events that were lost, or there are none.</summary>
    public bool MayHaveMissed(long at) => !hasEvents || at <= _lostAt;

    /// <summary>How it stood with the socket at a time.</summary>
    public SocketLife LifeAt(HeldSocket socket, long at) =>
        socket.From > at ? SocketLife.Later
        : OverAt(socket) < at ? SocketLife.Over
        : socket.EndedAt != HeldSocket.Open || (socket.TellsItsEnd && IsWatched(socket)) || at <= socket.KnownUntil ? SocketLife.Certain
        : SocketLife.Possible;

    /// <summary>From when on it was certainly there no more; <see cref="HeldSocket.Open"/> if that cannot be said.</summary>
    public long OverAt(HeldSocket socket)
    {
        if (socket.EndedAt != HeldSocket.Open || (socket.TellsItsEnd && IsWatched(socket)))
        {
            return socket.EndedAt;
        }

        // TCP goes on speaking for a process that has ended.
        return !socket.TellsItsEnd && socket.TryLastExit(this, out var exit)
            ? Math.Min(GoneBy(socket), Math.Max(exit, socket.KnownUntil))
            : GoneBy(socket);
    }

    // The end of the first complete snapshot that would have found it.
    private long GoneBy(HeldSocket socket)
    {
        foreach (var (begun, ended) in _snapshots)
        {
            if (begun > socket.KnownUntil)
            {
                return ended;
            }
        }

        return HeldSocket.Open;
    }
}
