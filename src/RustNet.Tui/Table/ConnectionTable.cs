using System.Collections.Immutable;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Table;

/// <summary>
/// The connections: a title where there is room for it, the header, the rows and a scroll bar. On Details it is a strip
/// of a few rows that shows where one is.
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
        _columns = ColumnLayout.Place(Math.Max(1, painter.Width - MarkColumns - scrollBar), MarkColumns, _state.Widths);
        var header = HeaderRow(painter.Height, _state.Tab);
        if (header > 0)
        {
            PaintTitle(painter);
        }

        PaintHeader(painter, header);
        var top = header + 1;
        var visible = RowsIn(painter.Height, _state.Tab);
        var rows = _state.Model.Rows;
        for (var i = 0; i < visible; i++)
        {
            var index = _state.Selection.Top + i;
            if (index < rows.Count)
            {
                PaintRow(painter, top + i, rows[index], index == _state.Selection.Index && IsSelectionShown, painter.Width - scrollBar);
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
        if (mouse.IsDoubleClicked && _state.Tab == ScreenTab.Overview)
        {
            _execute(ScreenCommand.Details);
        }

        return true;
    }

    private bool IsSelectionShown => _state.Tab == ScreenTab.Overview || _state.Detailed?.Identity.Id == _state.Selection.Current?.Identity.Id;

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

            if (column.IsRates && x >= start + width - 3)
            {
                sort = SortColumn.Up; // the header is right aligned and ends in "/Up"
            }

            _sort(_state.Sort.Column == sort ? _state.Sort.Flipped() : new SortOrder(sort, sort is SortColumn.Down or SortColumn.Up));
            return true;
        }

        return false;
    }

    private void PaintTitle(in CellPainter painter)
    {
        painter.Write(0, 0, "▎", Tone.Accent);
        var title = (_state.WithHistory ? "Active and Historic Connections" : "Active Connections") + _state.Sort.TitleSuffix;
        var column = painter.Write(1, 0, " ", Tone.Text);
        var model = _state.Model;
        var count = _state.Filter.IsActive ? $"{CountText.Of(model.Rows.Count)} of {CountText.Of(model.Unfiltered)}" : CountText.Of(model.Rows.Count);
        var rates = _state.IsPanelShown ? "" : $"↓{UnitText.Rate(model.Traffic.DownNow)} ↑{UnitText.Rate(model.Traffic.UpNow)}";
        column = painter.Write(column, 0, title, Tone.Strong);
        column = painter.Write(column, 0, "  ", Tone.Text);
        if (column + count.Length < painter.Width)
        {
            column = painter.Write(column, 0, count, _state.Filter.IsActive ? Tone.Warning : Tone.Dim);
        }

        if (_state.Filter.IsActive && !_state.Filter.IsEditing && column + 12 < painter.Width)
        {
            column = painter.Write(column, 0, "  / ", Tone.Accent);
            column = painter.Write(column, 0, _state.Filter.Applied.Text, painter.Theme[Tone.Text], painter.Width - 2);
        }

        var (facts, tone) = Facts(model);
        var needed = (facts.Length > 0 ? Glyphs.Measure(facts) + 2 : 0) + Glyphs.Measure(rates);
        if (column + needed + 4 <= painter.Width)
        {
            column = painter.Blank(column, painter.Width - needed - 2, 0);
            if (facts.Length > 0)
            {
                column = painter.Write(column, 0, facts, tone);
                column = painter.Write(column, 0, "  ", Tone.Text);
            }

            var split = Math.Max(0, rates.IndexOf('↑', StringComparison.Ordinal));
            column = painter.Write(column, 0, rates.AsSpan(0, split), Tone.Down);
            column = painter.Write(column, 0, rates.AsSpan(split), Tone.Up);
        }
        else if (facts.Length > 0)
        {
            column = painter.Write(column, 0, "  ", Tone.Text);
            painter.Field(column, 0, painter.Width - column, facts, painter.Theme[tone]);
            return;
        }

        painter.Rest(column, 0);
    }

    /// <summary>What the user must not miss: why there is no more, or what is not in the table.</summary>
    private (string Text, Tone Tone) Facts(TableModel model) =>
        model.Status is { Message: { } message, Phase: not MonitorPhase.Running } status ? (message, status.Phase == MonitorPhase.Failed ? Tone.Alarm : Tone.Dim)
        : model.Statistics.ConnectionsNotTracked > 0 ? ($"{CountText.Of(model.Statistics.ConnectionsNotTracked)} not tracked", Tone.Alarm)
        : !_state.WithHistory && model.Status?.Phase == MonitorPhase.Ended && model.Statistics.ConnectionsTotal > model.Statistics.Connections
            ? ($"{CountText.Of(model.Statistics.ConnectionsTotal - model.Statistics.Connections)} have ended · t shows them", Tone.Warning)
        : ("", Tone.Text);

    private void PaintHeader(in CellPainter painter, int row)
    {
        var at = painter.Blank(0, MarkColumns, row);
        foreach (var (column, start, width) in _columns)
        {
            painter.Blank(at, start, row);
            var text = column.HeaderText(_state.Sort, width);
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

    private void PaintRow(in CellPainter painter, int y, FlowSnapshot row, bool isSelected, int end)
    {
        var theme = painter.Theme;
        var now = _state.Model.Now;
        var age = RowMark.ToneOf(row, now);
        painter.Write(0, y, isSelected ? "▌" : " ", theme[Tone.Accent, isSelected], 1);
        painter.Write(1, y, RowMark.Of(row, now), theme[age, isSelected], MarkColumns);
        var at = MarkColumns;
        foreach (var (column, start, width) in _columns)
        {
            painter.Fill(at, start, y, theme[Tone.Text, isSelected]);
            var text = column.Text(row, new CellContext(width, _state.ShowsPorts));
            var tone = age != Tone.Text ? age : text == Column.None ? Tone.Dim : column.Tone;
            if (column.IsRates && age == Tone.Text)
            {
                PaintRates(painter, start, y, width, text, isSelected);
            }
            else
            {
                painter.Field(start, y, width, text, theme[tone, isSelected], column.IsNumber);
            }

            at = start + width;
        }

        painter.Fill(at, end, y, theme[Tone.Text, isSelected]);
    }

    private static void PaintRates(in CellPainter painter, int start, int y, int width, string text, bool isSelected)
    {
        var theme = painter.Theme;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (text.Length > width)
        {
            painter.Field(start, y, width, text, theme[Tone.Text, isSelected], rightAligned: true);
            return;
        }

        var end = start + width;
        var at = end - text.Length;
        painter.Fill(start, at, y, theme[Tone.Text, isSelected]);
        at = painter.Write(at, y, text.AsSpan(0, slash), theme[slash == 1 ? Tone.Dim : Tone.Down, isSelected], end);
        at = painter.Write(at, y, "/", theme[Tone.Dim, isSelected], end);
        painter.Write(at, y, text.AsSpan(slash + 1), theme[text.Length - slash == 2 ? Tone.Dim : Tone.Up, isSelected], end);
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
