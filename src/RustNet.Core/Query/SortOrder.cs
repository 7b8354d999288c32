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

/// <summary>A column and a direction. The default value is creation order.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">Largest first.</param>
public readonly record struct SortOrder(SortColumn Column, bool Descending)
{
    /// <summary>Header of the column with both rates while neither sorts.</summary>
    private const string PlainBandwidthHeader = "Down/Up";

    /// <summary>The next column with its first direction: text ascends, bandwidth descends; after the last comes creation order.</summary>
    public SortOrder Next()
    {
        var next = Column == SortColumn.Process ? SortColumn.Created : Column + 1;
        return new SortOrder(next, next is SortColumn.Down or SortColumn.Up);
    }

    /// <summary>The same column the other way round.</summary>
    public SortOrder Flipped() => this with { Descending = !Descending };

    /// <summary>False for plain creation order, which shows no indicator.</summary>
    public bool IsShown => Column != SortColumn.Created || Descending;

    /// <summary>The arrow of the active header: ↑ ascending, ↓ descending; empty where nothing is shown.</summary>
    public string Arrow => !IsShown ? "" : Descending ? "↓" : "↑";

    /// <summary>What follows the table's name: <c> (Sort: Remote Addr ↑)</c>, or nothing for plain creation order.</summary>
    public string TitleSuffix => IsShown ? $" (Sort: {ColumnName} {Arrow})" : "";

    /// <summary>Header of the column with both rates: <c>Down/Up</c>, with the arrow beside the one that sorts: <c>Down↓/Up</c>, <c>Down/Up↑</c>.</summary>
    public string BandwidthHeader => Column switch
    {
        SortColumn.Down => $"Down{Arrow}/Up",
        SortColumn.Up => $"Down/Up{Arrow}",
        _ => PlainBandwidthHeader,
    };

    private string ColumnName => Column switch
    {
        SortColumn.Protocol => "Protocol",
        SortColumn.Local => "Local Addr",
        SortColumn.Remote => "Remote Addr",
        SortColumn.State => "State",
        SortColumn.Service => "Service",
        SortColumn.Application => "Application",
        SortColumn.Down => "Down",
        SortColumn.Up => "Up",
        SortColumn.Process => "Process",
        _ => "Created",
    };

    /// <summary>
    /// Sorts in place. Text compares without case, addresses as numbers (IPv4 before IPv6) and then ports; rows without a
    /// value (no service, no application, no process) come last in both directions, and ties keep creation order in both.
    /// </summary>
    public void Sort(Span<FlowSnapshot> rows)
    {
        switch (Column)
        {
            case SortColumn.Protocol:
                RowSorter.ByText(rows, Descending, row => row.Identity.ProtocolName);
                break;
            case SortColumn.Local:
                RowSorter.ByAddress(rows, Descending, identity => (identity.LocalAddress, identity.LocalPort));
                break;
            case SortColumn.Remote:
                RowSorter.ByAddress(rows, Descending, identity => (identity.RemoteAddress, identity.RemotePort));
                break;
            case SortColumn.State:
                RowSorter.ByText(rows, Descending, row => row.State);
                break;
            case SortColumn.Service:
                RowSorter.ByText(rows, Descending, row => row.Identity.Service);
                break;
            case SortColumn.Application:
                RowSorter.ByText(rows, Descending, row => row.App?.Summary);
                break;
            case SortColumn.Down:
                RowSorter.ByNumber(rows, Descending, row => row.DownRate);
                break;
            case SortColumn.Up:
                RowSorter.ByNumber(rows, Descending, row => row.UpRate);
                break;
            case SortColumn.Process:
                RowSorter.ByText(rows, Descending, row => row.Process?.Name, row => row.Process?.Id ?? 0);
                break;
            default:
                RowSorter.ByNumber(rows, Descending, row => row.Identity.Id);
                break;
        }
    }
}
