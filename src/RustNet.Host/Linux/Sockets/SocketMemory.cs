using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Owners of sockets that have been seen: what answers when a connection is still on the wire and its socket is not. Bounded. One
/// thread.
/// </summary>
internal sealed class SocketMemory
{
    private const int Remembered = 8192;

    // A connection that begins later than this after its ends were last seen in use is another one with the same ports.
    private const long LongestGap = 5_000_000_000;

    private readonly RecentEntries<SocketKey, Known> _known = new(Remembered);

    /// <summary>Remembers whose the socket with these ends is, or was until now.</summary>
    public void Set(in SocketKey key, SocketOwner owner, long at) => _known.Set(key, new Known(owner, at));

    /// <summary>Whose it was.</summary>
    public bool TryGet(in SocketKey key, long firstSeen, out SocketOwner owner)
    {
        var isKnown = _known.TryGet(key, out var known) && firstSeen <= known.At + LongestGap;
        owner = isKnown ? known.Owner : default;
        return isKnown;
    }

    private readonly record struct Known(SocketOwner Owner, long At);
}

/// <summary>A process that has, or had, a socket.</summary>
/// <param name="Process">The process.</param>
/// <param name="IsCertain">False if it is one of several strangers that have it.</param>
internal readonly record struct SocketOwner(ProcessInfo Process, bool IsCertain)
{
    /// <summary>As the answer to a question that was settled so.</summary>
    public FlowOwner As(OwnerMatch match) => new(Process, IsCertain ? match : OwnerMatch.Guess);
}
