namespace RustNet.Host.Sockets;

/// <summary>When the next look at all sockets is due, so that looking takes about a tenth of the time at most. One thread.</summary>
internal sealed class LookTimes(TimeProvider clock)
{
    private const int RestPerWork = 9;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(5); // a busy machine makes work look longer than it is

    private long _began;
    private long _beganAt;
    private long _ended;
    private TimeSpan _rest;
    private bool _hasLooked;

    /// <summary>When the last look began, nanoseconds since 1970 UTC: what was there by then was seen. 0 before the first.</summary>
    public long SeenUntil { get; private set; }

    /// <summary>Time for a look that nobody has asked for.</summary>
    public bool IsDue => !_hasLooked || (MayLook && clock.GetElapsedTime(_ended) >= s_interval);

    /// <summary>Enough time has passed for a look that somebody waits for.</summary>
    public bool MayLook => !_hasLooked || clock.GetElapsedTime(_ended) >= _rest;

    /// <summary>A look begins.</summary>
    public void Begin()
    {
        _began = clock.GetTimestamp();
        _beganAt = UnixTime.Now(clock);
    }

    /// <summary>It has ended.</summary>
    /// <param name="hasSeen">False if nothing could be seen.</param>
    public void End(bool hasSeen)
    {
        _ended = clock.GetTimestamp();
        var rest = clock.GetElapsedTime(_began, _ended) * RestPerWork;
        _rest = rest < s_shortestRest ? s_shortestRest : rest > s_longestRest ? s_longestRest : rest;
        _hasLooked = true;
        SeenUntil = hasSeen ? _beganAt : SeenUntil;
    }
}
