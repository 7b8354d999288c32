namespace RustNet.Host.Linux.FirstPackets;

/// <summary>Hands what was found on one thread to another. Bounded: what there is no room for is dropped and counted.</summary>
/// <param name="most">How many wait at most.</param>
internal sealed class SightingQueue(int most = SightingQueue.Most)
{
    private const int Most = 8192;

    private readonly Lock _lock = new();
    private List<Sighting> _waiting = [];
    private volatile bool _isAny;
    private int _suggestion;
    private long _dropped;

    /// <summary>How many there was no room for. Any thread.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds one. Any thread.</summary>
    public void Add(Sighting sighting)
    {
        lock (_lock)
        {
            if (_waiting.Count >= most)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _waiting.Add(sighting);
            _isAny = true;
        }
    }

    /// <summary>The other way: a process that was found otherwise, and may begin more. Any thread.</summary>
    public void Suggest(int process) => Volatile.Write(ref _suggestion, process);

    /// <summary>The last one suggested since this was asked last; 0 if none was. Any thread.</summary>
    public int TakeSuggestion() => Volatile.Read(ref _suggestion) == 0 ? 0 : Interlocked.Exchange(ref _suggestion, 0);

    /// <summary>Takes all, in their order: they are put into <paramref name="into"/>, an empty list which is the queue's from then on. Any thread.</summary>
    public void TakeAll(ref List<Sighting> into)
    {
        if (!_isAny)
        {
            return;
        }

        lock (_lock)
        {
            (into, _waiting) = (_waiting, into);
            _isAny = false;
        }
    }
}
