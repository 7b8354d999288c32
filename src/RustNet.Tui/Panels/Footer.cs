using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Panels;

/// <summary>The last row: the keys that matter here, or what the user has to be told.</summary>
internal sealed class Footer(Func<Theme> theme, ScreenState state, Action<ScreenCommand> execute) : PaintedView(theme)
{
    private readonly List<(int From, int To, ScreenCommand Command)> _targets = [];

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        _targets.Clear();
        if (painter.Height == 0)
        {
            return;
        }

        if (state.Filter is { IsEditing: true, Error: { } error } filter)
        {
            PaintError(painter, filter.Text, error.Position, error.Length, error.Reason);
            return;
        }

        if (state.Notice is { } notice)
        {
            painter.Rest(painter.Write(painter.Blank(0, 1, 0), 0, notice.Text, notice.Tone), 0);
            return;
        }

        var left = painter.Blank(0, 1, 0);
        if (state.Filter.IsEditing)
        {
            left = PaintHint(painter, PaintHint(painter, PaintHint(painter, left, "Enter", "keep", null), "Esc", "clear", null), "↑↓", "move", null);
        }
        else
        {
            // Help and quit are the two keys that a newcomer must find: they keep their place, the others give way.
            var right = painter.Width - WidthOf(FooterOn.Right);
            left = PaintHints(painter, left, right > 1 ? right : painter.Width, Here());
            left = right > 1 ? PaintHints(painter, painter.Blank(left, right, 0), painter.Width, FooterOn.Right) : left;
        }

        painter.Rest(left, 0);
    }

    /// <inheritdoc/>
    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (!mouse.IsSingleClicked || mouse.Position is not { } at)
        {
            return false;
        }

        var hit = _targets.Find(target => at.X >= target.From && at.X < target.To);
        if (hit.To == 0)
        {
            return false;
        }

        execute(hit.Command);
        return true;
    }

    /// <summary>Marks the place under the filter line, whose text starts at <see cref="FilterLine.TextColumn"/>, and says why.</summary>
    private static void PaintError(in CellPainter painter, string text, int position, int length, string reason)
    {
        position = Math.Clamp(position, 0, text.Length);
        length = Math.Clamp(length, 1, Math.Max(1, text.Length - position));
        var from = Math.Min(FilterLine.TextColumn + Glyphs.Measure(text.AsSpan(0, position)), Math.Max(0, painter.Width - 1));
        var to = Math.Min(from + Math.Max(1, Glyphs.Measure(text.AsSpan(position, Math.Min(length, text.Length - position)))), painter.Width);
        painter.Rest(0, 0);
        painter.Fill(from, to, 0, painter.Theme[Tone.Alarm], "^");
        if (to + 1 + reason.Length <= painter.Width || from < reason.Length + 1)
        {
            painter.Write(to + 1, 0, reason, Tone.Alarm);
        }
        else
        {
            painter.Write(from - reason.Length - 1, 0, reason, Tone.Alarm);
        }
    }

    private FooterOn Here() => state.Tab switch
    {
        ScreenTab.Overview => FooterOn.Overview
            | (state.IsGrouped ? FooterOn.Grouped : FooterOn.Ungrouped)
            | (state.Selection.CurrentGroup is null ? FooterOn.Connection : FooterOn.Nowhere),
        ScreenTab.Details => FooterOn.Details,
        _ => FooterOn.Help,
    };

    private static int WidthOf(FooterOn where)
    {
        var width = 0;
        foreach (var binding in KeyMap.All)
        {
            width += (binding.Footer & where) != 0 ? Glyphs.Measure(binding.Label) + 1 + binding.Hint.Length + 2 : 0;
        }

        return width;
    }

    private int PaintHints(in CellPainter painter, int column, int end, FooterOn where)
    {
        foreach (var binding in KeyMap.All)
        {
            if ((binding.Footer & where) != 0)
            {
                if (column + Glyphs.Measure(binding.Label) + 1 + binding.Hint.Length > end)
                {
                    break; // a hint that is cut off says nothing
                }

                column = PaintHint(painter, column, binding.Label, binding.Hint, binding.Command);
            }
        }

        return column;
    }

    private int PaintHint(in CellPainter painter, int column, string key, string hint, ScreenCommand? command)
    {
        var start = column;
        column = painter.Write(column, 0, key, painter.Theme[Tone.Accent] with { Style = Terminal.Gui.Drawing.TextStyle.Bold }, painter.Width);
        column = painter.Write(column, 0, " ", Tone.Text);
        column = painter.Write(column, 0, hint, Tone.Dim);
        if (command is { } executed)
        {
            _targets.Add((start, column, executed));
        }

        return painter.Write(column, 0, "  ", Tone.Text);
    }
}
