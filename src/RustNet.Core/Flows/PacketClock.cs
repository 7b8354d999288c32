using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Packet time as ageing needs it: it never goes back. Capture timestamps do: frames of several interfaces are written
/// out of order, files are concatenated, a clock is set. Ages, timeouts and rates use this clock; the instants that
/// people see (first seen, last seen) stay those of the capture. A mutable value of one shard.
/// </summary>
internal struct PacketClock
{
    /// <summary>
    /// A step back up to this much is a late frame, and happens "now". A larger one means the source's clock was set
    /// back: time goes on from where it is.
    /// </summary>
    public const long MaxLateness = 10 * PacketTime.Minute;

    /// <summary>A step forward beyond this outlives every connection (<see cref="FlowTimeouts.Longest"/>).</summary>
    public const long MaxStep = 2 * FlowTimeouts.Longest;

    /// <summary>Timestamps from the wire are kept within 0 and this (the year 2116), so that no sum of two overflows.</summary>
    private const long MaxTimestamp = (1L << 62) - 1;

    /// <summary>Where the clock stands, nanoseconds. Meaningful once <see cref="HasStarted"/>.</summary>
    public long Now { get; private set; }

    /// <summary>What is added to a capture timestamp to get this clock's time: 0 unless a source's clock was set back.</summary>
    public long Offset { get; private set; }

    /// <summary>False until the first timestamp.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Capture time that corresponds to <see cref="Now"/>.</summary>
    public readonly long CaptureNow => Now - Offset;

    /// <summary>A capture timestamp brought into the range this clock can add with.</summary>
    public static long Sane(long timestamp) => Math.Clamp(timestamp, 0, MaxTimestamp);

    /// <summary>
    /// Moves to a capture timestamp (<see cref="Sane"/>). Answers <see langword="true"/> where the step is so large that
    /// nothing that was alive can still be: the caller then moves past all deadlines, lets everything go, and calls <see cref="Restart"/>.
    /// </summary>
    public bool MoveTo(long timestamp)
    {
        var time = timestamp + Offset;
        if (time > Now)
        {
            if (!HasStarted || time - Now > MaxStep || time > MaxTimestamp)
            {
                return true;
            }

            Now = time;
        }
        else if (Now - time > MaxLateness)
        {
            Offset = Now - timestamp;
        }

        return false;
    }

    /// <summary>Moves past every deadline there can be.</summary>
    public void MovePastAll() => Now += MaxStep;

    /// <summary>Sets the clock to a capture timestamp (<see cref="Sane"/>). Only while nothing holds a time of this clock.</summary>
    public void Restart(long timestamp)
    {
        Now = timestamp;
        Offset = 0;
        HasStarted = true;
    }
}
