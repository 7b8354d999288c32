#pragma warning disable CA1822 // skeleton: remove with the real bodies
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// All connections. Made of shards, each written by one capture thread through its <see cref="IFrameSink"/>; everything
/// else here may be called from any thread and returns immutable values.
/// </summary>
public sealed class FlowTable
{
    /// <summary>A table with one shard.</summary>
    public FlowTable(FlowTableOptions options) => Sink = null!;

    /// <summary>Where the capture thread delivers.</summary>
    public IFrameSink Sink { get; }

    /// <summary>The connections in the table now, in creation order. Copies in slices so that no lock is held long.</summary>
    public TableSnapshot Take() => TableSnapshot.Empty;

    /// <summary>The newest historic connections, oldest first, with the same statistics as <see cref="Take"/>.</summary>
    public TableSnapshot TakeHistory() => TableSnapshot.Empty;

    /// <summary>Totals only; cheap.</summary>
    public EngineStatistics TakeStatistics() => new();

    /// <summary>Replaces the set of local addresses; connections created from now on use it.</summary>
    public void SetLocalAddresses(LocalAddressSet addresses)
    {
    }

    /// <summary>Ends every open connection (<see cref="FlowEnd.Shutdown"/>, or Closed/Reset where the protocol had ended it), telling the observer in creation order.</summary>
    public void Shutdown()
    {
    }

    /// <summary>The user clears the table: open and historic connections are forgotten, the observer is not told.</summary>
    public void Clear()
    {
    }
}
