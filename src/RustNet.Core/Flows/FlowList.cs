namespace RustNet.Core.Flows;

/// <summary>
/// Flows in the order in which they were added, linked through themselves: the connections of a shard in order of creation, so
/// that a reader gets that order without sorting, and those that have left in order of leaving. One reader at a time may walk it in slices, giving up the lock in between: <see cref="Cursor"/> is moved
/// on when its flow leaves. Not thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class FlowList
{
    /// <summary>Number of flows.</summary>
    public int Count { get; private set; }

    /// <summary>The flow added first, or <see langword="null"/>.</summary>
    public Flow? Oldest { get; private set; }

    /// <summary>The flow added last, or <see langword="null"/>.</summary>
    public Flow? Newest { get; private set; }

    /// <summary>The next flow of the reader that walks the list.</summary>
    public Flow? Cursor { get; set; }

    /// <summary>Adds a flow after all others.</summary>
    public void Append(Flow flow)
    {
        flow.Older = Newest;
        if (Newest is null)
        {
            Oldest = flow;
        }
        else
        {
            Newest.Newer = flow;
        }

        Newest = flow;
        Count++;
    }

    /// <summary>Takes a flow out.</summary>
    public void Remove(Flow flow)
    {
        if (Cursor == flow)
        {
            Cursor = flow.Newer;
        }

        if (flow.Older is null)
        {
            Oldest = flow.Newer;
        }
        else
        {
            flow.Older.Newer = flow.Newer;
        }

        if (flow.Newer is null)
        {
            Newest = flow.Older;
        }
        else
        {
            flow.Newer.Older = flow.Older;
        }

        flow.Older = null;
        flow.Newer = null;
        Count--;
    }

    /// <summary>Forgets all flows.</summary>
    public void Clear()
    {
        Oldest = null;
        Newest = null;
        Cursor = null;
        Count = 0;
    }
}
