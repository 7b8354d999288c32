using RustNet.Core.Flows;
using RustNet.Core.Query;

namespace RustNet.Tui.Table;

/// <summary>
/// Which row is selected and which rows are in view. Until the user moves it the selection stays on the first row; from
/// then on it is a connection or a group, not a row number, and follows that wherever sorting and time take it.
/// UI thread only.
/// </summary>
internal sealed class TableSelection
{
    private TableRows _rows = TableRows.Empty;
    private int _pageSize = 1;
    private bool _revealsGroup;

    /// <summary>Identity of the connection the user chose, 0 while none was.</summary>
    public long ChosenId { get; private set; }

    /// <summary>The group the user chose, <see langword="null"/> while none was.</summary>
    public GroupKey? ChosenGroup { get; private set; }

    /// <summary>Row of the selection, 0 where there are no rows.</summary>
    public int Index { get; private set; }

    /// <summary>First row in view.</summary>
    public int Top { get; private set; }

    /// <summary>The selected row, or <see langword="null"/> where there are no rows.</summary>
    public TableRow? Row => Index < _rows.Count ? _rows[Index] : null;

    /// <summary>The selected connection, or <see langword="null"/> where there is none or the row is that of a group.</summary>
    public FlowSnapshot? Current => Row?.Connection;

    /// <summary>The selected group, or <see langword="null"/> where the row is that of a connection.</summary>
    public ProcessGroup? CurrentGroup => Row is { IsGroup: true } row ? row.Group : null;

    /// <summary>Rows that fit in view.</summary>
    public int PageSize
    {
        get => _pageSize;
        set
        {
            _pageSize = Math.Max(1, value);
            BringIntoView();
        }
    }

    /// <summary>New rows: finds what was chosen again. Where it is gone the row that took its place is chosen.</summary>
    public void Apply(TableRows rows) => Apply(rows, stayWithGone: false);

    /// <summary>As <see cref="Apply(TableRows)"/>, but what was chosen stays chosen also when it is gone.</summary>
    public void ApplyKeeping(TableRows rows) => Apply(rows, stayWithGone: true);

    /// <summary>Moves by rows.</summary>
    public void Move(int delta) => MoveTo(Index + delta);

    /// <summary>Selects a row; beyond the ends means the end.</summary>
    public void MoveTo(int index)
    {
        Index = Math.Clamp(index, 0, Math.Max(0, _rows.Count - 1));
        ChooseCurrent();
        BringIntoView();
    }

    /// <summary>Makes the selected row a chosen one without moving.</summary>
    public void Choose() => MoveTo(Index);

    /// <summary>Selects the row of a group.</summary>
    public void MoveTo(ProcessGroup group) => MoveTo(Math.Max(0, _rows.LineOf(group.Key)));

    /// <summary>Once the selected group is open, scrolls so that its connections are in view, as far as they fit.</summary>
    public void RevealGroup() => _revealsGroup = true;

    /// <summary>Back to the first row, whichever that is.</summary>
    public void Reset()
    {
        ChosenId = 0;
        ChosenGroup = null;
        Index = 0;
        Top = 0;
    }

    /// <summary>Scrolls so that the part at <paramref name="share"/> (0 to 1) of all rows is in view, and selects there.</summary>
    public void ScrollTo(double share)
    {
        MoveTo((int)Math.Round(share * (_rows.Count - 1)));
        Top = Math.Clamp(Index - (PageSize / 2), 0, Math.Max(0, _rows.Count - PageSize));
    }

    private void Apply(TableRows rows, bool stayWithGone)
    {
        _rows = rows;
        var before = Index;
        if (ChosenId == 0 && ChosenGroup is null)
        {
            Index = 0;
        }
        else
        {
            var found = ChosenGroup is { } group ? rows.LineOf(group) : rows.LineOf(ChosenId, before);
            Index = found >= 0 ? found : Math.Clamp(before, 0, Math.Max(0, rows.Count - 1));
            if (!stayWithGone && Row is not null)
            {
                ChooseCurrent(); // the neighbour of what is gone, or the group that hides it
            }

            if (Top > 0)
            {
                Top += Index - before; // the rows around the selection stay where they are on the screen
            }

            RevealOpened();
        }

        BringIntoView();
    }

    private void RevealOpened()
    {
        if (_revealsGroup && Row is { IsGroup: true, IsOpen: true, Group: { } group })
        {
            Top = Math.Clamp(Index + group.Count - PageSize + 1, Top, Math.Max(Top, Index));
            _revealsGroup = false;
        }
    }

    private void ChooseCurrent()
    {
        _revealsGroup &= ChosenGroup is not null && ChosenGroup == CurrentGroup?.Key; // not once the user has gone on
        ChosenId = Current?.Identity.Id ?? 0;
        ChosenGroup = CurrentGroup?.Key;
    }

    private void BringIntoView()
    {
        Top = Math.Clamp(Top, Math.Max(0, Index - PageSize + 1), Math.Max(0, Index));
        Top = Math.Clamp(Top, 0, Math.Max(0, _rows.Count - PageSize));
    }
}
