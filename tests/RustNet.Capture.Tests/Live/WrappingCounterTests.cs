using RustNet.Capture.Live;

namespace RustNet.Capture.Tests.Live;

public class WrappingCounterTests
{
    [Theory]
    [InlineData(new uint[] { }, 0L)]
    [InlineData(new uint[] { 7 }, 7L)]
    [InlineData(new uint[] { 7, 7, 9 }, 9L)]
    [InlineData(new uint[] { 0x7FFFFFFF, 0xFFFFFFFE, 0x00000001 }, 0x1_0000_0001L)]
    public void Observe_adds_what_was_counted_since(uint[] values, long total) => Assert.Equal(total, TotalOf(values));

    [Fact]
    public void Observe_takes_a_step_back_for_no_loss() => Assert.Equal(105, TotalOf([100, 40, 45]));

    private static long TotalOf(uint[] values)
    {
        var counter = new WrappingCounter();
        foreach (var value in values)
        {
            counter.Observe(value);
        }

        return counter.Total;
    }
}
