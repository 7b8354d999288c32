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
    /// <summary>Blank columns between two columns.</summary>
    public const int Gap = 1;

    /// <summary>
    /// Places as many columns as fit in <paramref name="width"/>: the least important give way first, what is left over
    /// goes to the addresses as far as their contents need it and then to the texts that have no natural width.
    /// </summary>
    /// <param name="width">Screen columns from <paramref name="start"/> on.</param>
    /// <param name="start">Where the first column starts.</param>
    /// <param name="localNeeds">Longest local address shown.</param>
    /// <param name="remoteNeeds">Longest remote address shown.</param>
    public static ImmutableArray<PlacedColumn> Place(int width, int start, int localNeeds, int remoteNeeds)
    {
        var chosen = Choose(width);
        var widths = chosen.ToDictionary(column => column, column => Math.Min(column.Least, Math.Max(0, width)));
        var left = width - widths.Values.Sum() - (Gap * (chosen.Count - 1));

        foreach (var column in chosen.OrderBy(column => column.Priority))
        {
            left -= Widen(widths, column, NaturalWidth(column, localNeeds, remoteNeeds, column.Wanted), left);
        }

        foreach (var sort in (SortColumn[])[SortColumn.Remote, SortColumn.Local])
        {
            if (chosen.Find(column => column.Sort == sort) is { } column)
            {
                left -= Widen(widths, column, NaturalWidth(column, localNeeds, remoteNeeds, column.Most), left);
            }
        }

        if (chosen.Find(column => column.Sort == SortColumn.Protocol) is { } protocol)
        {
            left -= Widen(widths, protocol, protocol.Most, left);
        }

        var process = chosen.Find(column => column.Sort == SortColumn.Process);
        var application = chosen.Find(column => column.Sort == SortColumn.Application);
        if (process is not null)
        {
            left -= Widen(widths, process, process.Most, application is null ? left : left / 4);
        }

        if (application is not null)
        {
            left -= Widen(widths, application, application.Most, left);
        }

        foreach (var column in chosen)
        {
            left -= Widen(widths, column, column.IsNumber ? widths[column] : column.Most, left);
        }

        var placed = ImmutableArray.CreateBuilder<PlacedColumn>(chosen.Count);
        foreach (var column in chosen)
        {
            placed.Add(new PlacedColumn(column, start, widths[column]));
            start += widths[column] + Gap;
        }

        return placed.DrainToImmutable();
    }

    private static List<Column> Choose(int width)
    {
        var chosen = new List<Column>();
        var used = -Gap;
        foreach (var column in Column.All.OrderBy(column => column.Priority))
        {
            if (chosen.Count > 0 && used + Gap + column.Least > width)
            {
                break; // never a less important column instead of a more important one
            }

            chosen.Add(column);
            used += Gap + column.Least;
        }

        chosen.Sort((a, b) => Column.All.IndexOf(a).CompareTo(Column.All.IndexOf(b)));
        return chosen;
    }

    private static int NaturalWidth(Column column, int localNeeds, int remoteNeeds, int otherwise) => column.Sort switch
    {
        SortColumn.Local => Math.Min(Math.Max(localNeeds, column.Header.Length + 2), otherwise),
        SortColumn.Remote => Math.Min(Math.Max(remoteNeeds, column.Header.Length + 2), otherwise),
        _ => otherwise,
    };

    private static int Widen(Dictionary<Column, int> widths, Column column, int to, int available)
    {
        var gained = Math.Clamp(Math.Min(to, column.Most) - widths[column], 0, Math.Max(0, available));
        widths[column] += gained;
        return gained;
    }
}
