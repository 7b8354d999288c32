using System.Collections.Immutable;
using RustNet.Core.Query;

namespace RustNet.Tui.Table;

/// <summary>A column and the place it has.</summary>
/// <param name="Column">The column.</param>
/// <param name="Start">First screen column, counted from the table's left edge.</param>
/// <param name="Width">Screen columns.</param>
internal readonly record struct PlacedColumn(Column Column, int Start, int Width);

/// <summary>Which columns are shown, and how wide. Pure.</summary>
internal static class ColumnLayout
{
    private const int NarrowGap = 1;
    private const int WideGap = 2;
    private const int LeastWidthForWideGap = 150;

    /// <summary>
    /// Places as many columns as fit: the least important give way first. No column is wider than its contents as long as those of others
    /// are cut; what is left over then goes to the application, which has no natural width.
    /// </summary>
    /// <param name="width">Screen columns from <paramref name="start"/> on.</param>
    /// <param name="start">Where the first column starts.</param>
    /// <param name="needs">What the contents need.</param>
    /// <param name="withProcess">Whether anything is known of processes; the column is empty otherwise.</param>
    public static ImmutableArray<PlacedColumn> Place(int width, int start, ContentWidths needs, bool withProcess)
    {
        var gap = width >= LeastWidthForWideGap ? WideGap : NarrowGap;
        var chosen = Choose(width, gap, withProcess);
        if (!chosen.Exists(IsLocal))
        {
            needs = needs with { Remote = Math.Max(needs.Remote, needs.Waiting) };
        }

        var widths = chosen.ToDictionary(column => column, column => Math.Min(Math.Min(column.Least, Natural(column, needs)), Math.Max(0, width)));
        var left = width - widths.Values.Sum() - (gap * (chosen.Count - 1));

        foreach (var column in chosen.OrderBy(column => column.Priority))
        {
            left -= Widen(widths, column, Math.Min(column.Wanted, Natural(column, needs)), left);
        }

        // Those that lack least come first: so most of them are whole.
        foreach (var column in chosen.Where(column => column.Sort != SortColumn.Application).OrderBy(column => Natural(column, needs) - widths[column]).ThenBy(column => column.Priority).ToList())
        {
            left -= Widen(widths, column, Natural(column, needs), left);
        }

        foreach (var column in chosen.OrderByDescending(column => column.Sort == SortColumn.Application))
        {
            left -= Widen(widths, column, column.IsNumber ? 0 : column.Most, left);
        }

        var placed = ImmutableArray.CreateBuilder<PlacedColumn>(chosen.Count);
        foreach (var column in chosen)
        {
            placed.Add(new PlacedColumn(column, start, widths[column]));
            start += widths[column] + gap;
        }

        return placed.DrainToImmutable();
    }

    /// <summary>Whether local addresses have a column.</summary>
    public static bool ShowsLocal(ImmutableArray<PlacedColumn> columns)
    {
        foreach (var placed in columns)
        {
            if (IsLocal(placed.Column))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLocal(Column column) => column.Sort == SortColumn.Local;

    private static List<Column> Choose(int width, int gap, bool withProcess)
    {
        var chosen = new List<Column>();
        var used = -gap;
        foreach (var column in Column.All.OrderBy(column => column.Priority))
        {
            if (column.Sort == SortColumn.Process && !withProcess)
            {
                continue;
            }

            if (chosen.Count > 0 && (used + gap + column.Least > width || (column.IsExtra && !HasRoomForExtra(width, gap))))
            {
                break; // never a less important column instead of a more important one
            }

            chosen.Add(column);
            used += gap + column.Least;
        }

        chosen.Sort((a, b) => Column.All.IndexOf(a).CompareTo(Column.All.IndexOf(b)));
        return chosen;
    }

    private static bool HasRoomForExtra(int width, int gap) =>
        Column.All.Sum(column => column.Wanted + gap) - gap <= width;

    private static int Natural(Column column, ContentWidths needs) => column.Sort switch
    {
        SortColumn.Local => Math.Max(needs.Local, column.Header.Length + 2),
        SortColumn.Remote => Math.Max(needs.Remote, column.Header.Length + 2),
        SortColumn.State => Math.Max(needs.State, column.Wanted),
        SortColumn.Service => Math.Max(needs.Service, column.Wanted),
        SortColumn.Application => Math.Clamp(needs.Application, column.Least, column.Wanted),
        SortColumn.Process => Math.Max(needs.Process, column.Header.Length + 2),
        _ => column.Wanted,
    };

    private static int Widen(Dictionary<Column, int> widths, Column column, int to, int available)
    {
        var gained = Math.Clamp(Math.Min(to, column.Most) - widths[column], 0, Math.Max(0, available));
        widths[column] += gained;
        return gained;
    }
}
