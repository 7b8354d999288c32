using RustNet.Core.Names;
using RustNet.Tui.Filter;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>The line above the table: what it shows, in which order, how many rows of how many, and what must not be missed.</summary>
internal static class TableTitle
{
    private const int LeastWidthForAllCounts = 60;

    /// <summary>Paints the first row of the table.</summary>
    public static void Paint(in CellPainter painter, ScreenState state)
    {
        painter.Write(0, 0, "▎", Tone.Accent);
        var column = painter.Write(1, 0, " ", Tone.Text);
        var model = state.Model;
        var count = CountOf(state, painter.Width);
        var rates = state.IsPanelShown ? "" : $"↓{UnitText.Rate(model.Traffic.DownNow)} ↑{UnitText.Rate(model.Traffic.UpNow)}{(model.LocalhostHidden > 0 ? " with localhost" : "")}";
        column = painter.Write(column, 0, TextOf(state), Tone.Strong);
        column = painter.Write(column, 0, "  ", Tone.Text);
        if (column + count.Length <= painter.Width)
        {
            column = painter.Write(column, 0, count, state.Filter.IsActive ? Tone.Warning : Tone.Dim);
        }

        column = PaintFilter(painter, column, state.Filter);

        var (facts, tone) = Facts(state);
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

    // While it is typed the filter stands in its own line; what cannot be understood there is not what is in force.
    private static int PaintFilter(in CellPainter painter, int column, FilterState filter)
    {
        if (column + 12 >= painter.Width || (filter.IsEditing ? filter.Error is null : !filter.IsActive))
        {
            return column;
        }

        if (!filter.IsEditing)
        {
            return painter.Write(painter.Write(column, 0, "  / ", Tone.Accent), 0, filter.Applied.Text, painter.Theme[Tone.Text], painter.Width - 2);
        }

        column = painter.Write(column, 0, "  in force: ", Tone.Dim);
        return painter.Write(column, 0, filter.IsActive ? filter.Applied.Text : "no filter", painter.Theme[Tone.Dim], painter.Width - 2);
    }

    private static string TextOf(ScreenState state) =>
        (state.WithHistory ? "Active and Historic Connections" : "Active Connections") + (state.IsGrouped ? " by Process" : "") + state.Sort.TitleSuffix;

    private static string CountOf(ScreenState state, int width)
    {
        var (rows, shown, all) = (state.Model.Rows, state.Model.Shown, state.Model.Unfiltered);
        var isActive = state.Filter.IsActive;
        if (width < LeastWidthForAllCounts)
        {
            (shown, all) = (shown.OnlyOpen, all.OnlyOpen);
        }

        var count = isActive ? shown.TextOf(all) : shown.Text;
        return rows.IsGrouped ? $"{count} in {CountText.Of(rows.Groups.Count, "group")}" : count;
    }

    /// <summary>What the user must not miss: why there is no more, or what is not in the table.</summary>
    private static (string Text, Tone Tone) Facts(ScreenState state)
    {
        var model = state.Model;
        return model.Status is { Message: { } message, Phase: not MonitorPhase.Running } status ? (message, status.Phase == MonitorPhase.Failed ? Tone.Alarm : Tone.Dim)
            : model.Statistics.ConnectionsNotTracked > 0 ? ($"{CountText.Of(model.Statistics.ConnectionsNotTracked)} not tracked", Tone.Alarm)
            : !state.WithHistory && state.ShowsLocalhost && model.Status?.Phase == MonitorPhase.Ended && Ended(model) is > 0 and var ended
                ? ($"{CountText.Of(ended)} {(ended == 1 ? "has" : "have")} ended · t shows {(ended == 1 ? "it" : "them")}", Tone.Warning)
            : ("", Tone.Text);
    }

    // Nobody counts those within localhost that have ended, so it is not said while these are hidden.
    private static long Ended(TableModel model) => model.Statistics.ConnectionsTotal - model.Statistics.Connections;
}
