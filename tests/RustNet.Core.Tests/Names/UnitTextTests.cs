using RustNet.Core.Names;
using RustNet.Testing;

namespace RustNet.Core.Tests.Names;

public class UnitTextTests
{
    [Theory]
    [InlineData(-5, "0B")]
    [InlineData(0, "0B")]
    [InlineData(999, "999B")]
    [InlineData(1_000, "1.0K")]
    [InlineData(1_049, "1.0K")]
    [InlineData(1_050, "1.1K")]
    [InlineData(1_234, "1.2K")]
    [InlineData(99_949, "99.9K")]
    [InlineData(99_950, "100.0K")]
    [InlineData(999_949, "999.9K")]
    [InlineData(999_951, "1.0M")]
    [InlineData(1_000_000, "1.0M")]
    [InlineData(3_400_000, "3.4M")]
    [InlineData(999_951_000, "1.0G")]
    [InlineData(12_345_678_901_234, "12.3T")]
    [InlineData(long.MaxValue, "9.2E")]
    public void Bytes_rounds_to_one_decimal(long bytes, string text) => Assert.Equal(text, UnitText.Bytes(bytes));

    [Theory]
    [InlineData(double.NaN, "0B/s")]
    [InlineData(-1, "0B/s")]
    [InlineData(0.4, "0B/s")]
    [InlineData(0.5, "1B/s")]
    [InlineData(999.4, "999B/s")]
    [InlineData(999.5, "1.0K/s")]
    [InlineData(12_345, "12.3K/s")]
    [InlineData(999_951, "1.0M/s")]
    [InlineData(double.PositiveInfinity, "999.9Y/s")]
    public void Rate_rounds_to_one_decimal(double rate, string text) => Assert.Equal(text, UnitText.Rate(rate));

    [Theory]
    [InlineData(-1, "0s")]
    [InlineData(999_999_999, "0s")]
    [InlineData(59_999_999_999, "59s")]
    [InlineData(60_000_000_000, "1m00s")]
    [InlineData(185_000_000_000, "3m05s")]
    [InlineData(3_599_999_999_999, "59m59s")]
    [InlineData(3_600_000_000_000, "1h00m")]
    [InlineData(3_720_000_000_000, "1h02m")]
    [InlineData(86_399_000_000_000, "23h59m")]
    [InlineData(86_400_000_000_000, "1d00h")]
    [InlineData(183_600_000_000_000, "2d03h")]
    [InlineData(long.MaxValue, "106751d23h")]
    public void Duration_is_cut_like_a_clock(long nanoseconds, string text) => Assert.Equal(text, UnitText.Duration(nanoseconds));

    [Theory]
    [InlineData(double.NaN, "0µs")]
    [InlineData(-3, "0µs")]
    [InlineData(0.1234, "123µs")]
    [InlineData(0.9994, "999µs")]
    [InlineData(0.9996, "1.0ms")]
    [InlineData(12.34, "12.3ms")]
    [InlineData(999.94, "999.9ms")]
    [InlineData(999.96, "1.00s")]
    [InlineData(1_234, "1.23s")]
    [InlineData(65_000, "65.00s")]
    [InlineData(double.PositiveInfinity, "999999.00s")]
    public void Milliseconds_picks_the_unit_after_rounding(double milliseconds, string text) =>
        Assert.Equal(text, UnitText.Milliseconds(milliseconds));

    [Fact]
    public void No_byte_count_needs_more_than_six_characters()
    {
        var random = new Random(5);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = random.NextInt64() >> random.Next(63);

            Assert.InRange(UnitText.Bytes(bytes).Length, 2, 6);
        }
    }

    [Fact]
    public void TryFormat_answers_false_where_the_text_does_not_fit()
    {
        Span<char> four = stackalloc char[4];

        Assert.True(UnitText.TryFormatBytes(1_234, four, out var written));
        Assert.Equal("1.2K", four[..written].ToString());
        Assert.False(UnitText.TryFormatRate(1_234, four, out _));
    }

    [Fact]
    public void TryFormat_allocates_nothing()
    {
        var all = false;

        var allocated = Allocations.Of(() => all = FormatEverything());

        Assert.Equal(0, allocated);
        Assert.True(all);
    }

    private static bool FormatEverything()
    {
        Span<char> text = stackalloc char[UnitText.MaxLength];
        var all = true;
        for (var i = 1L; i > 0; i <<= 1)
        {
            all &= UnitText.TryFormatRate(i, text, out _) & UnitText.TryFormatBytes(i, text, out _)
                & UnitText.TryFormatDuration(i, text, out _) & UnitText.TryFormatMilliseconds(i, text, out _);
        }

        return all;
    }
}
