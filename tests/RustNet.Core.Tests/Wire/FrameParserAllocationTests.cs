using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Wire;

public sealed class FrameParserAllocationTests
{
    [Fact]
    public void Parse_allocates_nothing_in_steady_state()
    {
        var parser = new FrameParser();
        long checksum = 0;

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                checksum += ParseAll(parser);
            }
        });

        Assert.Equal(0, allocated);
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
