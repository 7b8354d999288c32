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

    /// <summary>Bytes of both directions since the connection began; with the two below in place of the rates while totals are shown.</summary>
    Total,

    /// <summary>Bytes received since the connection began.</summary>
    Received,

    /// <summary>Bytes sent since the connection began.</summary>
    Sent,
}

/// <summary>A column and a direction. The default value is creation order.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">Largest first.</param>
public readonly record struct SortOrder(SortColumn Column, bool Descending)
{
    /// <summary>
    /// The next column with its first direction: text ascends, amounts descend; after the last comes creation order. Amounts
    /// are the two rates, or where the screen shows totals the sum of both directions, bytes received and bytes sent.
    /// </summary>
    /// <param name="totals">The screen shows totals in place of rates.</param>
    public SortOrder Next(bool totals = false) => By(Column switch
    {
        SortColumn.Process => SortColumn.Created,
        SortColumn.Application when totals => SortColumn.Total,
        SortColumn.Sent => SortColumn.Process,
        _ => Column + 1,
    });

    /// <summary>A column in the direction that it starts with.</summary>
    public static SortOrder By(SortColumn column) =>
        new(column, column is SortColumn.Down or SortColumn.Up or SortColumn.Total or SortColumn.Received or SortColumn.Sent);

    /// <summary>The words by which <see cref="TryParse"/> knows the columns, in the order of the screen.</summary>
    public static IReadOnlyList<string> ColumnWords { get; } = [.. Enum.GetValues<SortColumn>().Select(WordOf)];

    /// <summary>
    /// Reads a column's word in any case, or the beginning of one that no other column shares, and behind a colon <c>asc</c> or <c>desc</c>;
    /// without it the direction is the one that the column starts with.
    /// </summary>
    public static bool TryParse(string text, out SortOrder order)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var word = colon < 0 ? text : text[..colon];
        var direction = colon < 0 ? null : text[(colon + 1)..].ToLowerInvariant();
        SortColumn[] columns = [.. Enum.GetValues<SortColumn>().Where(column => word.Length > 0 && WordOf(column).StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        order = default;
        if (columns is not [var only] || direction is not (null or "asc" or "desc"))
        {
            return false;
        }

        order = direction is null ? By(only) : new SortOrder(only, direction == "desc");
        return true;
    }

    /// <summary>Whether it sorts by what the screen shows as totals rather than by rates.</summary>
    public bool IsOfTotals => Column is SortColumn.Total or SortColumn.Received or SortColumn.Sent;

    /// <summary>The same order once the screen shows totals in place of rates, or rates in place of totals.</summary>
    public SortOrder With(bool totals) => this with
    {
        Column = (Column, totals) switch
        {
            (SortColumn.Down, true) => SortColumn.Received,
            (SortColumn.Up, true) => SortColumn.Sent,
            (SortColumn.Received or SortColumn.Total, false) => SortColumn.Down,
            (SortColumn.Sent, false) => SortColumn.Up,
            _ => Column,
        },
    };

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
        _ => "Down/Up",
    };

    /// <summary>Header of that column while it shows totals: <c>Recv/Sent</c>, <c>Recv↓/Sent</c>, <c>Recv/Sent↓</c>, and <c>Recv+Sent↓</c> where their sum sorts.</summary>
    public string TotalsHeader => Column switch
    {
        SortColumn.Received => $"Recv{Arrow}/Sent",
        SortColumn.Sent => $"Recv/Sent{Arrow}",
        SortColumn.Total => $"Recv+Sent{Arrow}",
        _ => "Recv/Sent",
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
        SortColumn.Total => "Total",
        SortColumn.Received => "Received",
        SortColumn.Sent => "Sent",
        _ => "Created",
    };

    private static string WordOf(SortColumn column) => column.ToString().ToLowerInvariant();

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
            case SortColumn.Total:
                RowSorter.ByNumber(rows, Descending, row => row.Bytes);
                break;
            case SortColumn.Received:
                RowSorter.ByNumber(rows, Descending, row => row.BytesReceived);
                break;
            case SortColumn.Sent:
                RowSorter.ByNumber(rows, Descending, row => row.BytesSent);
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
