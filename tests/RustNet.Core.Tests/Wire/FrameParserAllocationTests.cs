using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Wire;

public sealed class FrameParserAllocationTests
{
    [Fact]
    public void Parse_allocates_nothing_in_steady_state()
    {
        var parser = new FrameParser();
        long checksum = ParseAll(parser);       // views, fragment places and compiled code exist from here on

        // A collection that another test causes rounds a count up; one clean round is the proof.
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                checksum += ParseAll(parser);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.NotEqual(0, checksum);
    }

    private static long ParseAll(FrameParser parser)
    {
        var sum = 0L;
        var samples = FrameSamples.All;
        for (var i = 0; i < samples.Count; i++)
        {
            if (parser.Parse(samples[i].Raw, out var frame) == FrameOddity.None)
            {
                sum += frame.WireLength;
            }
        }

        return sum;
    }
}
