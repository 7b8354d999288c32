using RustNet.Core.Names;
using RustNet.Core.Wire;
using RustNet.Tui.Painting;
using RustNet.Tui.Themes;

namespace RustNet.Tui.Panels;

/// <summary>The capture and the traffic as a whole. What does not fit at the bottom is left out, the least important is last.</summary>
internal sealed class SidePanel(Func<Theme> theme, ScreenState state) : PaintedView(theme)
{
    private const int Left = 2;
    private const int GraphRows = 2;

    /// <inheritdoc/>
    protected override void Paint(in CellPainter painter)
    {
        var row = 0;
        if (state.Model.Status is { } status)
        {
            row = PaintCapture(painter, row, status);
            row = PaintTraffic(painter, row);
            row = PaintTcp(painter, row);
            row = PaintOddities(painter, row);
        }

        for (; row < painter.Height; row++)
        {
            painter.Rest(1, row);
        }

        for (row = 0; row < painter.Height; row++)
        {
            painter.Put(0, row, "│", painter.Theme[Tone.Line]);
        }
    }

    private int PaintCapture(in CellPainter painter, int row, MonitorStatus status)
    {
        var totals = state.Model.Statistics;
        row = Heading(painter, row, status.IsLive ? "Capture" : "Replay");
        row = Line(painter, row, status.IsLive ? "Interface" : "File", status.Source, Tone.Strong);
        row = Line(painter, row, "Link type", status.LinkType);
        if (!status.Inspects)
        {
            row = Line(painter, row, "Inspection", "off", Tone.Warning);
        }

        if (!status.IsLive && totals.Now > 0)
        {
            row = Line(painter, row, "Packet time", PacketTime.ToUtc(totals.Now).ToString("HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        }

        if (status.Attribution is { } method)
        {
            row = Line(painter, row, "Processes", method, status.AttributionDegradation is null ? Tone.Good : Tone.Warning);
            row = Sentence(painter, row, status.AttributionDegradation, Tone.Dim);
        }

        row = Line(painter, row, "Packets", CountText.Of(totals.Packets));
        row = Line(painter, row, "Packets/s", CountText.Of((long)Math.Round(state.Model.Traffic.PacketsNow)));
        row = Line(painter, row, "Dropped", CountText.Of(status.Dropped), status.Dropped > 0 ? Tone.Alarm : Tone.Good);
        row = Rule(painter, row);
        row = Heading(painter, row, "Connections");
        var closed = state.Model.Unfiltered.Closed;
        row = Line(painter, row, "In the table", CountText.Of(totals.Connections - closed) + (closed > 0 ? $" · {CountText.Of(closed)} closed" : ""), Tone.Strong);
        row = Line(painter, row, "TCP / UDP", $"{CountText.Of(totals.TcpConnections)} / {CountText.Of(totals.UdpConnections)}");
        row = Line(painter, row, "Seen", CountText.Of(totals.ConnectionsTotal));
        row = PaintListening(painter, row);
        if (totals.ConnectionsNotTracked > 0)
        {
            row = Line(painter, row, "Not tracked", CountText.Of(totals.ConnectionsNotTracked), Tone.Alarm);
        }

        if (totals.OwnersNotSought > 0)
        {
            row = Line(painter, row, "Owner not sought", CountText.Of(totals.OwnersNotSought), Tone.Warning);
        }

        if (totals.LatePackets > 0)
        {
            row = Line(painter, row, "After the end", $"{CountText.Of(totals.LatePackets)} pkts", Tone.Dim);
        }

        if (totals.InterfaceCopies > 0)
        {
            row = Line(painter, row, "Seen again", $"{CountText.Of(totals.InterfaceCopies)} pkts", Tone.Dim);
        }

        if (state.Model.LocalhostHidden > 0)
        {
            row = Line(painter, row, "Localhost hidden", CountText.Of(state.Model.LocalhostHidden), Tone.Dim);
        }
        else if (totals.PacketsLocalhostHidden > 0)
        {
            row = Line(painter, row, state.ShowsLocalhost ? "Localhost missed" : "Localhost hidden", $"{CountText.Of(totals.PacketsLocalhostHidden)} pkts", Tone.Dim);
        }

        return Rule(painter, row);
    }

    private int PaintListening(in CellPainter painter, int row)
    {
        var (shown, hidden) = (state.Model.Unfiltered.Listening, state.Model.ListeningHidden);
        return shown + hidden == 0 ? row
            : Line(painter, row, "Listening", hidden == 0 ? CountText.Of(shown) : shown == 0 ? $"{CountText.Of(hidden)} hidden" : $"{CountText.Of(shown)}, {CountText.Of(hidden)} hidden");
    }

    private int PaintTraffic(in CellPainter painter, int row)
    {
        var traffic = state.Model.Traffic;
        row = Heading(painter, row, state.Model.LocalhostHidden > 0 ? "Traffic, with localhost" : "Traffic");
        row = Graph(painter, row, "↓ Down", traffic.Down, traffic.DownNow, Tone.Down);
        row = Graph(painter, row, "↑ Up", traffic.Up, traffic.UpNow, Tone.Up);
        row = Line(painter, row, "Total ↓ / ↑", $"{UnitText.Bytes(state.Model.Statistics.BytesReceived)} / {UnitText.Bytes(state.Model.Statistics.BytesSent)}");
        return Rule(painter, row);
    }

    private int PaintTcp(in CellPainter painter, int row)
    {
        var (totals, health) = (state.Model.Statistics, state.Model.Health);
        row = Heading(painter, row, "TCP health", "(table / total)");
        row = Line(painter, row, "Retransmits", Pair(health.Retransmissions, totals.Retransmissions), Severity(health.Retransmissions));
        row = Line(painter, row, "Out of order", Pair(health.OutOfOrder, totals.OutOfOrder), Severity(health.OutOfOrder));
        row = Line(painter, row, "Fast retransmits", Pair(health.FastRetransmissions, totals.FastRetransmissions), Severity(health.FastRetransmissions));
        row = Line(painter, row, "Zero windows", CountText.Of(health.ZeroWindows), Severity(health.ZeroWindows));
        row = Line(painter, row, "Median RTT", health.MedianRtt is { } rtt ? UnitText.Milliseconds(rtt) : "-");
        return row;

        static string Pair(long open, long total) => $"{CountText.Of(open)} / {CountText.Of(total)}";
        static Tone Severity(long count) => count == 0 ? Tone.Good : Tone.Warning;
    }

    private int PaintOddities(in CellPainter painter, int row)
    {
        var totals = state.Model.Statistics;
        if (totals.Oddities.Count == 0 && totals.InspectionsOverCeiling == 0)
        {
            return row;
        }

        row = Rule(painter, row);
        row = Heading(painter, row, "Odd frames");
        if (totals.InspectionsOverCeiling > 0)
        {
            row = Line(painter, row, "Inspections given up", CountText.Of(totals.InspectionsOverCeiling), Tone.Warning);
        }

        foreach (var (name, count) in totals.Oddities)
        {
            row = Line(painter, row, name, CountText.Of(count), Tone.Dim);
        }

        return row;
    }

    private static int Heading(in CellPainter painter, int row, string text, string? aside = null)
    {
        if (row < painter.Height)
        {
            painter.Fill(1, Left, row, painter.Theme[Tone.Text]);
            var column = painter.Write(Left, row, text, Tone.Strong);
            if (aside is not null)
            {
                column = painter.Write(painter.Write(column, row, " ", Tone.Text), row, aside, Tone.Dim);
            }

            painter.Rest(column, row);
        }

        return row + 1;
    }

    private static int Line(in CellPainter painter, int row, string label, string value, Tone tone = Tone.Text)
    {
        if (row < painter.Height)
        {
            painter.Fill(1, Left, row, painter.Theme[Tone.Text]);
            var column = painter.Write(Left, row, label, Tone.Dim);
            column = painter.Write(column, row, " ", Tone.Text);
            painter.Field(column, row, painter.Width - column - 1, value, painter.Theme[tone], rightAligned: true);
            painter.Rest(painter.Width - 1, row);
        }

        return row + 1;
    }

    /// <summary>A sentence over as many lines as it takes.</summary>
    private static int Sentence(in CellPainter painter, int row, string? text, Tone tone)
    {
        var width = Math.Max(1, painter.Width - Left - 1);
        foreach (var line in text is null ? [] : TextWrap.Lines(text, width))
        {
            if (row < painter.Height)
            {
                painter.Fill(1, Left, row, painter.Theme[Tone.Text]);
                painter.Field(Left, row, width, line, painter.Theme[tone]);
                painter.Rest(painter.Width - 1, row);
            }

            row++;
        }

        return row;
    }

    private static int Rule(in CellPainter painter, int row)
    {
        if (row < painter.Height)
        {
            painter.Fill(1, Left, row, painter.Theme[Tone.Text]);
            painter.Fill(Left, painter.Width - 1, row, painter.Theme[Tone.Line], "─");
            painter.Rest(painter.Width - 1, row);
        }

        return row + 1;
    }

    private static int Graph(in CellPainter painter, int row, string label, double[] values, double now, Tone tone)
    {
        row = Line(painter, row, label, UnitText.Rate(now), tone);
        for (var i = 0; i < GraphRows; i++)
        {
            if (row + i < painter.Height)
            {
                painter.Fill(1, Left, row + i, painter.Theme[Tone.Text]);
                painter.Rest(painter.Width - 1, row + i);
            }
        }

        Sparkline.Paint(painter, Left, row, painter.Width - Left - 1, GraphRows, values, painter.Theme[tone]);
        return row + GraphRows;
    }
}
