using System.Collections.Immutable;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Table;

/// <summary>
/// The connections, or groups of them: a title where there is room for it, the header, the rows and a scroll bar. On
/// Details it is a strip of a few rows that shows where one is.
/// </summary>
internal sealed class ConnectionTable : PaintedView
{
    private const int MarkColumns = 2; // selection, then age
    private const int LeastHeightForTitle = 7;
    private const int WheelRows = 3;

    private readonly ScreenState _state;
    private readonly Action<ScreenCommand> _execute;
    private readonly Action<SortOrder> _sort;
    private readonly Action _selectionMoved;
    private ImmutableArray<PlacedColumn> _columns = [];

    /// <param name="theme">How it looks.</param>
    /// <param name="state">What it shows.</param>
    /// <param name="execute">Carries out commands of the mouse.</param>
    /// <param name="sort">Sorts by a clicked header.</param>
    /// <param name="selectionMoved">The mouse moved the selection.</param>
    public ConnectionTable(Func<Theme> theme, ScreenState state, Action<ScreenCommand> execute, Action<SortOrder> sort, Action selectionMoved)
        : base(theme)
    {
        _state = state;
        _execute = execute;
        _sort = sort;
        _selectionMoved = selectionMoved;
    }

    /// <summary>Rows of connections in a view of a height.</summary>
    public static int RowsIn(int height, ScreenTab tab) => Math.Max(0, height - HeaderRow(height, tab) - 1 - RuleRows(tab));

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        if (painter.Height == 0 || painter.Width == 0)
        {
            return;
        }

        var scrollBar = ScrollBar.Columns(painter.Width);
        var rows = _state.Model.Rows;
        var start = MarkColumns + (rows.IsGrouped ? GroupLine.TreeColumns(painter.Width) : 0);
        _columns = ColumnLayout.Place(Math.Max(1, painter.Width - start - scrollBar), start, _state.Widths, _state.ShowsProcesses);
        var groups = rows.IsGrouped ? GroupLine.Shape(MarkColumns, painter.Width - scrollBar, _columns, rows.Groups) : default;
        var header = HeaderRow(painter.Height, _state.Tab);
        if (header > 0)
        {
            TableTitle.Paint(painter, _state);
        }

        PaintHeader(painter, header);
        var top = header + 1;
        var visible = RowsIn(painter.Height, _state.Tab);
        for (var i = 0; i < visible; i++)
        {
            var index = _state.Selection.Top + i;
            if (index < rows.Count)
            {
                var isSelected = index == _state.Selection.Index && IsSelectionShown;
                var row = rows[index];
                painter.Write(0, top + i, isSelected ? "▌" : " ", painter.Theme[Tone.Accent, isSelected], 1);
                if (row.Connection is { } connection)
                {
                    PaintRow(painter, top + i, row, connection, isSelected, painter.Width - scrollBar);
                }
                else
                {
                    groups.Paint(painter, top + i, row.Group!, row.IsOpen, isSelected, _state.ShowsTotals);
                }
            }
            else
            {
                painter.Blank(0, painter.Width - scrollBar, top + i);
            }
        }

        if (RuleRows(_state.Tab) > 0)
        {
            painter.Fill(0, painter.Width, painter.Height - 1, painter.Theme[Tone.Line], "─");
        }

        if (rows.Count == 0 && _state.Tab == ScreenTab.Overview)
        {
            PaintEmpty(painter, top, painter.Width - scrollBar);
        }

