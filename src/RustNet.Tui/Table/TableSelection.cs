using RustNet.Core.Flows;

namespace RustNet.Tui.Table;

/// <summary>
/// Which row is selected and which rows are in view. Until the user moves it the selection stays on the first row; from
/// then on it is a connection, not a row number, and follows that connection wherever sorting and time take it.
/// UI thread only.
/// </summary>
internal sealed class TableSelection
{
    private IReadOnlyList<FlowSnapshot> _rows = [];
    private int _pageSize = 1;

    /// <summary>Identity of the connection the user chose, 0 while none was.</summary>
    public long ChosenId { get; private set; }

    /// <summary>Row of the selection, 0 where there are no rows.</summary>
    public int Index { get; private set; }

    /// <summary>First row in view.</summary>
    public int Top { get; private set; }

    /// <summary>The selected connection, or <see langword="null"/> where there are no rows.</summary>
    public FlowSnapshot? Current => Index < _rows.Count ? _rows[Index] : null;

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

    /// <summary>New rows: finds the chosen connection again. Where it is gone the row that took its place is chosen.</summary>
    public void Apply(IReadOnlyList<FlowSnapshot> rows) => Apply(rows, stayWithGone: false);

    /// <summary>As <see cref="Apply(IReadOnlyList{FlowSnapshot})"/>, but a chosen connection stays chosen also when it is gone.</summary>
    public void ApplyKeeping(IReadOnlyList<FlowSnapshot> rows) => Apply(rows, stayWithGone: true);

    private void Apply(IReadOnlyList<FlowSnapshot> rows, bool stayWithGone)
    {
        _rows = rows;
        var before = Index;
        if (ChosenId == 0)
        {
            Index = 0;
        }
        else
        {
            var found = Find(ChosenId, before);
            Index = found >= 0 ? found : Math.Clamp(before, 0, Math.Max(0, rows.Count - 1));
            if (found < 0 && !stayWithGone && Current is { } next)
            {
                ChosenId = next.Identity.Id;
            }

            if (Top > 0)
            {
                Top += Index - before; // the rows around the selection stay where they are on the screen
            }
        }

        BringIntoView();
    }

    /// <summary>Moves by rows.</summary>
    public void Move(int delta) => MoveTo(Index + delta);

    /// <summary>Selects a row; beyond the ends means the end.</summary>
    public void MoveTo(int index)
    {
        Index = Math.Clamp(index, 0, Math.Max(0, _rows.Count - 1));
        ChosenId = Current?.Identity.Id ?? 0;
        BringIntoView();
    }

    /// <summary>Makes the selected row a chosen one without moving.</summary>
    public void Choose() => MoveTo(Index);

    /// <summary>Back to the first row, whichever connection that is.</summary>
    public void Reset()
    {
        ChosenId = 0;
        Index = 0;
        Top = 0;
    }

    /// <summary>Scrolls so that the part at <paramref name="share"/> (0 to 1) of all rows is in view, and selects there.</summary>
    public void ScrollTo(double share)
    {
        MoveTo((int)Math.Round(share * (_rows.Count - 1)));
        Top = Math.Clamp(Index - (PageSize / 2), 0, Math.Max(0, _rows.Count - PageSize));
    }

    private int Find(long id, int near)
    {
        if (near < _rows.Count && _rows[near].Identity.Id == id)
        {
            return near;
        }

        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].Identity.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void BringIntoView()
    {
        Top = Math.Clamp(Top, Math.Max(0, Index - PageSize + 1), Math.Max(0, Index));
        Top = Math.Clamp(Top, 0, Math.Max(0, _rows.Count - PageSize));
    }
}
