namespace RustNet.Core.Flows;

/// <summary>
/// Counts the connections that found the table full, without a table for them: a direct-mapped memory of 65,536 key
/// hashes (512 KB, made on first need). Exact for as many connections at a time as it has places for; beyond that a
/// connection may be counted again, never missed. Not thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class UntrackedKeys
{
    private const int Places = 1 << 16;

    private ulong[] _hashes = [];

    /// <summary>Connections counted so far.</summary>
    public long Count { get; private set; }

    /// <summary>A packet of a connection that is not tracked.</summary>
    public void Add(ulong hash)
    {
        if (_hashes.Length == 0)
        {
            _hashes = new ulong[Places];
        }

        ref var place = ref _hashes[(int)(hash >> 8) & (Places - 1)];
        if (place != hash)
        {
            place = hash;
            Count++;
        }
    }
}
