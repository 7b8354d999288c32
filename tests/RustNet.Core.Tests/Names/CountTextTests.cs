using RustNet.Core.Names;

namespace RustNet.Core.Tests.Names;

public class CountTextTests
{
    [Theory]
    [InlineData(0, "0 packets")]
    [InlineData(1, "1 packet")]
    [InlineData(2, "2 packets")]
    [InlineData(1_234_567, "1,234,567 packets")]
    public void Of_gives_a_count_its_word(long count, string expected) => Assert.Equal(expected, CountText.Of(count, "packet"));

    [Fact]
    public void Of_knows_words_that_take_more_than_an_s() =>
        Assert.Equal(("1 process", "1,000 processes"), (CountText.Of(1, "process", "processes"), CountText.Of(1000, "process", "processes")));
}
