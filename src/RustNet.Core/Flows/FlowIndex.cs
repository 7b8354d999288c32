namespace RustNet.Core.Flows;

/// <summary>
/// Finds the live flow of a key: a power-of-two array of chains that run through the flows themselves, so that a flow
/// costs the table 8 to 16 bytes and no object. Not thread-safe: the shard's lock guards it.
/// </summary>
internal sealed class FlowIndex
{
    private const int SmallestSize = 1 << 10;

    private Flow?[] _chains = new Flow?[SmallestSize];

    /// <summary>Number of flows.</summary>
    public int Count { get; private set; }

    /// <summary>The flow of a key, or <see langword="null"/>.</summary>
    public Flow? Find(in FlowKey key, ulong hash)
    {
        var chains = _chains;
        var flow = chains[(int)hash & (chains.Length - 1)];
        while (flow is not null && (flow.Hash != (uint)(hash >> 32) || !flow.Key.Equals(key)))
        {
            flow = flow.NextInChain;
        }

        return flow;
    }

    /// <summary>Adds a flow whose key is not in the index.</summary>
    /// <param name="flow">The flow; its <see cref="Flow.Hash"/> is the upper half of <paramref name="hash"/>.</param>
    /// <param name="hash">Hash of its key.</param>
    public void Add(Flow flow, ulong hash)
    {
        if (Count >= _chains.Length)
        {
            Grow();
        }

        ref var head = ref _chains[(int)hash & (_chains.Length - 1)];
        flow.NextInChain = head;
        head = flow;
        Count++;
    }

    /// <summary>Takes a flow out, given the hash of its key.</summary>
    public void Remove(Flow flow, ulong hash)
    {
        ref var link = ref _chains[(int)hash & (_chains.Length - 1)];
        while (link != flow)
        {
            link = ref link!.NextInChain;
        }

        link = flow.NextInChain;
        flow.NextInChain = null;
        Count--;
    }

    /// <summary>Forgets all flows and gives the memory back.</summary>
    public void Clear()
    {
        _chains = new Flow?[SmallestSize];
        Count = 0;
    }

    private void Grow()
    {
        var old = _chains;
        _chains = new Flow?[old.Length * 2];
        var mask = _chains.Length - 1;
        foreach (var chain in old)
        {
            for (var flow = chain; flow is not null;)
            {
                var next = flow.NextInChain;
                ref var head = ref _chains[(int)FlowHash.OfProcess.Of(in flow.Key) & mask];
                flow.NextInChain = head;
                head = flow;
                flow = next;
            }
        }
    }
}
