namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// When the next snapshot is due: every few seconds, and sooner where a question waits for it, but for such ones no more than a fiftieth of
/// the time is spent. One thread.
/// </summary>
internal sealed class SnapshotBeat(TimeProvider clock)
{
    private const int RestPerWork = 50;

    // Also the longest rest: a busy machine makes work look longer than it is, and one pass that is held up must not end all others.
    private static readonly TimeSpan s_regular = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_urgent = TimeSpan.FromMilliseconds(250);

    private long _begunAt;
    private long _endedAt;
    private TimeSpan _rest;
    private bool _hasBegun;

    /// <summary>True at first, and when enough time has passed since the last one was done.</summary>
    public bool IsDue(bool isUrgent)
    {
        var wait = !isUrgent || _rest > s_regular ? s_regular : _rest < s_urgent ? s_urgent : _rest;
        return !_hasBegun || clock.GetElapsedTime(_endedAt) >= wait;
    }

    /// <summary>A snapshot is begun.</summary>
    public void Begin()
    {
        _hasBegun = true;
        _begunAt = clock.GetTimestamp();
    }

    /// <summary>It is done, or has failed.</summary>
    public void End()
    {
        _endedAt = clock.GetTimestamp();
        _rest = clock.GetElapsedTime(_begunAt, _endedAt) * RestPerWork;
    }
}
