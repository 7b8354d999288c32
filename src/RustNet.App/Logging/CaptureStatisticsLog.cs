using RustNet.Capture;
using RustNet.Core.Flows;
using Serilog;
using Serilog.Events;

namespace RustNet.App.Logging;

/// <summary>Logs the counters of the capture at info every ten seconds, and once more when it is disposed.</summary>
internal sealed class CaptureStatisticsLog : IDisposable
{
    /// <summary>Time between two entries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ILogger _log;
    private readonly ICaptureSource _source;
    private readonly FlowTable _table;
    private readonly ITimer? _timer;
    private long _dropped;

    /// <summary>Starts the timer where info is logged at all.</summary>
    public CaptureStatisticsLog(ILogger log, ICaptureSource source, FlowTable table, TimeProvider time)
    {
        _log = log;
        _source = source;
        _table = table;
        if (log.IsEnabled(LogEventLevel.Information))
        {
            _timer = time.CreateTimer(_ => Write(), null, Interval, Interval);
        }
    }

    /// <summary>Stops the timer and writes the last entry.</summary>
    public void Dispose()
    {
        if (_timer is not null)
        {
            _timer.Dispose();
            Write();
        }
    }

    private void Write()
    {
        var engine = _table.TakeStatistics();
        var capture = _source.Statistics;
        _log.Information(
            "Capture statistics: {Packets} packets, {Bytes} B, {Connections} connections now, {ConnectionsTotal} in all, {DroppedByKernel} dropped by the kernel, {DroppedByInterface} by the interface, {NotTracked} not tracked",
            engine.Packets,
            engine.Bytes,
            engine.Connections,
            engine.ConnectionsTotal,
            capture.DroppedByKernel,
            capture.DroppedByInterface,
            engine.ConnectionsNotTracked);
        foreach (var (reason, count) in engine.Oddities)
        {
            _log.Information("Frames not used: {Reason:l} {Count}", reason, count);
        }

        var dropped = capture.DroppedByKernel + capture.DroppedByInterface;
        if (dropped > _dropped)
        {
            _log.Warning("{Dropped} packets were lost since the last statistics", dropped - _dropped);
            _dropped = dropped;
        }
    }
}
