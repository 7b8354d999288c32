using RustNet.Core.Query;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Panels;

/// <summary>The last row: the keys that matter here, or what the user has to be told.</summary>
internal sealed class Footer(Func<Theme> theme, ScreenState state, Action<ScreenCommand> execute, Func<int> filterScroll) : PaintedView(theme)
{
    private const int LeastWidthForHelpOnError = 60;
    private const string HelpKey = "F1";
    private const string HelpHint = "help";

    private readonly List<(int From, int To, ScreenCommand Command)> _targets = [];

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        _targets.Clear();
        if (painter.Height == 0)
        {
            return;
        }

        var isTyping = state is { Tab: ScreenTab.Overview, Filter.IsEditing: true };
        if (isTyping && state.Filter is { Error: { } error } filter)
        {
            PaintError(painter, filter.Text, error);
            return;
        }

        if (state.Notice is { } notice)
        {
            painter.Rest(painter.Write(painter.Blank(0, 1, 0), 0, notice.Text, notice.Tone), 0);
            return;
        }

        var left = painter.Blank(0, 1, 0);
        if (isTyping)
        {
            left = PaintHint(painter, PaintHint(painter, PaintHint(painter, left, "Enter", "keep", null), "Esc", "clear", null), "↑↓", "move", null);
            left = state.Filter.History.IsEmpty ? left : PaintHint(painter, left, "^P ^N", "earlier", null);
            left = PaintHint(painter, left, HelpKey, HelpHint, null);
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

    /// <summary>
    /// Marks the place under the filter line, whose text starts at <see cref="FilterLine.TextColumn"/>, and says why, on the side that
    /// has more room for it.
    /// </summary>
    private void PaintError(in CellPainter painter, string text, FilterError error)
    {
        var position = Math.Clamp(error.Position, 0, text.Length);
        var length = Math.Clamp(error.Length, 1, Math.Max(1, text.Length - position));
        var fieldEnd = FilterLine.TextColumn + FilterLine.FieldWidth(painter.Width);
        var from = FilterLine.TextColumn + Glyphs.Measure(text.AsSpan(0, position)) - ScrolledAway(text);
        var to = from + Math.Max(1, Glyphs.Measure(text.AsSpan(position, Math.Min(length, text.Length - position))));
        from = Math.Clamp(from, FilterLine.TextColumn, Math.Max(FilterLine.TextColumn, fieldEnd - 1));
        to = Math.Clamp(to, from + 1, Math.Max(from + 1, fieldEnd));
        painter.Rest(0, 0);
        painter.Fill(from, to, 0, painter.Theme[Tone.Alarm], "^");

        var needed = Glyphs.Measure(error.Reason);
        var end = painter.Width;
        var help = HelpKey.Length + HelpHint.Length + 4;
        if (painter.Width >= LeastWidthForHelpOnError)
        {
            end -= help;
            PaintHint(painter, end + 2, HelpKey, HelpHint, null);
        }

        var (right, left) = (end - to - 1, from - 1);
        if (needed <= right || right >= left)
        {
            painter.Write(to + 1, 0, Cut(error.Reason, right), Tone.Alarm);
        }
        else
        {
            var shown = Cut(error.Reason, left);
            painter.Write(from - 1 - Glyphs.Measure(shown), 0, shown, Tone.Alarm);
        }
    }

    /// <summary>Columns of the text that the field has scrolled out at its left.</summary>
    private int ScrolledAway(string text)
    {
        var starts = System.Globalization.StringInfo.ParseCombiningCharacters(text);
        var scroll = Math.Clamp(filterScroll(), 0, starts.Length);
        return Glyphs.Measure(text.AsSpan(0, scroll == starts.Length ? text.Length : starts[scroll]));
    }

    /// <summary>As many words as fit, and a mark where that is not all.</summary>
    private static string Cut(string reason, int width)
    {
        if (Glyphs.Measure(reason) <= width)
        {
            return reason;
        }

        return width < 2 ? "" : TextWrap.Lines(reason, width - 1)[0] + "…";
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
