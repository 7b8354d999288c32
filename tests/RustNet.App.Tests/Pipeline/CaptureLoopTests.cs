using RustNet.App.Pipeline;
using RustNet.Capture;
using RustNet.Testing;
using Serilog.Core;

namespace RustNet.App.Tests.Pipeline;

public class CaptureLoopTests
{
    [Fact]
    public async Task Start_runs_the_source_on_a_thread_of_its_own_name()
    {
        using var source = new FakeSource();
        using var loop = new CaptureLoop(source, new RecordingSink(), Logger.None);

        loop.Start();
        var end = await loop.Ended;

        Assert.Equal(CaptureEndKind.EndOfFile, end.Kind);
        Assert.Equal("capture", source.ThreadName);
    }

    [Fact]
    public async Task Stop_ends_a_source_that_waits()
    {
        using var source = new FakeSource { End = null, IsLive = true };
        using var loop = new CaptureLoop(source, new RecordingSink(), Logger.None);
        loop.Start();

        Assert.True(loop.Stop());

        Assert.Equal(CaptureEndKind.Stopped, (await loop.Ended).Kind);
        Assert.True(loop.Stopping.IsCompletedSuccessfully);
    }

    [Fact]
    public void Stop_does_not_wait_for_ever_for_a_source_that_cannot_be_woken()
    {
        using var release = new ManualResetEventSlim();
        using var source = new FakeSource { End = null, Stuck = release };
        using var loop = new CaptureLoop(source, new RecordingSink(), Logger.None);
        loop.Start();

        Assert.False(loop.Stop());

        release.Set();
    }

    [Theory]
    [InlineData(true, CaptureEndKind.InterfaceLost)]
    [InlineData(false, CaptureEndKind.Damaged)]
    public async Task A_source_that_throws_ends_the_capture_with_a_reason(bool isLive, CaptureEndKind expected)
    {
        using var source = new FakeSource { IsLive = isLive, Throws = new InvalidOperationException("broken") };
        using var loop = new CaptureLoop(source, new RecordingSink(), Logger.None);

        loop.Start();
        var end = await loop.Ended;

        Assert.Equal(expected, end.Kind);
        Assert.Equal("fake0: capture failed: broken", end.Message);
    }
}
