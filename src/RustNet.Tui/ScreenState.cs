using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Tui.Filter;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Table;

namespace RustNet.Tui;

/// <summary>Everything the user has set and everything there is to show. Views read it, commands change it. UI thread only.</summary>
/// <param name="interfaceName">Names interfaces for the filter; may be called from any thread.</param>
internal sealed class ScreenState(Func<int, string?> interfaceName)
{
    private bool _startsWithLocalhost = true;

    /// <summary>The tab in front.</summary>
    public ScreenTab Tab { get; set; }

    /// <summary>What the query thread made last.</summary>
    public TableModel Model { get; private set; } = TableModel.Empty;

    /// <summary>Selected row and rows in view.</summary>
    public TableSelection Selection { get; } = new();

    /// <summary>The filter line.</summary>
    public FilterState Filter { get; } = new(interfaceName);

    /// <summary>Order asked for.</summary>
    public SortOrder Sort { get; set; }

    /// <summary>Ended connections are shown too.</summary>
    public bool WithHistory { get; set; }

    /// <summary>Sockets that wait for connections are shown too.</summary>
    public bool WithListening { get; set; } = true;

    /// <summary>What is within localhost is shown too.</summary>
    public bool ShowsLocalhost { get; set; } = true;

    /// <summary>Connections are grouped by process.</summary>
    public bool IsGrouped { get; set; }

    /// <summary>Groups that show their connections.</summary>
    public OpenGroups OpenGroups { get; set; } = OpenGroups.None;

    /// <summary>The view stands still.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Bytes since connections began in place of rates.</summary>
    public bool ShowsTotals { get; set; }

    /// <summary>Services by number.</summary>
    public bool ShowsPorts { get; set; }

    /// <summary>Side panel wanted, not wanted, or as the width suggests.</summary>
    public bool? Panel { get; set; }

    /// <summary>Whether the side panel is on the screen: its facts need not stand elsewhere.</summary>
    public bool IsPanelShown { get; set; }

    /// <summary>First line in view on Details.</summary>
    public int DetailsTop { get; set; }

    /// <summary>First line in view on Help.</summary>
    public int HelpTop { get; set; }

    /// <summary>Help shows its part on the filter as soon as it is drawn.</summary>
    public bool HelpGoesToFilter { get; set; }

    /// <summary>Command that waits for its key to be pressed again, or <see langword="null"/>.</summary>
    public ScreenCommand? Unconfirmed { get; set; }

    /// <summary>One line for the user in the footer, or <see langword="null"/>.</summary>
    public Notice? Notice { get; set; }

    /// <summary>Longest texts seen since the view was reset: columns grow with them but do not jump back.</summary>
    public ContentWidths Widths { get; private set; }

    /// <summary>Whether anything is known of processes, or may become known.</summary>
    public bool ShowsProcesses => Widths.Process > 0 || Model.Status?.Attribution is not null;

    /// <summary>The group that Details shows, or <see langword="null"/> where it shows a connection.</summary>
    public GroupKey? DetailedGroup => Selection.ChosenGroup ?? (Selection.ChosenId == 0 ? Selection.CurrentGroup?.Key : null); // a closed group may hide what was chosen

    /// <summary>The connection that Details shows: the selected one, as fresh as it is known.</summary>
    public FlowSnapshot? Detailed =>
        DetailedGroup is not null ? null : Model.Pinned is { } pinned && pinned.Identity.Id == Selection.ChosenId ? pinned : Selection.Current;

    /// <summary>What to ask the query thread for.</summary>
    public ViewRequest Request => new(Filter.Applied, Sort, WithHistory, WithListening, IsPaused, Tab == ScreenTab.Details ? Selection.ChosenId : 0)
    {
        ShowsLocalhost = ShowsLocalhost,
        Groups = IsGrouped ? OpenGroups : null,
        PinnedGroup = Tab == ScreenTab.Details ? Selection.ChosenGroup : null,
    };

    /// <summary>What the user asked for at the start.</summary>
    public void StartWith(TuiOptions options)
    {
        Filter.Type(options.Filter);
        Filter.Keep();
        Sort = options.Sort;
        _startsWithLocalhost = ShowsLocalhost = options.ShowLocalhost;
        ShowsTotals = options.Sort.IsOfTotals;
    }

    /// <summary>Takes over a new model.</summary>
    public void Apply(TableModel model)
    {
        Model = model;
        Widths = Widths.Or(model.Widths);
        if (Tab == ScreenTab.Details
            && ((model.Pinned is { } pinned && pinned.Identity.Id == Selection.ChosenId) || (Selection.ChosenGroup is not null && model.Rows.IsGrouped)))
        {
            Selection.ApplyKeeping(model.Rows); // Details stays with what it shows even when that leaves the table
        }
        else
        {
            Selection.Apply(model.Rows);
        }
    }

    /// <summary>Back to how the screen started.</summary>
    public void ResetView()
    {
        Filter.Clear();
        Sort = default;
        WithHistory = false;
        WithListening = true;
        ShowsLocalhost = _startsWithLocalhost;
        IsGrouped = false;
        OpenGroups = OpenGroups.None;
        IsPaused = false;
        ShowsPorts = false;
        ShowsTotals = false;
        Panel = null;
        Widths = default;
        Selection.Reset();
    }
}

/// <summary>One line for the user.</summary>
/// <param name="Text">What happened.</param>
/// <param name="Tone">How grave it is.</param>
internal sealed record Notice(string Text, Tone Tone);
