using RustNet.Host.Linux.Bpf;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Bpf;

public class SnapshotBeatTests
{
    [Theory]
    [InlineData(1, 5_000, 250)]
    [InlineData(10, 5_000, 500)]
    [InlineData(80, 5_000, 4_000)]
    [InlineData(200, 5_000, 5_000)]
    [InlineData(10_000, 5_000, 5_000)]
    public void IsDue_waits_in_proportion_to_the_work_where_it_is_urgent_and_never_longer_than_else(int work, int regular, int urgent)
    {
        var time = new SkippingTime();
        var beat = new SnapshotBeat(time);
        Assert.True(beat.IsDue(isUrgent: false));

        beat.Begin();
        time.Advance(TimeSpan.FromMilliseconds(work));
        beat.End();

        time.Advance(TimeSpan.FromMilliseconds(urgent - 1));
        Assert.False(beat.IsDue(isUrgent: true));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(beat.IsDue(isUrgent: true));
        Assert.Equal(urgent == regular, beat.IsDue(isUrgent: false));
        time.Advance(TimeSpan.FromMilliseconds(regular - urgent));
        Assert.True(beat.IsDue(isUrgent: false));
    }
}
