using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

public class DataLinkTests
{
    [Theory]
    [InlineData(0, LinkLayer.Null)]
    [InlineData(1, LinkLayer.Ethernet)]
    [InlineData(12, LinkLayer.Raw)]
    [InlineData(14, LinkLayer.Raw)]
    [InlineData(101, LinkLayer.Raw)]
    [InlineData(108, LinkLayer.Loop)]
    [InlineData(113, LinkLayer.LinuxSll)]
    [InlineData(149, LinkLayer.Pktap)]
    [InlineData(258, LinkLayer.Pktap)]
    [InlineData(276, LinkLayer.LinuxSll2)]
    public void TryTranslate_gives_the_file_format_number(int dataLink, LinkLayer expected)
    {
        Assert.True(DataLink.TryTranslate(dataLink, out var linkLayer));
        Assert.Equal(expected, linkLayer);
    }

    [Theory]
    [InlineData(127)] // 802.11 with radiotap
    [InlineData(220)] // USB
    [InlineData(239)] // netfilter log
    [InlineData(-1)]
    public void TryTranslate_refuses_what_the_parser_cannot_read(int dataLink) =>
        Assert.False(DataLink.TryTranslate(dataLink, out _));
}
