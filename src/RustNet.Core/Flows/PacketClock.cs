using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>
/// Packet time as ageing needs it: it never goes back. Capture timestamps do: frames of several interfaces are written
/// out of order, files are concatenated, a clock is set. Ages, timeouts and rates use this clock; the instants that
/// people see (first seen, last seen) stay those of the capture. A mutable value of one shard.
/// <para>
/// One damaged timestamp must not age everything: what lies far off the clock happens "now", and only when
/// <see cref="Agreement"/> instants in a row lie off on the same side does the clock follow them.
/// </para>
/// </summary>
internal struct PacketClock
{
    /// <summary>
    /// A step back up to this much is a late frame, and happens "now". A larger one, once confirmed, means the source's
    /// clock was set back: time goes on from where it is.
    /// </summary>
    public const long MaxLateness = 10 * PacketTime.Minute;

    /// <summary>A step forward beyond this outlives every connection (<see cref="FlowTimeouts.Longest"/>).</summary>
    public const long MaxStep = 2 * FlowTimeouts.Longest;

    /// <summary>Instants in a row that move the clock to where they are, far off as they may lie.</summary>
    public const int Agreement = 3;

    /// <summary>Timestamps from the wire are kept within 0 and this (the year 2116), so that no sum of two overflows.</summary>
    private const long MaxTimestamp = (1L << 62) - 1;

    private long _lastOutlier;
    private bool _isAhead;

    /// <summary>Where the clock stands, nanoseconds. Meaningful once <see cref="HasStarted"/>.</summary>
    public long Now { get; private set; }

    /// <summary>What is added to a capture timestamp to get this clock's time: 0 unless a source's clock was set back.</summary>
    public long Offset { get; private set; }

    /// <summary>False until the first timestamp.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Instants in a row, up to the last one, that lay far off the clock and agree with one another.</summary>
    public int Outliers { get; private set; }

    /// <summary>Capture time that corresponds to <see cref="Now"/>.</summary>
    public readonly long CaptureNow => Now - Offset;

    /// <summary>A capture timestamp brought into the range this clock can add with.</summary>
    public static long Sane(long timestamp) => Math.Clamp(timestamp, 0, MaxTimestamp);

    /// <summary>
    /// Moves to a capture timestamp (<see cref="Sane"/>). Answers <see langword="true"/> where the step is so large that
    /// nothing that was alive can still be: the caller then moves past all deadlines, lets go of everything that is older than
    /// the first of the <see cref="Outliers"/>, and calls <see cref="Restart"/>.
    /// </summary>
    public bool MoveTo(long timestamp)
    {
        if (!HasStarted)
        {
            return true;
        }

        var time = timestamp + Offset;
        var isAhead = time > Now;
        if (isAhead ? time - Now <= MaxStep && time <= MaxTimestamp : Now - time <= MaxLateness)
        {
            Outliers = 0;
            Now = Math.Max(Now, time);
            return false;
        }

        // A leap has no upper bound: of a capture with hours between its frames, each is one.
        var agrees = Outliers > 0 && isAhead == _isAhead && _lastOutlier - timestamp <= MaxLateness;
        Outliers = agrees ? Outliers + 1 : 1;
        _lastOutlier = timestamp;
        _isAhead = isAhead;
        if (Outliers < Agreement)
        {
            return false;
        }

        if (isAhead)
        {
            return true;
        }

        Outliers = 0;
        Offset = Now - timestamp;
        return false;
    }

    /// <summary>Moves past every deadline there can be.</summary>
    public void MovePastAll() => Now += MaxStep;

    /// <summary>Sets the clock to a capture timestamp (<see cref="Sane"/>). Only while nothing holds a time of this clock.</summary>
    public void Restart(long timestamp)
    {
        Now = timestamp;
        Offset = 0;
        Outliers = 0;
        HasStarted = true;
    }
}
