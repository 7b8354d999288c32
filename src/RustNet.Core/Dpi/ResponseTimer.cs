using System.Runtime.CompilerServices;

namespace RustNet.Core.Dpi;

/// <summary>
/// Response times of a flow's protocol: pairs requests with responses by their <see cref="Exchange.Id"/>. Made with a flow's
/// first request, about 120 bytes for as long as the flow lives. Owned by the thread that owns the flow's shard.
/// <para>
/// A request that is sent again keeps the time it was first sent: what is measured is how long the asking side waited. The
/// same is right for a packet that the capture sees more than once.
/// </para>
/// </summary>
internal sealed class ResponseTimer
{
    /// <summary>Requests that may be open at the same time; a further one takes the place of the oldest.</summary>
    private const int MaxOpen = 4;

    private OpenRequests _open;
    private int _next;

    /// <summary>Nanoseconds from request to response, smoothed as RFC 6298 §2 smooths round trips; 0 before the first.</summary>
    public long Smoothed { get; private set; }

    /// <summary>How many responses were timed.</summary>
    public int Count { get; private set; }

    /// <summary>A request was seen at a capture time (nanoseconds since 1970 UTC).</summary>
    public void OnRequest(ulong id, bool fromInitiator, long timestamp)
    {
        foreach (ref readonly var request in _open)
        {
            if (request.IsOpen && request.Id == id && request.FromInitiator == fromInitiator)
            {
                return;
            }
        }

        _open[_next] = new OpenRequest(id, timestamp, fromInitiator, true);
        _next = (_next + 1) % MaxOpen;
    }

    /// <summary>A response was seen. Answers whether a request was waiting for it.</summary>
    public bool OnResponse(ulong id, bool fromInitiator, long timestamp)
    {
        foreach (ref var request in _open)
        {
            if (request.IsOpen && request.Id == id && request.FromInitiator != fromInitiator)
            {
                var time = timestamp - request.Timestamp;
                request = default;
                Add(time);
                return true;
            }
        }

        return false;
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

    private readonly record struct OpenRequest(ulong Id, long Timestamp, bool FromInitiator, bool IsOpen);

    [InlineArray(MaxOpen)]
    private struct OpenRequests
    {
        private OpenRequest _first;
    }
}
