using System.Collections.Immutable;
using System.Globalization;
using RustNet.Core.Names;
using RustNet.Core.Query;
using RustNet.Tui.Painting;

namespace RustNet.Tui.Table;

/// <summary>
/// The row of a group: a mark that tells open from closed, the name, the counts where the columns of a connection would be,
/// and sums below the headers that fit them. Counts stand below each other, so all groups share one shape.
/// </summary>
/// <param name="Start">Column of the mark.</param>
/// <param name="TextEnd">Column behind name and counts.</param>
/// <param name="End">Column behind the row.</param>
/// <param name="Rates">Place of the rates, or no width.</param>
/// <param name="Process">Place of the process id, or no width.</param>
/// <param name="NameWidth">Columns of the name.</param>
/// <param name="ProcessesWidth">Columns of the number of processes, 0 where there is no room for it.</param>
/// <param name="ConnectionsWidth">Columns of the number of connections.</param>
/// <param name="HasWords">Numbers say what they count.</param>
internal readonly record struct GroupLine(
    int Start, int TextEnd, int End, PlacedColumn Rates, PlacedColumn Process, int NameWidth, int ProcessesWidth, int ConnectionsWidth, bool HasWords)
{
    /// <summary>Columns of the mark with the blank behind it.</summary>
    public const int MarkColumns = 2;

    private const int LeastWidthForWideTree = 100;
    private const int LongestName = 32;
    private const int LeastName = 8;
    private const int Gap = 2;
    private const string Processes = "processes";
    private const string Connections = "connections";

    /// <summary>Columns that the lines of the tree take before those of a connection.</summary>
    public static int TreeColumns(int width) => width >= LeastWidthForWideTree ? 3 : 2;

    /// <summary>Line of the tree before a connection, <see cref="TreeColumns"/> wide or narrower.</summary>
    public static string Branch(in TableRow row) => row.IsLast ? "└─" : "├─";

    /// <summary>The shape that fits a screen and the groups on it.</summary>
    /// <param name="start">Column of the mark.</param>
    /// <param name="end">Column behind the row.</param>
    /// <param name="columns">Where the columns of connections are.</param>
    /// <param name="groups">The groups.</param>
    public static GroupLine Shape(int start, int end, ImmutableArray<PlacedColumn> columns, IReadOnlyList<ProcessGroup> groups)
    {
        var rates = columns.FirstOrDefault(placed => placed.Column.IsRates);
        var process = columns.FirstOrDefault(placed => placed.Column.Sort == SortColumn.Process);
        var textEnd = rates.Width > 0 ? rates.Start - 1 : process.Width > 0 ? process.Start - 1 : end;
        var (name, processes, connections) = (LeastName, 0, 0);
        for (var i = 0; i < groups.Count; i++)
        {
            name = Math.Max(name, OwnerText.NameOf(groups[i].Key).Length);
            processes = Math.Max(processes, groups[i].Processes);
            connections = Math.Max(connections, groups[i].Connections);
        }

        name = Math.Min(name, LongestName);
        var room = textEnd - start - MarkColumns;
        var bare = CountText.Of(connections).Length;
        var (long1, long2) = (CountText.Of(processes).Length + 1 + Processes.Length, bare + 1 + Connections.Length);
        var shape = new GroupLine(start, textEnd, end, rates, process, name, 0, bare, false);
        return name + Gap + long1 + Gap + long2 <= room ? shape with { ProcessesWidth = long1, ConnectionsWidth = long2, HasWords = true }
            : name + Gap + long2 <= room ? shape with { ConnectionsWidth = long2, HasWords = true }
            : shape with { NameWidth = Math.Max(0, Math.Min(name, room - 1 - bare)) };
    }

    /// <summary>Paints the row of a group, but for the mark of the selection.</summary>
    public void Paint(in CellPainter painter, int y, ProcessGroup group, bool isOpen, bool isSelected, bool showsTotals)
    {
        var theme = painter.Theme;
        var text = theme[Tone.Text, isSelected];
        var hasEnded = group.Ended == group.Count;
        var dim = theme[hasEnded ? Tone.Historic : Tone.Dim, isSelected];
        painter.Write(1, y, hasEnded ? "×" : " ", dim, Start);
        var at = painter.Write(Start, y, isOpen ? "▾ " : "▸ ", theme[Tone.Accent, isSelected], End);
        painter.Field(at, y, Math.Min(NameWidth, End - at), OwnerText.NameOf(group.Key), hasEnded || !group.Key.IsProgram ? dim : theme[Tone.Strong, isSelected]);
        at += NameWidth;
        if (ProcessesWidth > 0)
        {
            at = Number(painter, at, y, ProcessesWidth, group.Processes == 0 ? "" : CountText.Of(group.Processes, "process", Processes), Processes.Length, dim, text);
        }

        at = HasWords
            ? Number(painter, at, y, ConnectionsWidth, CountText.Of(group.Connections, "connection", Connections), Connections.Length, dim, text)
            : Number(painter, at, y, ConnectionsWidth, CountText.Of(group.Connections), -1, dim, text);
        var more = More(group, withProcessId: Process.Width == 0);
        if (more.Length > 0 && at + Gap + 1 < TextEnd)
        {
            painter.Fill(at, at + Gap, y, text);
            painter.Field(at + Gap, y, TextEnd - at - Gap, more, dim);
            at = TextEnd;
        }

        if (Rates.Width > 0)
        {
            painter.Fill(at, Rates.Start, y, text);
            var sums = showsTotals ? RatesText.OfTotals(group.BytesReceived, group.BytesSent) : RatesText.Of(group.DownRate, group.UpRate);
            RatesText.Paint(painter, Rates.Start, y, Rates.Width, sums, isSelected);
            at = Rates.Start + Rates.Width;
        }

        if (Process.Width > 0)
        {
            painter.Fill(at, Process.Start, y, text);
            painter.Field(Process.Start, y, Process.Width, group.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "", theme[Tone.Process, isSelected]);
            at = Process.Start + Process.Width;
        }

        painter.Fill(at, End, y, text);
    }

    // Digits end in the same column, whatever the number and its word: -1 where there is no word.
    private int Number(
        in CellPainter painter, int at, int y, int width, string text, int wordWidth, Terminal.Gui.Drawing.Attribute attribute, Terminal.Gui.Drawing.Attribute blank)
    {
        var start = Math.Min(at + (HasWords ? Gap : 1), End);
        var digits = Math.Max(0, text.IndexOf(' ', StringComparison.Ordinal));
        var first = wordWidth < 0 ? start + width - text.Length : start + width - wordWidth - 1 - digits;
        first = Math.Clamp(first, start, End);
        painter.Fill(at, first, y, blank);
        painter.Field(first, y, Math.Min(start + width, End) - first, text, attribute);
        return Math.Min(start + width, End);
    }

    /// <summary>What there may be no room for: rows that are no open connections, and where the program is.</summary>
    private static string More(ProcessGroup group, bool withProcessId)
    {
        var parts = new List<string>(4);
        if (withProcessId && group.ProcessId is { } id)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"pid {id}"));
        }

        if (group.Listening > 0)
        {
            parts.Add($"{CountText.Of(group.Listening)} listening");
        }

        if (group.Ended > 0)
        {
            parts.Add($"{CountText.Of(group.Ended)} ended");
        }

        if (group.Key.Executable is { } path)
        {
            parts.Add(path);
        }

        return string.Join("  ", parts);
    }
}
