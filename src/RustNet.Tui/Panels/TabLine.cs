using System.Globalization;
using RustNet.Core.Names;
using RustNet.Tui.Keys;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;
using Terminal.Gui.Input;

namespace RustNet.Tui.Panels;

/// <summary>The first rows: the program, the tabs, and on the right where the packets come from and how that is going.</summary>
internal sealed class TabLine(Func<Theme> theme, ScreenState state, Action<ScreenCommand> execute) : PaintedView(theme)
{
    private static readonly (string Name, string Short, ScreenCommand Command)[] s_tabs =
        [("Overview", "Over", ScreenCommand.Tab1), ("Details", "Det", ScreenCommand.Tab2), ("Help", "Help", ScreenCommand.Tab3)];

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        if (painter.Height == 0)
        {
            return;
        }

        var (start, gap, isShort) = Shape(painter.Width);
        var column = painter.Blank(0, Math.Min(1, start), 0);
        if (start > 1)
        {
            column = painter.Write(column, 0, "rustnet", painter.Theme[Tone.Accent] with { Style = Terminal.Gui.Drawing.TextStyle.Bold }, start);
        }

        column = painter.Blank(column, start, 0);
        var (from, to) = (0, 0);
        for (var i = 0; i < s_tabs.Length; i++)
        {
            var isActive = (int)state.Tab == i;
            var first = column;
            column = painter.Write(column, 0, (i + 1).ToString(CultureInfo.InvariantCulture), isActive ? Tone.Accent : Tone.Dim);
            column = painter.Blank(column, column + 1, 0);
            column = painter.Write(column, 0, isShort ? s_tabs[i].Short : s_tabs[i].Name, isActive ? painter.Theme[Tone.Accent] with { Style = Terminal.Gui.Drawing.TextStyle.Bold } : painter.Theme[Tone.Text], painter.Width);
            if (isActive)
            {
                (from, to) = (first, column);
            }

            column = painter.Blank(column, Math.Min(column + gap, painter.Width), 0);
        }

        PaintStatus(painter, column);
        if (painter.Height > 1)
        {
            painter.Fill(0, from, 1, painter.Theme[Tone.Line], "─");
            painter.Fill(from, to, 1, painter.Theme[Tone.Accent], "━");
            painter.Fill(to, painter.Width, 1, painter.Theme[Tone.Line], "─");
        }
    }

    /// <inheritdoc/>
    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (!mouse.IsSingleClicked || mouse.Position is not { } at)
        {
            return false;
        }

        var (column, gap, isShort) = Shape(Frame.Width);
        foreach (var (name, shortName, command) in s_tabs)
        {
            var end = column + 2 + (isShort ? shortName : name).Length;
            if (at.X >= column && at.X < end)
            {
                execute(command);
                return true;
            }

            column = end + gap;
        }

        return false;
    }

    private static (int Start, int Gap, bool IsShort) Shape(int width) => width switch
    {
        >= 60 => (12, 3, false),
        >= 32 => (1, 2, false),
        _ => (0, 1, true),
    };

    private void PaintStatus(in CellPainter painter, int from)
    {
        if (state.Model.Status is not { } status)
        {
            painter.Rest(from, 0);
            return;
        }

        var (sign, tone, phase) = Describe(status);
        var drops = status.Dropped > 0 ? $"  {CountText.Of(status.Dropped)} dropped" : "";
        var room = painter.Width - from - 2; // a blank behind it, and one before it
        if (room < 1)
        {
            painter.Rest(from, 0);
            return;
        }

        var (text, warning) = SourceText.Fit(status.Source, status.LinkType, phase, drops, room - 2);
        text = text.Length > 0 ? " " + text : "";
        var column = painter.Blank(from, painter.Width - 2 - Glyphs.Measure(text) - Glyphs.Measure(warning), 0);
        column = painter.Write(column, 0, sign, tone);
        column = painter.Write(column, 0, text, tone == Tone.Good ? Tone.Text : tone);
        painter.Rest(painter.Write(column, 0, warning, Tone.Alarm), 0);
    }

    private (string Sign, Tone Tone, string Phase) Describe(MonitorStatus status) => status.Phase switch
    {
        MonitorPhase.Failed => ("✗", Tone.Alarm, status.IsLive ? "capture lost" : "damaged"),
        _ when state.IsPaused => ("‖", Tone.Warning, "PAUSED"),
        MonitorPhase.Ended => ("■", Tone.Dim, "ended"),
        _ when !status.IsLive => ("▶", Tone.Accent, $"replay {Speed(status.ReplaySpeed)}"),
        _ => ("●", Tone.Good, ""),
    };

    private static string Speed(double? speed) => speed switch
    {
        null => "",
        double.PositiveInfinity => "max",
        { } times => string.Create(CultureInfo.InvariantCulture, $"{times:0.##}x"),
    };
}
