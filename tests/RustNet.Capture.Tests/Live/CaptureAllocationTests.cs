using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

public class CaptureAllocationTests
{
    private const int WarmUp = 1_000;
    private const int Measured = 4_000;
    private const int Rounds = 5;
    private const int Needed = WarmUp + Rounds * Measured;

    [Theory]
    [InlineData("veth0")]
    [InlineData("any")]
    public void Run_allocates_nothing_per_frame(string interfaceName)
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var sink = new MeasuringSink(stop);
        using var opened = new ManualResetEventSlim();
        var thread = near.Start(() =>
        {
            using var capture = LiveCapture.Open(new LiveCaptureOptions { Interface = interfaceName, Filter = "udp dst port 9" });
            opened.Set();
            capture.Run(sink, stop.Token);
        });

        Assert.True(opened.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "the capture does not open");
        RunningCapture.Send(near, new byte[100], Needed + 1);
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "the capture does not end");

        Assert.True(sink.Frames > Needed, $"only {sink.Frames} frames came");
        Assert.InRange(sink.Least, 0, 1_000); // once a second the names are looked after
    }

    private sealed class MeasuringSink(CancellationTokenSource stop) : IFrameSink
    {
        private long _start;

        public int Frames { get; private set; }

        /// <summary>Of the rounds. A collection that another test causes rounds a count up; one clean round is the proof.</summary>
        public long Least { get; private set; } = long.MaxValue;

        public void BeginBatch()
        {
        }

        public void OnFrame(in RawFrame frame)
        {
            Frames++;
            if (Frames < WarmUp || (Frames - WarmUp) % Measured != 0)
            {
                return;
            }

            var now = GC.GetAllocatedBytesForCurrentThread();
            if (Frames > WarmUp)
            {
                Least = Math.Min(Least, now - _start);
            }

            _start = now;
            if (Frames >= Needed)
            {
                stop.Cancel();
            }
        }

        public void EndBatch()
        {
        }

        public void OnIdle(long now)
        {
        }
    }
}
