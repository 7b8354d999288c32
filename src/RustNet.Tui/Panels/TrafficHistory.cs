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
/// second. What flows now is measured over the last seconds, as the rates of connections are, so that both rise and fall together; a
/// capture younger than a second is measured against a whole one. One thread.
/// </summary>
internal sealed class TrafficHistory
{
    /// <summary>Seconds kept.</summary>
    public const int Capacity = 120;

    /// <summary>What counts as now, nanoseconds of packet time.</summary>
    private const long Window = 5 * PacketTime.Second;

    /// <summary>Looks kept for that: enough for the shortest refresh interval, and a bound where packet time stands still.</summary>
    private const int MaxRecent = 128;

    private readonly Queue<double> _down = new(Capacity);
    private readonly Queue<double> _up = new(Capacity);
    private readonly Queue<EngineStatistics> _recent = new();
    private EngineStatistics? _last;

    /// <summary>Takes note of the totals and answers the traffic up to them.</summary>
    public TrafficSnapshot Add(EngineStatistics totals)
    {
        if (_last is not { } last || totals.Now < last.Now || totals.Bytes < last.Bytes || last.Now == 0)
        {
            _last = totals; // the first look, or the engine began anew
            _recent.Clear();
            _recent.Enqueue(totals);
            return Snapshot(totals);
        }

        _recent.Enqueue(totals);
        while (totals.Now - _recent.ElementAt(1).Now >= Window || _recent.Count > MaxRecent)
        {
            _recent.Dequeue(); // one look at the far end of the window stays, however long ago it was
        }

        var span = totals.Now - last.Now;
        if (span >= PacketTime.Second)
        {
            var seconds = (double)span / PacketTime.Second;
            var down = (totals.BytesReceived - last.BytesReceived) / seconds;
            var up = (totals.BytesSent - last.BytesSent) / seconds;
            for (var i = 0; i < Math.Min(Math.Round(seconds), Capacity); i++)
            {
                Push(_down, down);
                Push(_up, up);
            }

            _last = totals;
        }

        return Snapshot(totals);
    }

    private static void Push(Queue<double> values, double value)
    {
        if (values.Count == Capacity)
        {
            values.Dequeue();
        }

        values.Enqueue(value);
    }

    private TrafficSnapshot Snapshot(EngineStatistics totals)
    {
        var first = _recent.Peek();
        var seconds = (double)Math.Max(totals.Now - first.Now, PacketTime.Second) / PacketTime.Second;
        return new(
            [.. _down], [.. _up],
            (totals.BytesReceived - first.BytesReceived) / seconds, (totals.BytesSent - first.BytesSent) / seconds, (totals.Packets - first.Packets) / seconds);
    }
}
