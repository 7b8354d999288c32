#pragma warning disable CA1822 // skeleton: remove with the real bodies
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>What the table is sorted by, in the order in which <c>s</c> goes through them (SPEC §14).</summary>
public enum SortColumn
{
    /// <summary>Creation order, no indicator.</summary>
    Created,

    /// <summary>Protocol.</summary>
    Protocol,

    /// <summary>Local address and port, numerically.</summary>
    Local,

    /// <summary>Remote address and port, numerically.</summary>
    Remote,

    /// <summary>State.</summary>
    State,

    /// <summary>Service name.</summary>
    Service,

    /// <summary>Application and host.</summary>
    Application,

    /// <summary>Bytes per second received.</summary>
    Down,

    /// <summary>Bytes per second sent.</summary>
    Up,

    /// <summary>Process name and id.</summary>
    Process,
}

/// <summary>A column and a direction.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">Largest first.</param>
public readonly record struct SortOrder(SortColumn Column, bool Descending)
{
    /// <summary>The next column with its first direction: text ascends, bandwidth descends; after the last comes creation order.</summary>
    public SortOrder Next() => this;

    /// <summary>The same column the other way round.</summary>
    public SortOrder Flipped() => this with { Descending = !Descending };

    /// <summary>Sorts in place; ties keep creation order.</summary>
    public void Sort(FlowSnapshot[] rows)
    {
    }
}
