using System.Diagnostics;
using System.Globalization;

namespace RustNet.Benchmarks;

/// <summary>
/// <see cref="PacketPath"/> by processor time instead of wall time, for a machine that is busy with other things: the best
/// of many short rounds.
/// </summary>
internal static class Steady
{
    private const int Rounds = 40;

    public static void Run()
    {
        foreach (var connections in (int[])[10, 1_000, 50_000])
        {
            var path = new PacketPath { Connections = connections };
            path.Prepare();
            Report("from raw frames", connections, path.FromRawFrames);
            Report("parser alone", connections, () => path.ParserAlone());
            Report("table alone", connections, path.TableAlone);
        }
    }

    private static void Report(string what, int connections, Action round)
    {
        using var process = Process.GetCurrentProcess();
        var least = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            round();
            process.Refresh();
            least = Math.Min(least, (process.TotalProcessorTime - before).TotalNanoseconds / PacketPath.PacketsPerRun);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-16} {connections,7} connections   {least,6:F0} ns CPU a packet"));
    }
}
