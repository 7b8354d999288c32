using RustNet.App.Cli;

namespace RustNet.App.Tests.Cli;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("--read", "--read", 0)]
    [InlineData("--raed", "--read", 2)]
    [InlineData("--headles", "--headless", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("a", "abcdefghijkl", int.MaxValue)]
    public void Between_counts_edits(string one, string other, int expected) => Assert.Equal(expected, EditDistance.Between(one, other));
}
