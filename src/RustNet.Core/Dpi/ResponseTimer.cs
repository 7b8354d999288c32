namespace RustNet.Core.Dpi;

/// <summary>
/// Response times of a flow's protocol: pairs requests with responses by their <see cref="Exchange.Id"/>. Made with a flow's
/// first request, 64 bytes for as long as the flow lives, and 96 more once a second request was open at a time. Owned by the
/// thread that owns the flow's shard.
/// <para>
/// A request that is sent again keeps the time it was first sent: what is measured is how long the asking side waited. The
/// same is right for a packet that the capture sees more than once.
/// </para>
/// </summary>
internal sealed class ResponseTimer
{
    /// <summary>Requests that may be open at the same time; a further one takes the place of the oldest.</summary>
    private const int MaxOpen = 4;

    private OpenRequest _first;
    private OpenRequest[]? _further;

    /// <summary>Nanoseconds from request to response, smoothed as RFC 6298 §2 smooths round trips; 0 before the first.</summary>
    public long Smoothed { get; private set; }

    /// <summary>How many responses were timed.</summary>
    public int Count { get; private set; }

    /// <summary>A request was seen at a capture time (nanoseconds since 1970 UTC).</summary>
    public void OnRequest(ulong id, bool fromInitiator, long timestamp)
    {
        if (Find(id, fromInitiator) < 0)
        {
            At(PlaceForOneMore()) = new OpenRequest(id, timestamp, fromInitiator, true);
        }
    }

    /// <summary>A response was seen. Answers whether a request was waiting for it.</summary>
    public bool OnResponse(ulong id, bool fromInitiator, long timestamp)
    {
        var place = Find(id, !fromInitiator);
        if (place < 0)
        {
            return false;
        }

        var time = timestamp - At(place).Timestamp;
        At(place) = default;
        Add(time);
        return true;
    }

    /// <summary>A response took so long, in nanoseconds; not above 0 when the capture wrote the two out of order, which tells nothing.</summary>
    public void Add(long time)
    {
        if (time <= 0)
        {
            return;
        }

        Smoothed = Count == 0 ? time : Smoothed + (time - Smoothed) / 8;
        Count++;
    }

    private int Places => _further is null ? 1 : MaxOpen;

    private ref OpenRequest At(int place) => ref place == 0 ? ref _first : ref _further![place - 1];

    private int Find(ulong id, bool fromInitiator)
    {
        for (var i = 0; i < Places; i++)
        {
            ref readonly var request = ref At(i);
            if (request.IsOpen && request.Id == id && request.FromInitiator == fromInitiator)
            {
                return i;
            }
        }

        return -1;
    }

    // A free one, or the oldest request's.
    private int PlaceForOneMore()
    {
        if (_first.IsOpen)
        {
            _further ??= new OpenRequest[MaxOpen - 1];
        }

        var oldest = 0;
        for (var i = 0; i < Places; i++)
        {
            if (!At(i).IsOpen)
            {
                return i;
            }

            if (At(i).Timestamp < At(oldest).Timestamp)
            {
                oldest = i;
            }
        }

        return oldest;
    }

    private readonly record struct OpenRequest(ulong Id, long Timestamp, bool FromInitiator, bool IsOpen);
}
