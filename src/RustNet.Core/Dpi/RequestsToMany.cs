using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi;

/// <summary>
/// Requests that went to a multicast or broadcast address: what answers them comes from an address of its own, on a flow of
/// its own. The newest few of a shard, in place; several hosts may answer the same one.
/// </summary>
internal sealed class RequestsToMany
{
    private const int Capacity = 64;

    /// <summary>Later than this a response is to something else that happens to have the id; nanoseconds.</summary>
    private const long MaxAge = 10 * PacketTime.Second;

    private readonly Request[] _requests = new Request[Capacity];
    private int _next;

    /// <summary>Takes a request down if it went to many.</summary>
    public void OnRequest(in Frame frame, ulong id)
    {
        if (AddressScopes.MayBeMany(frame.Destination))
        {
            _requests[_next] = new Request(frame.Source, frame.SourcePort, frame.DestinationPort, id, frame.Timestamp);
            _next = (_next + 1) % Capacity;
        }
    }

    /// <summary>Capture time of the request that a response answers, or <see langword="null"/>.</summary>
    public long? Find(in Frame frame, ulong id)
    {
        foreach (ref readonly var request in _requests.AsSpan())
        {
            if (request.Id == id && request.SourcePort == frame.DestinationPort && request.DestinationPort == frame.SourcePort
                && request.Source == frame.Destination && frame.Timestamp - request.Timestamp is >= 0 and <= MaxAge)
            {
                return request.Timestamp;
            }
        }

        return null;
    }

    private readonly record struct Request(UInt128 Source, ushort SourcePort, ushort DestinationPort, ulong Id, long Timestamp);
}
