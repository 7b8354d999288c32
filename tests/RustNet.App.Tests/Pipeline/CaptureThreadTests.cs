using RustNet.App.Pipeline;
using RustNet.Capture;
using RustNet.Testing;
using Serilog.Core;

namespace RustNet.App.Tests.Pipeline;

public class CaptureThreadTests
{
    [Fact]
    public async Task Start_runs_the_source_on_a_thread_of_its_own_name()
    {
        using var source = new FakeSource();
        using var thread = new CaptureThread(source, new RecordingSink(), Logger.None);

        thread.Start();
        var end = await thread.Ended;

        Assert.Equal(CaptureEndKind.EndOfFile, end.Kind);
        Assert.Equal("capture", source.ThreadName);
    }

    [Fact]
    public async Task Stop_ends_a_source_that_waits()
    {
        using var source = new FakeSource { End = null, IsLive = true };
        using var thread = new CaptureThread(source, new RecordingSink(), Logger.None);
        thread.Start();

        Assert.True(thread.Stop());

        Assert.Equal(CaptureEndKind.Stopped, (await thread.Ended).Kind);
        Assert.True(thread.Stopping.IsCompletedSuccessfully);
    }

    [Fact]
    public void Stop_does_not_wait_for_ever_for_a_source_that_cannot_be_woken()
    {
        using var release = new ManualResetEventSlim();
        using var source = new FakeSource { End = null, Stuck = release };
        using var thread = new CaptureThread(source, new RecordingSink(), Logger.None);
        thread.Start();

        Assert.False(thread.Stop());

        release.Set();
    }

    [Fact]
    public void Stopping_completes_only_when_the_source_has_been_told()
    {
        using var source = new FakeSource { End = null, IsLive = true };
        using var thread = new CaptureThread(source, new RecordingSink(), Logger.None);
        thread.Start();
        Assert.True(source.Delivered.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        bool? wasStopping = null;
        using var told = source.Stop.Register(() => wasStopping = thread.Stopping.IsCompleted);

        thread.RequestStop();

        Assert.False(wasStopping);
        Assert.True(thread.Stopping.IsCompleted);
    }

    [Fact]
    public void RequestStop_does_nothing_after_the_end()
    {
        using var source = new FakeSource();
        var thread = new CaptureThread(source, new RecordingSink(), Logger.None);
        thread.Start();
        thread.Dispose();

        thread.RequestStop();

        Assert.True(thread.Ended.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(true, CaptureEndKind.InterfaceLost)]
    [InlineData(false, CaptureEndKind.Damaged)]
    public async Task A_source_that_throws_ends_the_capture_with_a_reason(bool isLive, CaptureEndKind expected)
    {
        using var source = new FakeSource { IsLive = isLive, Throws = new InvalidOperationException("broken") };
        using var thread = new CaptureThread(source, new RecordingSink(), Logger.None);

        thread.Start();
        var end = await thread.Ended;

        Assert.Equal(expected, end.Kind);
        Assert.Equal("fake0: capture failed: broken", end.Message);
    }
}
