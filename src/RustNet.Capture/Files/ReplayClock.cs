using RustNet.Core.Wire;

namespace RustNet.Capture.Files;

/// <summary>
/// Which packet time a paced replay has reached: it runs from the first packet on at a multiple of real time. One thread.
/// </summary>
internal sealed class ReplayClock
{
    private readonly TimeProvider _time;
    private readonly double _speed;
    private bool _started;
    private long _packetTime;
    private long _timestamp;

    /// <param name="time">Real time.</param>
    /// <param name="speed">Seconds of packet time in one second; above 0 and finite.</param>
    public ReplayClock(TimeProvider time, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(speed), false, nameof(speed));
        _time = time;
        _speed = speed;
    }

    /// <summary>Packet time that has been reached. Before <see cref="Restart"/> that is nothing.</summary>
    public long Now => !_started ? long.MinValue : Add(_packetTime, _time.GetElapsedTime(_timestamp).TotalSeconds * _speed * PacketTime.Second);

    /// <summary>Real time until a packet time is reached; zero or negative when it has been.</summary>
    public TimeSpan Until(long packetTime)
    {
        var seconds = (packetTime - (double)Now) / PacketTime.Second / _speed;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, TimeSpan.MinValue.TotalSeconds / 2, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    /// <summary>Goes on from this packet time now.</summary>
    public void Restart(long packetTime)
    {
        _started = true;
        _packetTime = packetTime;
        _timestamp = _time.GetTimestamp();
    }

    private static long Add(long packetTime, double nanoseconds) =>
        nanoseconds >= long.MaxValue - (double)packetTime ? long.MaxValue : packetTime + (long)nanoseconds;
}