        ScrollBar.Paint(painter, top, visible, _state.Selection.Top, rows.Count);
    }

    /// <inheritdoc/>
    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (mouse.Flags.HasFlag(MouseFlags.WheeledDown) || mouse.Flags.HasFlag(MouseFlags.WheeledUp))
        {
            _state.Selection.Move(mouse.Flags.HasFlag(MouseFlags.WheeledDown) ? WheelRows : -WheelRows);
            _selectionMoved();
            return true;
        }

        if (!mouse.IsSingleDoubleOrTripleClicked || mouse.Position is not { } at)
        {
            return false;
        }

        var header = HeaderRow(Frame.Height, _state.Tab);
        if (at.Y == header)
        {
            return ClickHeader(at.X); // the second of two quick clicks counts as well
        }

        var row = at.Y - header - 1;
        if (row < 0 || row >= RowsIn(Frame.Height, _state.Tab))
        {
            return false;
        }

        if (at.X >= Frame.Width - ScrollBar.Columns(Frame.Width))
        {
            _state.Selection.ScrollTo((double)row / Math.Max(1, RowsIn(Frame.Height, _state.Tab) - 1));
            _selectionMoved();
            return true;
        }

        if (_state.Selection.Top + row >= _state.Model.Rows.Count)
        {
            return false;
        }

        _state.Selection.MoveTo(_state.Selection.Top + row);
        _selectionMoved();
        var isOnMark = _state.Selection.CurrentGroup is not null && at.X is >= MarkColumns and < MarkColumns + GroupLine.MarkColumns;
        if (_state.Tab == ScreenTab.Overview && (isOnMark ? mouse.IsSingleClicked : mouse.IsDoubleClicked))
        {
            _execute(ScreenCommand.Details); // which opens or closes a group
        }

        return true;
    }

    private bool IsSelectionShown => _state.Tab == ScreenTab.Overview || (_state.DetailedGroup is { } group
        ? _state.Selection.CurrentGroup?.Key.IsLike(group) == true
        : _state.Detailed?.Identity.Id == _state.Selection.Current?.Identity.Id);

    private static int HeaderRow(int height, ScreenTab tab) => tab == ScreenTab.Overview && height >= LeastHeightForTitle ? 1 : 0;

    private static int RuleRows(ScreenTab tab) => tab == ScreenTab.Overview ? 0 : 1;

    private bool ClickHeader(int x)
    {
        foreach (var (column, start, width) in _columns)
        {
            if (x < start || x >= start + width || column.Sort is not { } sort)
            {
                continue;
            }

            if (column.IsRates)
            {
                sort = (_state.ShowsTotals, x >= start + width - (_state.ShowsTotals ? 5 : 3)) switch // the header is right aligned and ends in "/Up" or "/Sent"
                {
                    (false, true) => SortColumn.Up,
                    (true, false) => SortColumn.Received,
                    (true, true) => SortColumn.Sent,
                    _ => sort,
                };
            }

            _sort(_state.Sort.Column == sort ? _state.Sort.Flipped() : SortOrder.By(sort));
            return true;
        }

        return false;
    }

    private void PaintHeader(in CellPainter painter, int row)
    {
        var at = painter.Blank(0, MarkColumns, row);
        foreach (var (column, start, width) in _columns)
        {
            painter.Blank(at, start, row);
            var text = column.HeaderText(_state.Sort, width, _state.ShowsTotals);
            var needed = Math.Min(Glyphs.Measure(text), width);
            var isActive = column.IsSortedBy(_state.Sort);
            var first = column.IsNumber ? start + width - needed : start;
            painter.Blank(start, first, row);

            // Only the words are underlined, not the blanks that fill the column.
            at = painter.Write(first, row, text, painter.Theme[isActive ? Tone.HeaderActive : Tone.Header], start + width);
            at = painter.Blank(at, start + width, row);
        }

        painter.Rest(at, row);
    }

    private void PaintRow(in CellPainter painter, int y, in TableRow place, FlowSnapshot row, bool isSelected, int end)
    {
        var theme = painter.Theme;
        var now = _state.Model.Now;
        var age = RowMark.ToneOf(row, now);
        painter.Write(1, y, RowMark.Of(row, now), theme[age, isSelected], MarkColumns);
        var at = place.Group is null ? MarkColumns : painter.Write(MarkColumns, y, GroupLine.Branch(place), theme[Tone.Line, isSelected], end);
        var showsLocal = ColumnLayout.ShowsLocal(_columns);
        foreach (var (column, start, width) in _columns)
        {
            painter.Fill(at, start, y, theme[Tone.Text, isSelected]);
            var text = column.Text(row, new CellContext(width, _state.ShowsPorts, place.Group is not null, _state.ShowsTotals, showsLocal));
            var tone = age != Tone.Text ? age : column.ToneOf(row, text);
            if (column.IsRates && age == Tone.Text)
            {
                RatesText.Paint(painter, start, y, width, text, isSelected);
            }
            else
            {
                painter.Field(start, y, width, text, theme[tone, isSelected], column.IsNumber);
            }

            at = start + width;
        }

        painter.Fill(at, end, y, theme[Tone.Text, isSelected]);
    }

    private void PaintEmpty(in CellPainter painter, int top, int width)
    {
        var lines = EmptyText.For(_state);
        var y = top + Math.Max(0, (painter.Height - top - lines.Length) / 3);
        foreach (var (text, tone) in lines)
        {
            if (y >= painter.Height)
            {
                break;
            }

            var needed = Math.Min(Glyphs.Measure(text), width);
            painter.Write((width - needed) / 2, y++, text, painter.Theme[tone], width);
        }
    }
}
