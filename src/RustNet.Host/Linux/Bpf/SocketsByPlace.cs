using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// The sockets that are remembered, each place with those that were there one after the other, the newest first. Times are nanoseconds
/// since boot. One thread.
/// </summary>
/// <param name="capacity">
/// Bounds it: of places at most twice as many are remembered, those neither told nor asked for lately forgotten first; and of sockets that
/// another one has followed at most so many over all places, those that were followed first forgotten first.
/// </param>
internal sealed class SocketsByPlace(int capacity)
{
    private const int MostAtOnePlace = 256;
    private const int AlwaysRemembered = 8;

    /// <summary>No packet is asked for so long after it was seen.</summary>
    private const long LongestQuestion = 10_000_000_000;

    private readonly RecentEntries<Place, HeldSocket> _newest = new(capacity);

    // Every socket that has an older one behind it is in here.
    private readonly Queue<HeldSocket> _followers = new();

    /// <summary>The last one that came to a place.</summary>
    public bool TryGetNewest(in Place place, out HeldSocket newest) => _newest.TryGet(place, out newest);

    /// <summary>The last one that came to a place with this cookie; <see langword="null"/> if there is none.</summary>
    public HeldSocket? Find(in Place place, ulong cookie)
    {
        var socket = _newest.TryGet(place, out var newest) ? newest : null;
        while (socket is not null && socket.Cookie != cookie)
        {
            socket = socket.Older;
        }

        return socket;
    }

    /// <summary>Another one has come to a place.</summary>
    /// <param name="place">Where.</param>
    /// <param name="cookie">The kernel's number for it.</param>
    /// <param name="ends">Its ends.</param>
    /// <param name="at">Now: those at the same place that were not seen for long are forgotten.</param>
    public HeldSocket Add(in Place place, ulong cookie, in SocketEnds ends, long at)
    {
        var socket = new HeldSocket(cookie, in ends, _newest.TryGet(place, out var newest) ? newest : null);
        _newest.Set(place, socket);
        if (socket.Older is null)
        {
            return socket;
        }

        _followers.Enqueue(socket);
        if (_followers.Count > capacity)
        {
            _followers.Dequeue().ForgetOlder();
        }

        var kept = 1;
        for (var one = socket; one.Older is { } older; one = older)
        {
            if (++kept > MostAtOnePlace || (kept > AlwaysRemembered && older.KnownUntil < at - LongestQuestion))
            {
                one.ForgetOlder();
                break;
            }
        }

        return socket;
    }
}
