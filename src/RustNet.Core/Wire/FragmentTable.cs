namespace RustNet.Core.Wire;

/// <summary>
/// Remembers fragmented datagrams for 30 seconds of packet time, so that later fragments find the connection their first one
/// named, and early ones wait as a count. A fixed number of places in sets of eight, oldest out first: a flood of fragments costs
/// accuracy of the count, never memory. The places are made when the first fragment comes. Not thread-safe.
/// </summary>
internal sealed class FragmentTable
{
    /// <summary>How long a datagram is remembered, nanoseconds of packet time; what Linux gives a datagram to become whole.</summary>
    public const long Lifetime = 30 * PacketTime.Second;

    private const int Ways = 8;
    private const int Sets = 512;

    private Entry[]? _entries;

    /// <summary>A first fragment names its datagram. Hands over what waited for it.</summary>
    public void Name(in FragmentKey key, in FragmentName name, long now, out int heldPackets, out long heldBytes)
    {
        ref var entry = ref Find(key, now);
        heldPackets = entry.HeldPackets;
        heldBytes = entry.HeldBytes;
        entry.HeldPackets = 0;
        entry.HeldBytes = 0;
        entry.IsNamed = true;
        entry.Name = name;
        entry.Seen = now;
    }

    /// <summary>A later fragment asks for its name; without one it is held as a packet of so many bytes.</summary>
    public bool TryGetName(in FragmentKey key, int wireLength, long now, out FragmentName name)
    {
        ref var entry = ref Find(key, now);
        name = entry.Name;
        if (entry.IsNamed)
        {
            return true;
        }

        if (entry.HeldPackets < int.MaxValue)
        {
            entry.HeldPackets++;
            entry.HeldBytes += wireLength;
        }

        return false;
    }

    // The entry of the key, or the place of the oldest in its set made ready for it.
    private ref Entry Find(in FragmentKey key, long now)
    {
        _entries ??= new Entry[Sets * Ways];
        var set = _entries.AsSpan((int)((uint)key.GetHashCode() % Sets) * Ways, Ways);
        var oldest = 0;
        for (var i = 0; i < Ways; i++)
        {
            ref var entry = ref set[i];
            if (entry.IsUsed && entry.Key == key && IsFresh(entry.Seen, now))
            {
                return ref entry;
            }

            if (set[oldest].IsUsed && (!entry.IsUsed || entry.Seen < set[oldest].Seen))
            {
                oldest = i;
            }
        }

        set[oldest] = new Entry { Key = key, IsUsed = true, Seen = now };
        return ref set[oldest];
    }

    // Clocks step back, and captures are merged: an entry from the far future is as stale as an old one.
    private static bool IsFresh(long seen, long now)
    {
        var age = unchecked(now - seen);
        return age is <= Lifetime and >= -Lifetime;
    }

    private struct Entry
    {
        public FragmentKey Key;
        public FragmentName Name;
        public long Seen;
        public long HeldBytes;
        public int HeldPackets;
        public bool IsNamed;
        public bool IsUsed;
    }
}
