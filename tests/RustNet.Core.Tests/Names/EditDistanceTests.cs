using RustNet.Core.Names;

namespace RustNet.Core.Tests.Names;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("--read", "--read", 0)]
    [InlineData("--raed", "--read", 1)]
    [InlineData("--headles", "--headless", 1)]
    [InlineData("prot", "port", 1)]
    [InlineData("prto", "port", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("a", "abcdefghijkl", int.MaxValue)]
    public void Between_counts_edits(string one, string other, int expected) => Assert.Equal(expected, EditDistance.Between(one, other));
}
