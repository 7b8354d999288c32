using RustNet.Tui.Painting;

namespace RustNet.Tui.Help;

/// <summary>Sections of Help side by side, as many as the width has room for, read column by column. Pure.</summary>
internal static class HelpColumns
{
    private const int LeastWidth = 54;
    private const int Gap = 3;

    /// <summary>Columns that a page of this width has.</summary>
    public static int CountFor(int width) => Math.Max(1, width / LeastWidth);

    /// <summary>The sections in columns that are as even as they can be without parting a section.</summary>
    /// <param name="sections">Each lays itself from a column on in a width.</param>
    /// <param name="start">First column.</param>
    /// <param name="width">Columns there are.</param>
    public static List<PageLine> Lay(IReadOnlyList<Func<int, int, List<PageLine>>> sections, int start, int width)
    {
        var count = Math.Min(CountFor(width), sections.Count);
        var each = (width - (Gap * (count - 1))) / count;
        var heights = sections.Select(section => section(0, each).Count + 1).ToArray();
        var first = Part(heights, count);
        var columns = new List<PageLine>[count];
        for (var i = 0; i < count; i++)
        {
            columns[i] = [];
            var end = i + 1 < count ? first[i + 1] : sections.Count;
            for (var section = first[i]; section < end; section++)
            {
                columns[i].AddRange([.. section > first[i] ? [PageLine.Empty] : (PageLine[])[], .. sections[section](start + (i * (each + Gap)), each)]);
            }
        }

        var lines = new List<PageLine>();
        for (var y = 0; y < columns.Max(column => column.Count); y++)
        {
            lines.Add(new PageLine([.. columns.SelectMany(column => y < column.Count ? column[y].Spans : [])]));
        }

        return lines;
    }

    /// <summary>The first section of each column, so that the highest column is as low as it can be.</summary>
    private static int[] Part(int[] heights, int count)
    {
        for (var limit = heights.Max(); ; limit++)
        {
            var first = new List<int> { 0 };
            var height = 0;
            for (var i = 0; i < heights.Length; i++)
            {
                if (height + heights[i] > limit)
                {
                    first.Add(i);
                    height = 0;
                }

                height += heights[i];
            }

            if (first.Count <= count)
            {
                while (first.Count < count)
                {
                    first.Add(heights.Length); // an empty column
                }

                return [.. first];
            }
        }
    }
}
