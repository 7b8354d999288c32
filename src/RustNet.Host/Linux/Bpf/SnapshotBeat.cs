namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// When the next snapshot is due: every few seconds, sooner where a question waits for it, and never so often that the work takes more than a
/// fiftieth of the time. One thread.
/// </summary>
internal sealed class SnapshotBeat(TimeProvider clock)
{
    private const int RestPerWork = 50;

    private static readonly TimeSpan s_regular = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_urgent = TimeSpan.FromMilliseconds(250);

    private long _begunAt;
    private long _endedAt;
    private TimeSpan _rest;
    private bool _hasBegun;

    /// <summary>True at first, and when enough time has passed since the last one was done.</summary>
    public bool IsDue(bool isUrgent)
    {
        var wait = isUrgent ? s_urgent : s_regular;
        return !_hasBegun || clock.GetElapsedTime(_endedAt) >= (_rest > wait ? _rest : wait);
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
