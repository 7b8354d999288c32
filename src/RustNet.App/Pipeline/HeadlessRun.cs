using RustNet.App.Cli;
using RustNet.App.Interop;
using RustNet.App.Logging;
using RustNet.Capture;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Names;
using RustNet.Export;
using Serilog;

namespace RustNet.App.Pipeline;

/// <summary>
/// JSON lines instead of a screen. A file is replayed with every connection written in place; live, connections go through a
/// bounded queue so that a slow reader never slows the capture, and totals are written every second. A signal, or the end
/// of the source, ends what is open and writes it.
/// </summary>
internal sealed class HeadlessRun(RunOptions options, ProgramParts parts, ILogger log)
{
    // At 300 B a connection about 20 MB when full.
    private const int QueueCapacity = 65_536;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the source ends, a signal comes, or the output takes no more; answers the exit code.</summary>
    public int Run(ICaptureSource source, AttributionLoop? owners)
    {
        CaptureThread? capture = null;
        if (!source.IsLive)
        {
            DeferCollections();
        }

        var json = new JsonLinesWriter(parts.Output, source.InterfaceName);
        var writer = new ConnectionWriter(json, options.Filter.WithInterfaceNames(source.InterfaceName), () => capture?.RequestStop());
        var queue = source.IsLive ? new ConnectionQueue(QueueCapacity, writer) : null;
        var table = new FlowTable(Session.TableOptions(options, source, (IFlowObserver?)queue ?? writer, owners, log));
        using var addresses = source.IsLive ? parts.WatchLocalAddresses(table.SetLocalAddresses) : null;
        using var statistics = new CaptureStatisticsLog(log, source, table, parts.Time);
        using (capture = new CaptureThread(source, Session.Sink(table, log), log))
        {
            using var signals = new StopSignals(capture.RequestStop);
            owners?.Start(table);
            capture.Start();
            Write(source, capture, table, queue, writer, owners);
            capture.Stop();
            owners?.Stop(); // before the last connections are written
            queue?.DrainAndPassThrough();
            table.Shutdown();
            writer.Flush();
            return Conclude(capture, table, queue, writer, signals.Received);
        }
    }

    // Most of what a replay allocates, connections and what is known of them, lives until it is over, and a short one is over in a
    // moment: to look for garbage among the first 64 MB, or while the tables grow, takes a twentieth of the time that a capture of
    // 20,000 connections takes. What is not allocated is not touched either. Only with plenty of room: under a limit of tens of
    // megabytes the runtime does not refuse, it crashes.
    private static void DeferCollections()
    {
        const long roomForLargeObjects = 16 << 20;   // the tables
        const long room = (64 << 20) + roomForLargeObjects;
        const long plenty = 1 << 30;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < plenty)
        {
            return;
        }

        try
        {
            GC.TryStartNoGCRegion(room, roomForLargeObjects);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Another replay of this process has done so, or this runtime's heap is not made for that much. Then it collects.
        }
    }

    // Until the capture is over or is to stop: what waits is written, and about once a second whatever is buffered, with the totals when live.
    private void Write(ICaptureSource source, CaptureThread capture, FlowTable table, ConnectionQueue? queue, ConnectionWriter writer, AttributionLoop? owners)
    {
        using var tick = new PeriodicTimer(s_second, parts.Time);
        var next = tick.WaitForNextTickAsync().AsTask();
        var patience = queue is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(50);
        while (true)
        {
            Task.WaitAny([capture.Ended, capture.Stopping, next], patience);
            queue?.Drain();
            if (capture.Ended.IsCompleted || capture.Stopping.IsCompleted)
            {
                return;
            }

            if (next.IsCompleted)
            {
                next = tick.WaitForNextTickAsync().AsTask();
                if (queue is not null)
                {
                    var counted = source.Statistics;
                    writer.WriteStatistics(table.TakeStatistics(), new RunTotals(counted.DroppedByKernel + counted.DroppedByInterface, queue.Dropped)
                    {
                        Attribution = owners?.Method,
                        AttributionDegraded = owners?.Degradation,
                    });
                }
            }

            writer.Flush();
        }
    }

    private int Conclude(CaptureThread capture, FlowTable table, ConnectionQueue? queue, ConnectionWriter writer, int? signal)
    {
        if (queue is { Dropped: > 0 and var dropped })
        {
            log.Warning("{Dropped} connections were not written: the reader of standard output was too slow", dropped);
            parts.Error.WriteLine($"rustnet: {CountText.Of(dropped, "connection was", "connections were")} not written: the reader of standard output was too slow");
        }

        if (writer.Failure is { } failure)
        {
            return failure is ClosedPipeException ? ExitCode.Done : throw failure;
        }

        if (table.TakeStatistics().ConnectionsNotTracked is > 0 and var untracked)
        {
            log.Warning("{NotTracked} connections were not tracked: more than {MaxConnections} at a time", untracked, options.MaxConnections);
            parts.Error.WriteLine($"rustnet: {CountText.Of(untracked, "connection was", "connections were")} not tracked: more than {CountText.Of(options.MaxConnections)} at a time (--max-connections)");
        }

        if (signal is { } number)
        {
            log.Information("Ended by signal {Signal}", number);
            return ExitCode.OfSignal(number);
        }

        if (capture.Ended is { IsCompletedSuccessfully: true, Result: { Kind: CaptureEndKind.Damaged or CaptureEndKind.InterfaceLost } end })
        {
            log.Error("Capture ended early: {Reason:l}", end.Message);
            parts.Error.WriteLine($"rustnet: {WireText.Clean(end.Message ?? end.Kind.ToString(), WireText.LineLength)}");
            return ExitCode.Failure;
        }

        return ExitCode.Done;
    }
}
