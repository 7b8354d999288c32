namespace RustNet.Host.Linux.FirstPackets;

/// <summary>
/// Bounds how much of its time a thread works: a share of all time, and a store for times when more comes at once. Whatever is not used
/// fills the store again. Times are nanoseconds. One thread.
/// </summary>
internal sealed class WorkBudget
{
    private readonly int _share;
    private readonly long _store;
    private long _left;
    private long _asOf;

    /// <summary>A budget whose store is full.</summary>
    /// <param name="share">Work in hundredths of all time.</param>
    /// <param name="store">Work that can be done without a pause.</param>
    public WorkBudget(int share, long store)
    {
        _share = share;
        _store = store;
        _left = store;
    }

    /// <summary>So much was worked until now.</summary>
    public void Spend(long worked, long now)
    {
        Refill(now);
        _left -= worked;
    }

    /// <summary>How long to pause before working on; 0 if there is no need. After a pause there is work for a tenth of the store.</summary>
    public long Pause(long now)
    {
        Refill(now);
        return _left > 0 ? 0 : (_store / 10 - _left) * 100 / _share;
    }

    private void Refill(long now)
    {
        // The first time, and where the clock was set back, nothing is known of the time that has passed.
        var passed = _asOf == 0 || now < _asOf ? 0 : Math.Min(now - _asOf, _store * 100 / _share);
        _left = Math.Min(_store, _left + passed * _share / 100);
        _asOf = now;
    }
}
