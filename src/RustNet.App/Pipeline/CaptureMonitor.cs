using RustNet.Capture;
using RustNet.Core.Flows;
using RustNet.Tui;

namespace RustNet.App.Pipeline;

/// <summary>What the screen sees of the engine. Any thread.</summary>
/// <param name="source">The running source.</param>
/// <param name="table">The table it fills.</param>
/// <param name="ended">Completes when the capture is over.</param>
/// <param name="inspects">Whether payloads are inspected.</param>
/// <param name="speed">Replay speed, or <see langword="null"/> when live.</param>
/// <param name="owners">Finds out whose connections there are, or <see langword="null"/>.</param>
/// <param name="time">Wall clock.</param>
internal sealed class CaptureMonitor(
    ICaptureSource source, FlowTable table, Task<CaptureEnd> ended, bool inspects, double? speed, AttributionLoop? owners, TimeProvider time) : IMonitor
{
    private readonly ListeningRows _listening = new(time);
    private readonly Lock _listeningLock = new();

    /// <inheritdoc/>
    public MonitorStatus Status
    {
        get
        {
            var end = ended.IsCompletedSuccessfully ? ended.Result : null;
            var statistics = source.Statistics;
            return new MonitorStatus
            {
                Source = source.Name,
                LinkType = source.LinkTypeName,
                IsLive = source.IsLive,
                Inspects = inspects,
                ReplaySpeed = speed,
                Attribution = owners?.Method,
                AttributionDegradation = owners?.Degradation,
                Dropped = statistics.DroppedByKernel + statistics.DroppedByInterface,
                Message = end?.Message,
                Phase = end?.Kind switch
                {
                    null => MonitorPhase.Running,
                    CaptureEndKind.Damaged or CaptureEndKind.InterfaceLost => MonitorPhase.Failed,
                    _ => MonitorPhase.Ended,
                },
            };
        }
    }

    /// <inheritdoc/>
    public TableSnapshot Take() => table.Take();

    /// <inheritdoc/>
    public TableSnapshot TakeHistory() => table.TakeHistory();

    /// <inheritdoc/>
    public IReadOnlyList<FlowSnapshot> TakeListening()
    {
        if (owners is null)
        {
            return [];
        }

        lock (_listeningLock)
        {
            return _listening.Of(owners.Listening);
        }
    }

    /// <inheritdoc/>
    public void Clear() => table.Clear();

    /// <inheritdoc/>
    public void TrackLocalhost() => table.TrackLocalhost();

    /// <inheritdoc/>
    public string? InterfaceName(int index) => source.InterfaceName(index);
}
