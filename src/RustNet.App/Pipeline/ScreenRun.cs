using System.Text;
using RustNet.App.Cli;
using RustNet.App.Logging;
using RustNet.Capture;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using Serilog;

namespace RustNet.App.Pipeline;

/// <summary>
/// The capture behind the screen. The screen restores the terminal on every path and answers which signal ended it; then the
/// capture stops and a line sums up.
/// </summary>
internal sealed class ScreenRun(RunOptions options, ProgramParts parts, ILogger log)
{
    /// <summary>Runs until the user quits or a signal comes; answers the exit code.</summary>
    public int Run(ICaptureSource source, AttributionLoop? owners)
    {
        var table = new FlowTable(Session.TableOptions(options, source, observer: null, owners, log));
        using var addresses = source.IsLive ? parts.WatchLocalAddresses(table.SetLocalAddresses) : null;
        using var statistics = new CaptureStatisticsLog(log, source, table, parts.Time);
        using var capture = new CaptureThread(source, Session.Sink(table, log), log);
        var monitor = new CaptureMonitor(source, table, capture.Ended, options.Inspect, source.IsLive ? null : options.Speed, owners, parts.Time);
        owners?.Start(table);
        capture.Start();
        var result = parts.RunScreen(monitor, options);
        var end = capture.Ended is { IsCompletedSuccessfully: true } ended ? ended.Result : null; // before we stop it ourselves
        capture.Stop();
        owners?.Stop();
        parts.Output.Write(Encoding.UTF8.GetBytes(Summary(source, table)));
        if (end is { Kind: CaptureEndKind.Damaged or CaptureEndKind.InterfaceLost })
        {
            log.Error("Capture ended early: {Reason:l}", end.Message);
            parts.Error.WriteLine($"rustnet: {WireText.Clean(end.Message ?? end.Kind.ToString(), WireText.LineLength)}");
            return result.Signal == 0 ? ExitCode.Failure : result.ExitCode;
        }

        return result.ExitCode;
    }

    private static string Summary(ICaptureSource source, FlowTable table)
    {
        var engine = table.TakeStatistics();
        var counted = source.Statistics;
        var untracked = engine.ConnectionsNotTracked > 0
            ? $", {CountText.Of(engine.ConnectionsNotTracked, "connection")} not tracked (--max-connections)"
            : "";
        return $"rustnet: {WireText.Clean(source.Name, WireText.LineLength)}: {CountText.Of(engine.Packets, "packet")}, {CountText.Of(engine.Bytes, "byte")}, "
            + $"{CountText.Of(engine.ConnectionsTotal, "connection")}, {CountText.Of(counted.DroppedByKernel + counted.DroppedByInterface, "packet")} dropped{untracked}\n";
    }
}
