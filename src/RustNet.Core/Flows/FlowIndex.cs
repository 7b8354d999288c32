namespace RustNet.Core.Flows;

/// <summary>
/// Finds the live flow of a key: open addressing with linear probing over a power-of-two array. The hash stands beside the flow, so
/// that a packet reads one line of this array and then its own flow's, and growing reads no flow at all. 24 to 48 bytes per flow. Not
/// thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class FlowIndex
{
    private const int SmallestSize = 1 << 10;

    private Slot[] _slots = new Slot[SmallestSize];

    /// <summary>Number of flows.</summary>
    public int Count { get; private set; }

    /// <summary>The flow of a key, or <see langword="null"/>.</summary>
    public Flow? Find(in FlowKey key, ulong hash)
    {
        var slots = _slots;
        for (var i = (int)hash & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[i];
            if (slot.Flow is not { } flow || (slot.Hash == hash && flow.Key.Equals(key)))
            {
                return slot.Flow;
            }
        }
    }

    /// <summary>Adds a flow whose key is not in the index, given the hash of its key.</summary>
    public void Add(Flow flow, ulong hash)
    {
        if (Count >= _slots.Length / 3 * 2)
        {
            Grow();
        }

        Put(_slots, new Slot { Flow = flow, Hash = hash });
        Count++;
    }

    /// <summary>Takes a flow out, given the hash of its key.</summary>
    public void Remove(Flow flow, ulong hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var hole = (int)hash & mask;
        while (slots[hole].Flow != flow)
        {
            hole = (hole + 1) & mask;
        }

        // Whatever would not be found past the hole moves into it, and leaves one in turn.
        for (var i = (hole + 1) & mask; slots[i].Flow is not null; i = (i + 1) & mask)
        {
            var home = (int)slots[i].Hash & mask;
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                slots[hole] = slots[i];
                hole = i;
            }
        }

        slots[hole] = default;
        Count--;
    }

    /// <summary>Forgets all flows and gives the memory back.</summary>
    public void Clear()
    {
        _slots = new Slot[SmallestSize];
        Count = 0;
    }

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Flow is not null)
            {
                Put(larger, slot);
            }
        }

        _slots = larger;
    }

    private static void Put(Slot[] slots, in Slot added)
    {
        var i = (int)added.Hash & (slots.Length - 1);
        while (slots[i].Flow is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        slots[i] = added;
    }

    private struct Slot
    {
        public Flow? Flow;
        public ulong Hash;
    }
}
