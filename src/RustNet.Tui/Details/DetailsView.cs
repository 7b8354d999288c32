using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Painting;
using RustNet.Tui.Table;
using RustNet.Tui.Themes;

namespace RustNet.Tui.Details;

/// <summary>All facts of the selected connection or group, in two columns where there is room.</summary>
internal sealed class DetailsView(Func<Theme> theme, ScreenState state, IMonitor monitor, TimeZoneInfo zone) : PageView(theme)
{
    private const int LeastWidthForTwoColumns = 100;
    private const int GroupSectionsOnTheLeft = 3;

    /// <inheritdoc/>
    protected override int Top
    {
        get => state.DetailsTop;
        set => state.DetailsTop = value;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PageLine> Lines(int width)
    {
        if (state.DetailedGroup is { } group)
        {
            return GroupLines(group, width);
        }

        if (state.Detailed is not { } flow)
        {
            return [PageLine.Empty, new PageLine(new PageSpan(2, "No connection is selected", Tone.Strong)), new PageLine(new PageSpan(2, "Esc goes back to the overview", Tone.Dim))];
        }

        var (being, doing) = DetailsContent.Of(flow, state.Model.Now, monitor.InterfaceName(flow.Identity.InterfaceIndex), zone);
        List<PageLine> lines = [Heading(flow), AtAGlance(flow), PageLine.Empty];
        if (width >= LeastWidthForTwoColumns)
        {
            return Lay(lines, [.. being, .. doing], width, being.Count);
        }

        // One below the other: the process, where it is known, and what it speaks before everything else.
        var first = flow.Owner is null ? 0 : 1;
        return Lay(lines, [.. being.Take(first), .. doing.Take(1), .. being.Skip(first), .. doing.Skip(1)], width, 0);
    }

    private List<PageLine> GroupLines(GroupKey group, int width)
    {
        var name = OwnerText.NameOf(group);
        if (state.Model.PinnedGroup is not { } summary || !summary.Group.Key.IsLike(group))
        {
            return [new PageLine(new PageSpan(0, "▎", Tone.Accent), new PageSpan(2, name, Tone.Strong)), PageLine.Empty, new PageLine(new PageSpan(2, state.Model.Rows.Find(group) is null ? "It has no connections any more" : "", Tone.Dim))];
        }

        var count = CountText.Of(summary.Group.Connections, "connection");
        var heading = new PageLine(new PageSpan(0, "▎", Tone.Accent), new PageSpan(2, name, Tone.Strong), new PageSpan(4 + Glyphs.Measure(name), count, Tone.Dim));
        return Lay([heading, PageLine.Empty], GroupContent.Of(summary), width, GroupSectionsOnTheLeft);
    }

    /// <summary>Sections below each other, or the first of them left of the others where there is room.</summary>
    private static List<PageLine> Lay(List<PageLine> lines, IReadOnlyList<DetailSection> sections, int width, int sectionsOnTheLeft)
    {
        if (width < LeastWidthForTwoColumns)
        {
            lines.AddRange(DetailsText.Lay(sections, 1, width - 1));
            return lines;
        }

        // What the connection is stands left, what it does stands right; each side in the order of importance.
        var half = width / 2;
        var left = DetailsText.Lay([.. sections.Take(sectionsOnTheLeft)], 1, half - 3);
        var right = DetailsText.Lay([.. sections.Skip(sectionsOnTheLeft)], half, width - half - 1);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            lines.Add(new PageLine([.. i < left.Count ? left[i].Spans : [], .. i < right.Count ? right[i].Spans : []]));
        }

        return lines;
    }

    /// <summary>Whose connection it is and what it speaks with whom, which must never be below the fold.</summary>
    private static PageLine AtAGlance(FlowSnapshot flow)
    {
        var at = 2;
        var spans = new List<PageSpan> { new(0, "▎", Tone.Accent) };
        foreach (var (text, tone) in ((string?, Tone)[])
        [
            (flow.Owner is null ? null : OwnerText.Cell(flow.Owner, int.MaxValue, isGrouped: false), flow.Process is null ? Tone.Dim : Tone.Process),
            (flow.App?.Summary, Tone.App),
        ])
        {
            if (!string.IsNullOrEmpty(text))
            {
                if (spans.Count > 1)
                {
                    spans.Add(new PageSpan(at, " · ", Tone.Dim));
                    at += 3;
                }

                spans.Add(new PageSpan(at, text, tone));
                at += Glyphs.Measure(text);
            }
        }

        return spans.Count == 1 ? new PageLine(spans[0], new PageSpan(2, "process and application not known", Tone.Dim)) : new PageLine([.. spans]);
    }

    private static PageLine Heading(FlowSnapshot flow)
    {
        var (local, remote) = (flow.Identity.LocalText, flow.Identity.RemoteText);
        var arrow = flow.Identity.IsListening ? " ← " : flow.Identity.Initiator switch
        {
            FlowInitiator.Local => " → ",
            FlowInitiator.Remote => " ← ",
            _ => " ↔ ",
        };
        var at = 2;
        var spans = new List<PageSpan> { new(0, "▎", Tone.Accent) };
        foreach (var (text, tone) in ((string, Tone)[])[(local, Tone.Strong), (arrow, Tone.Dim), (remote, Tone.Strong), ($"  {flow.State}", Tone.Accent), (FlowWords.End(flow.End) is { } end ? $"  {end}, no longer in the table" : "", Tone.Historic)])
        {
            spans.Add(new PageSpan(at, text, tone));
            at += text.Length;
        }

        return new PageLine([.. spans]);
    }
}
