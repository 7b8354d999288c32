using System.Text.RegularExpressions;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Wire;

public sealed partial class FrameOdditiesTests
{
    [Fact]
    public void Name_is_unique_and_well_formed_for_every_kind()
    {
        var kinds = Enum.GetValues<FrameOddity>();
        var names = kinds.Where(kind => kind != FrameOddity.None).Select(FrameOddities.Name).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(StableName(), name));
        Assert.Equal(kinds.Length, FrameOddities.Count);
        Assert.Equal(kinds.Length - 1, (int)kinds.Max());
    }

    [Theory]
    [InlineData(FrameOddity.IPv4TruncatedHeader, "ipv4.truncated_header")]
    [InlineData(FrameOddity.TcpTruncatedHeader, "tcp.truncated_header")]
    [InlineData(FrameOddity.FragmentWithoutFirst, "ip.fragment_without_first")]
    [InlineData(FrameOddity.UnknownLinkLayer, "link.unknown_type")]
    public void Name_stays_what_it_was(FrameOddity oddity, string name) => Assert.Equal(name, FrameOddities.Name(oddity));

    [GeneratedRegex("^[a-z0-9]+\\.[a-z0-9_]+$")]
    private static partial Regex StableName();
}
