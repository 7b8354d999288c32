namespace RustNet.Core.Flows;

/// <summary>
/// The live flows of a shard in order of creation, linked through themselves, so that a reader gets that order without
/// sorting. One reader at a time may walk it in slices, giving up the lock in between: <see cref="Cursor"/> is moved
/// on when its flow leaves. Not thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class FlowList
{
    private Flow? _newest;

    /// <summary>The flow created first, or <see langword="null"/>.</summary>
    public Flow? Oldest { get; private set; }

    /// <summary>The next flow of the reader that walks the list.</summary>
    public Flow? Cursor { get; set; }

    /// <summary>Adds a flow that was created after all others.</summary>
    public void Append(Flow flow)
    {
        flow.Older = _newest;
        if (_newest is null)
        {
            Oldest = flow;
        }
        else
        {
            _newest.Newer = flow;
        }

        _newest = flow;
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
            _newest = flow.Older;
        }
        else
        {
            flow.Newer.Older = flow.Older;
        }

        flow.Older = null;
        flow.Newer = null;
    }

    /// <summary>Forgets all flows.</summary>
    public void Clear()
    {
        Oldest = null;
        _newest = null;
        Cursor = null;
    }
}
