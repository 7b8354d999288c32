namespace RustNet.Core.Flows;

/// <summary>Hands out connection numbers in order of creation, across the shards of a table. Any thread.</summary>
internal sealed class FlowIds
{
    private long _last;

    /// <summary>The number handed out last; 0 before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The next number, from 1.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
