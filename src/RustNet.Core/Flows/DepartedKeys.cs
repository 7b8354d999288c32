using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Remembers for 30 s which TCP connections have left the table, so that their last stray segments do not come back as
/// connections of their own (SPEC §4). Holds 64-bit hashes in sets of four and 1 MB at most: a flood of endings
/// forgets the oldest of its set first. Not thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class DepartedKeys
{
    /// <summary>How long a key is remembered, nanoseconds.</summary>
    public const long Memory = 30 * PacketTime.Second;

    private const int Ways = 4;
    private const int Sets = 1 << 14;

    private Entry[] _entries = [];

    /// <summary>A connection has left at <paramref name="now"/> (an instant of the shard's clock).</summary>
    public void Add(ulong hash, long now)
    {
        if (_entries.Length == 0)
        {
            _entries = new Entry[Ways * Sets];
        }

        var set = SetOf(hash);
        ref var oldest = ref set[0];
        foreach (ref var entry in set)
        {
            if (entry.Hash == hash)
            {
                oldest = ref entry;
                break;
            }

            if (entry.LeftAt < oldest.LeftAt)
            {
                oldest = ref entry;
            }
        }

        oldest = new Entry(hash, now);
    }

    /// <summary>Whether a connection with that hash left within the last 30 s.</summary>
    public bool Contains(ulong hash, long now)
    {
        if (_entries.Length == 0)
        {
            return false;
        }

        foreach (ref readonly var entry in SetOf(hash))
        {
            if (entry.Hash == hash && now - entry.LeftAt < Memory && entry.LeftAt != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _entries = [];

    private Span<Entry> SetOf(ulong hash) => _entries.AsSpan((int)(hash >> 8 & (Sets - 1)) * Ways, Ways);

    private readonly record struct Entry(ulong Hash, long LeftAt);
}
