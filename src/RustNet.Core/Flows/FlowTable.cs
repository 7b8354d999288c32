using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// All connections. Made of shards, each written by one capture thread through its <see cref="IFrameSink"/>; everything
/// else here may be called from any thread and returns immutable values.
/// </summary>
public sealed class FlowTable
{
    private const int OwnersAtOnce = 1024;

    private readonly FlowShard[] _shards;
    private readonly FlowIds _ids = new();
    private readonly Lock _takeLock = new();
    private readonly int _maxHistory;
    private int _lastCount;

    /// <summary>A table with <see cref="FlowTableOptions.Shards"/> shards.</summary>
    public FlowTable(FlowTableOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConnections, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxHistory, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Shards, 1, nameof(options));
        _maxHistory = options.MaxHistory;
        _shards = new FlowShard[options.Shards];
        for (var i = 0; i < _shards.Length; i++)
        {
            var capacity = options.MaxConnections / _shards.Length + (i < options.MaxConnections % _shards.Length ? 1 : 0);
            _shards[i] = new FlowShard(options, capacity, _ids);
        }
    }

    /// <summary>Where the capture thread delivers: the first of <see cref="Sinks"/>.</summary>
    public IFrameSink Sink => _shards[0];

    /// <summary>One for each shard; each is for one capture thread.</summary>
    public IReadOnlyList<IFrameSink> Sinks => _shards;

    /// <summary>The connections in the table now, in creation order. Copies in slices so that no lock is held long.</summary>
    public TableSnapshot Take()
    {
        lock (_takeLock)
        {
            var lastId = _ids.Last;
            var rows = new List<FlowSnapshot>(_lastCount + _lastCount / 8);
            foreach (var shard in _shards)
            {
                shard.CopyTo(rows, lastId);
            }

            if (_shards.Length > 1)
            {
                rows.Sort((left, right) => left.Identity.Id.CompareTo(right.Identity.Id));
            }

            _lastCount = rows.Count;
            return new TableSnapshot(rows, TakeStatistics());
        }
    }

    /// <summary>The newest historic connections, oldest first, with the same statistics as <see cref="Take"/>.</summary>
    public TableSnapshot TakeHistory()
    {
        var ended = new List<(long LeftAt, FlowSnapshot Snapshot)>();
        foreach (var shard in _shards)
        {
            shard.CopyHistoryTo(ended);
        }

        IEnumerable<(long LeftAt, FlowSnapshot Snapshot)> newest = _shards.Length == 1
            ? ended
            : ended.OrderBy(entry => entry.LeftAt).TakeLast(_maxHistory); // a stable sort: each shard's order stays
        return new TableSnapshot(newest.Select(entry => entry.Snapshot).ToArray(), TakeStatistics());
    }

    /// <summary>Totals only; cheap.</summary>
    public EngineStatistics TakeStatistics()
    {
        var sum = new EngineStatistics();
        var oddities = new long[FrameOddities.Count];
        foreach (var shard in _shards)
        {
            sum = shard.AddTo(sum);
            shard.AddOdditiesTo(oddities);
        }

        var named = new List<KeyValuePair<string, long>>();
        for (var oddity = 1; oddity < oddities.Length; oddity++)
        {
            if (oddities[oddity] > 0)
            {
                named.Add(new(FrameOddities.Name((FrameOddity)oddity), oddities[oddity]));
            }
        }

        return sum with { Oddities = named };
    }

    /// <summary>
    /// Appends the connections that have come since the last call and whose owner is not known. Only with
    /// <see cref="FlowTableOptions.OwnersWanted"/>; for one thread.
    /// </summary>
    public void TakeUnowned(List<UnownedFlow> flows)
    {
        foreach (var shard in _shards)
        {
            shard.TakeUnowned(flows);
        }
    }

    /// <summary>
    /// Counts connections that <see cref="TakeUnowned"/> has handed out and whose owner nobody will look for
    /// (<see cref="EngineStatistics.OwnersNotSought"/>).
    /// </summary>
    public void CountOwnersNotSought(long count) => _shards[0].CountOwnersNotSought(count);

    /// <summary>
    /// Says whose connections these are; where the capture itself has named the process meanwhile, that stays. For one thread; holds
    /// the locks for short.
    /// </summary>
    public void SetOwners(IReadOnlyCollection<(UnownedFlow Flow, FlowOwner Owner)> owners)
    {
        foreach (var shard in _shards)
        {
            foreach (var slice in owners.Where(entry => entry.Flow.Shard == shard).Chunk(OwnersAtOnce))
            {
                shard.SetOwners(slice);
            }
        }
    }

    /// <summary>Replaces the set of local addresses; connections created from now on use it.</summary>
    public void SetLocalAddresses(LocalAddressSet addresses)
    {
        foreach (var shard in _shards)
        {
            shard.SetLocalAddresses(addresses);
        }
    }

    /// <summary>
    /// Connections within localhost are tracked from now on, where <see cref="FlowTableOptions.ShowLocalhost"/> has left them out until now.
    /// </summary>
    public void TrackLocalhost()
    {
        foreach (var shard in _shards)
        {
            shard.TrackLocalhost();
        }
    }

    /// <summary>
    /// Ends every open connection (<see cref="FlowEnd.Shutdown"/>, or Closed/Reset where the protocol had ended it), telling the
    /// observer in creation order, after those that have ended and were not told of yet (<see cref="IFlowObserver"/>).
    /// </summary>
    public void Shutdown()
    {
        foreach (var shard in _shards)
        {
            shard.Lock.Enter();
        }

        try
        {
            foreach (var shard in _shards)
            {
                shard.ForgetLeft();
                shard.ForgetAliases();
            }

            while (ShardWithOldest() is { Oldest_NeedsLock: { } flow } shard)
            {
                shard.EndByShutdown_NeedsLock(flow);
            }
        }
        finally
        {
            foreach (var shard in _shards)
            {
                shard.Lock.Exit();
            }
        }
    }

    /// <summary>
    /// The user clears the table: open and historic connections are forgotten; of the open ones only
    /// <see cref="IFlowChangeObserver.OnForgotten"/> is told.
    /// </summary>
    public void Clear()
    {
        foreach (var shard in _shards)
        {
            shard.Clear();
        }
    }

    private FlowShard ShardWithOldest()
    {
        var oldest = _shards[0];
        foreach (var shard in _shards)
        {
            if (shard.Oldest_NeedsLock is { } flow && (oldest.Oldest_NeedsLock is not { } other || flow.Id < other.Id))
            {
                oldest = shard;
            }
        }

        return oldest;
    }
}
