using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// Whose the connections were whose first packet was looked at as it was sent, so that a question may come when socket and process
/// are gone. Each is good for the time from that packet until its process was last seen with the socket, and for no other connection
/// with the same ends. Bounded. One thread.
/// </summary>
/// <param name="found">Where they come from.</param>
internal sealed class SightedSockets(SightingQueue found)
{
    private const int Remembered = 8192;
    private const int MostOfEnds = 8;

    // Capture has the time of a packet in microseconds.
    private const long Rounding = 1_000;

    private readonly RecentEntries<SocketKey, Known> _known = new(Remembered);
    private List<Sighting> _taken = [];

    /// <summary>What is known of the connection of a packet.</summary>
    /// <param name="key">Its ends.</param>
    /// <param name="seenAt">When it was captured, nanoseconds since 1970 UTC.</param>
    /// <param name="owner">Whose it is, if <see cref="SightingAnswer.Named"/>.</param>
    public SightingAnswer Find(in SocketKey key, long seenAt, out FlowOwner? owner)
    {
        TakeIn();
        owner = null;
        var isThere = _known.TryGet(key, out var newest);
        for (var known = newest; isThere && known is not null; known = known.Older)
        {
            if (known.Sighting.From > seenAt + Rounding)
            {
                continue; // it began later
            }

            owner = seenAt <= known.Sighting.Until ? known.Sighting.Owner : null;
            break;
        }

        // A datagram of UDP need not be the first of anything.
        return owner is not null ? SightingAnswer.Named
            : isThere && key.Protocol == IpProtocol.Tcp && newest!.Sighting.From > seenAt + Rounding ? SightingAnswer.Superseded
            : SightingAnswer.None;
    }

    /// <summary>A process was found otherwise: it is looked at first from now on.</summary>
    public void Suggest(int process) => found.Suggest(process);

    private void TakeIn()
    {
        found.TakeAll(ref _taken);
        foreach (var sighting in _taken)
        {
            var older = _known.TryGet(sighting.Key, out var newest) ? newest : null;
            if (older is not null && older.Sighting.From == sighting.From)
            {
                older = older.Older; // the same, with its owner
            }

            _known.Set(sighting.Key, new Known(sighting, older is { Depth: >= MostOfEnds } ? null : older));
        }

        _taken.Clear();
    }

    private sealed class Known(Sighting sighting, Known? older)
    {
        public Sighting Sighting { get; } = sighting;

        public Known? Older { get; } = older;

        public int Depth { get; } = older is null ? 1 : older.Depth + 1;
    }
}
