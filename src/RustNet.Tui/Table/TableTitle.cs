using RustNet.Core.Names;
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
        var rates = state.IsPanelShown ? "" : $"↓{UnitText.Rate(model.Traffic.DownNow)} ↑{UnitText.Rate(model.Traffic.UpNow)}";
        column = painter.Write(column, 0, TextOf(state), Tone.Strong);
        column = painter.Write(column, 0, "  ", Tone.Text);
        if (column + count.Length <= painter.Width)
        {
            column = painter.Write(column, 0, count, state.Filter.IsActive ? Tone.Warning : Tone.Dim);
        }

        if (state.Filter.IsActive && !state.Filter.IsEditing && column + 12 < painter.Width)
        {
            column = painter.Write(column, 0, "  / ", Tone.Accent);
            column = painter.Write(column, 0, state.Filter.Applied.Text, painter.Theme[Tone.Text], painter.Width - 2);
        }

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

    private static string TextOf(ScreenState state) =>
        (state.WithHistory ? "Active and Historic Connections" : "Active Connections") + (state.IsGrouped ? " by Process" : "") + state.Sort.TitleSuffix;

    private static string CountOf(ScreenState state, int width)
    {
        var (rows, shown, all) = (state.Model.Rows, state.Model.Shown, state.Model.Unfiltered);
        var isActive = state.Filter.IsActive;
        if (width < LeastWidthForAllCounts)
        {
            (shown, all) = (new(shown.Open, 0, 0), new(all.Open, 0, 0));
        }

        var count = isActive ? shown.TextOf(all) : shown.Text;
        return rows.IsGrouped ? $"{count} in {GroupLine.Counted(rows.Groups.Count, "group", "groups")}" : count;
    }

    /// <summary>What the user must not miss: why there is no more, or what is not in the table.</summary>
    private static (string Text, Tone Tone) Facts(ScreenState state)
    {
        var model = state.Model;
        return model.Status is { Message: { } message, Phase: not MonitorPhase.Running } status ? (message, status.Phase == MonitorPhase.Failed ? Tone.Alarm : Tone.Dim)
            : model.Statistics.ConnectionsNotTracked > 0 ? ($"{CountText.Of(model.Statistics.ConnectionsNotTracked)} not tracked", Tone.Alarm)
            : !state.WithHistory && model.Status?.Phase == MonitorPhase.Ended && model.Statistics.ConnectionsTotal > model.Statistics.Connections
                ? ($"{CountText.Of(model.Statistics.ConnectionsTotal - model.Statistics.Connections)} have ended · t shows them", Tone.Warning)
            : ("", Tone.Text);
    }
}
