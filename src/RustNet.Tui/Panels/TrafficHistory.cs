using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Tui.Panels;

/// <summary>Traffic of the last minutes, one value per second of packet time, oldest first. Immutable.</summary>
/// <param name="Down">Bytes received per second.</param>
/// <param name="Up">Bytes sent per second.</param>
/// <param name="DownNow">Bytes received per second, now.</param>
/// <param name="UpNow">Bytes sent per second, now.</param>
/// <param name="PacketsNow">Packets per second, now.</param>
internal sealed record TrafficSnapshot(double[] Down, double[] Up, double DownNow, double UpNow, double PacketsNow)
{
    /// <summary>Nothing measured yet.</summary>
    public static TrafficSnapshot Empty { get; } = new([], [], 0, 0, 0);

    /// <summary>The same minutes once nothing flows any more.</summary>
    public TrafficSnapshot AtRest => this with { DownNow = 0, UpNow = 0, PacketsNow = 0 };
}

/// <summary>
/// Turns running totals into rates per second of packet time. Totals may come more often or more seldom than once a
/// second. One thread.
/// </summary>
internal sealed class TrafficHistory
{
    /// <summary>Seconds kept.</summary>
    public const int Capacity = 120;

    private readonly Queue<double> _down = new(Capacity);
    private readonly Queue<double> _up = new(Capacity);
    private EngineStatistics? _last;
    private double _downNow;
    private double _upNow;
    private double _packetsNow;

    /// <summary>Takes note of the totals and answers the traffic up to them.</summary>
    public TrafficSnapshot Add(EngineStatistics totals)
    {
        if (_last is not { } last || totals.Now < last.Now || totals.Bytes < last.Bytes || last.Now == 0)
        {
            _last = totals; // the first look, or the engine began anew
            return Snapshot();
        }

        var span = totals.Now - last.Now;
        if (span >= PacketTime.Second)
        {
            var seconds = (double)span / PacketTime.Second;
            _downNow = (totals.BytesReceived - last.BytesReceived) / seconds;
            _upNow = (totals.BytesSent - last.BytesSent) / seconds;
            _packetsNow = (totals.Packets - last.Packets) / seconds;
            for (var i = 0; i < Math.Min(Math.Round(seconds), Capacity); i++)
            {
                Push(_down, _downNow);
                Push(_up, _upNow);
            }

            _last = totals;
        }

        return Snapshot();
    }

    private static void Push(Queue<double> values, double value)
    {
        if (values.Count == Capacity)
        {
            values.Dequeue();
        }

        values.Enqueue(value);
    }

    private TrafficSnapshot Snapshot() => new([.. _down], [.. _up], _downNow, _upNow, _packetsNow);
}
