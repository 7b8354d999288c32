using System.Diagnostics;
using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Query;
using RustNet.Testing;

namespace RustNet.Benchmarks;

/// <summary>What grouping a large table costs beside sorting it: the least of many rounds, and what a round allocates.</summary>
internal static class GroupingCost
{
    private const int Rows = 100_000;
    private const int Rounds = 30;

    public static void Run()
    {
        foreach (var processes in (int[])[1, 200, 20_000])
        {
            var owners = Enumerable.Range(0, processes)
                .Select(i => new FlowOwner(new ProcessInfo(i, $"program-{i % Math.Max(1, processes / 4)}") { Executable = $"/usr/bin/program-{i % Math.Max(1, processes / 4)}" }, OwnerMatch.Exact))
                .ToArray();
            var random = new Random(1);
            var rows = Enumerable.Range(1, Rows).Select(i => new SnapshotBuilder
            {
                Id = i,
                Remote = $"192.0.{random.Next(256)}.{random.Next(256)}:{random.Next(65536)}",
                DownRate = random.Next(1_000),
                Process = owners[random.Next(processes)].Process,
            }.Build()).ToArray();
            Measure($"group, {processes} processes", rows, static copy => Grouping.Group(copy, new SortOrder(SortColumn.Down, true)));
            Measure($"sort by rate, {processes} processes", rows, static copy => new SortOrder(SortColumn.Down, true).Sort(copy));
            Measure($"sort by process, {processes} processes", rows, static copy => new SortOrder(SortColumn.Process, false).Sort(copy));
        }
    }

    private static void Measure(string what, FlowSnapshot[] rows, Action<FlowSnapshot[]> work)
    {
        var (least, allocated) = (TimeSpan.MaxValue, 0L);
        var copy = new FlowSnapshot[rows.Length];
        for (var i = 0; i < Rounds; i++)
        {
            rows.CopyTo(copy, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            work(copy);
            var took = watch.Elapsed;
            least = took < least ? took : least;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {least.TotalMilliseconds,8:F2} ms  {allocated / 1000.0,10:F1} kB"));
    }
}
