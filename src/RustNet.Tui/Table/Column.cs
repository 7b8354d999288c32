using System.Collections.Immutable;
using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>A column of the connection table.</summary>
/// <param name="Header">Name in the header.</param>
/// <param name="ShortHeader">Name where the column is narrower than <paramref name="Header"/>.</param>
/// <param name="Sort">What sorting by it means, or <see langword="null"/> where it cannot be sorted by.</param>
/// <param name="Least">Width below which it is not worth showing.</param>
/// <param name="Wanted">Width it gets before any column gets more.</param>
/// <param name="Most">Width it never exceeds.</param>
/// <param name="Priority">The lower, the longer it stays when the terminal gets narrow.</param>
/// <param name="Tone">How its text looks in a fresh row.</param>
/// <param name="Text">Its text, given the width it has.</param>
/// <param name="IsNumber">Right aligned.</param>
/// <param name="IsExtra">Only shown where every column gets the width it wants.</param>
internal sealed record Column(
    string Header, string ShortHeader, SortColumn? Sort, int Least, int Wanted, int Most, int Priority, Tone Tone, Func<FlowSnapshot, CellContext, string> Text, bool IsNumber = false, bool IsExtra = false)
{
    /// <summary>What a cell without a value shows.</summary>
    public const string None = "-";

    /// <summary>All columns from left to right.</summary>
    public static ImmutableArray<Column> All { get; } =
    [
        new("Pro", "Pro", SortColumn.Protocol, 4, 6, 6, 2, Tone.Text, static (row, _) => FlowText.ProtocolLabel(row.Identity.ProtocolName)),
        new("Local Address", "Local", SortColumn.Local, 21, 21, 47, 6, Tone.Text, static (row, cell) => EndpointText.Fit(row.Identity.LocalText, cell.Width, row.Identity.HasPorts)),
        new("Remote Address", "Remote", SortColumn.Remote, 17, 21, 47, 0, Tone.Remote, static (row, cell) => EndpointText.Fit(Remote(row.Identity, cell.ShowsLocal), cell.Width, row.Identity.HasPorts)),
        new("State", "State", SortColumn.State, 12, 14, 26, 3, Tone.Text, static (row, _) => row.State),
        new("Service", "Service", SortColumn.Service, 7, 9, 16, 7, Tone.Text, static (row, cell) => Service(row, cell.ShowsPorts)),
        new("Application / Host", "Application", SortColumn.Application, 14, 28, 90, 4, Tone.App, static (row, _) => row.App?.Summary ?? None),
        new("RTT", "RTT", null, 7, 7, 7, 8, Tone.Good, static (row, _) => row.RttMilliseconds is { } rtt ? UnitText.Milliseconds(rtt) : None, IsNumber: true, IsExtra: true),
        new(RateHeader, RateHeader, SortColumn.Down, 13, 13, 13, 1, Tone.Down, static (row, cell) => cell.ShowsTotals ? RatesText.OfTotals(row.BytesReceived, row.BytesSent) : RatesText.Of(row.DownRate, row.UpRate), IsNumber: true),
        new("Process", "Process", SortColumn.Process, 10, 18, 32, 5, Tone.Process, static (row, cell) => OwnerText.Cell(row.Owner, cell.Width, cell.IsGrouped)),
    ];

    private const string RateHeader = "Down/Up";

    /// <summary>Whether this is the column of the two rates or totals, which has several sort orders and two tones.</summary>
    public bool IsRates => Header == RateHeader;

    /// <summary>How its text looks in a fresh row: what is not known steps back.</summary>
    public Tone ToneOf(FlowSnapshot row, string text) =>
        text == None || (Sort == SortColumn.Process && row.Process is null) ? Tone.Dim
        : Sort == SortColumn.Remote && row.Identity.IsListening ? Tone.Text
        : Tone;

    /// <summary>Whether the table is sorted by it.</summary>
    public bool IsSortedBy(SortOrder order) => order.Column != SortColumn.Created && (Sort == order.Column || (IsRates && order.Column is SortColumn.Up or SortColumn.Total or SortColumn.Received or SortColumn.Sent));

    /// <summary>The header's text with the sort indicator (SPEC §14), in at most <paramref name="width"/> columns where that is possible.</summary>
    /// <param name="order">How the table is sorted.</param>
    /// <param name="width">Columns it has.</param>
    /// <param name="totals">Totals are shown in place of rates.</param>
    public string HeaderText(SortOrder order, int width, bool totals)
    {
        if (IsRates)
        {
            return totals ? order.TotalsHeader : order.BandwidthHeader;
        }

        var suffix = IsSortedBy(order) ? $" {order.Arrow}" : "";
        return Header.Length + suffix.Length <= width ? Header + suffix : ShortHeader + suffix;
    }

    // A socket that waits has no remote address; where its own has no column it would not be told at all.
    private static string Remote(FlowIdentity identity, bool showsLocal) =>
        identity.IsListening && !showsLocal ? EndpointText.Waiting(identity) : identity.RemoteText;

    private static string Service(FlowSnapshot row, bool asPort)
    {
        var identity = row.Identity;
        return !identity.HasPorts ? None
            : asPort ? (identity.Initiator == FlowInitiator.Remote ? identity.LocalPort : identity.RemotePort).ToString(CultureInfo.InvariantCulture)
            : identity.Service ?? None;
    }
}

/// <summary>What the text of a cell depends on besides its row.</summary>
/// <param name="Width">Columns it has.</param>
/// <param name="ShowsPorts">Services are shown by number.</param>
/// <param name="IsGrouped">The group above says which program it is.</param>
/// <param name="ShowsTotals">Bytes since the connection began are shown in place of rates.</param>
/// <param name="ShowsLocal">Local addresses have a column of their own.</param>
internal readonly record struct CellContext(int Width, bool ShowsPorts, bool IsGrouped, bool ShowsTotals, bool ShowsLocal);
