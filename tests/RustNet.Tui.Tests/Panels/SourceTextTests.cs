using RustNet.Tui.Panels;

namespace RustNet.Tui.Tests.Panels;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData(60, "/tmp/traces/monday-morning.pcapng · Ethernet · ended")]
    [InlineData(45, "/tmp/traces/monday-morning.pcapng · ended")]
    [InlineData(40, "monday-morning.pcapng · Ethernet · ended")]
    [InlineData(30, "monday-morning.pcapng · ended")]
    [InlineData(24, "monday-…g.pcapng · ended")]
    [InlineData(15, "mon…png · ended")]
    [InlineData(14, "ended")]
    [InlineData(5, "ended")]
    [InlineData(4, "")]
    public void Fit_keeps_the_state_and_as_much_of_the_name_as_there_is_room_for(int width, string expected) =>
        Assert.Equal((expected, ""), SourceText.Fit("/tmp/traces/monday-morning.pcapng", "Ethernet", "ended", "", width));

    [Theory]
    [InlineData(30, "eth0 · Ethernet", "  17 dropped")]
    [InlineData(20, "eth0", "  17 dropped")]
    [InlineData(12, "eth0", "")]
    public void Fit_keeps_what_must_not_be_missed(int width, string text, string warning) =>
        Assert.Equal((text, warning), SourceText.Fit("eth0", "Ethernet", "", "  17 dropped", width));

    [Fact]
    public void Fit_never_exceeds_the_width()
    {
        for (var width = 0; width < 60; width++)
        {
            foreach (var source in (string[])["eth0", "/日本語/日本語日本語日本語.pcap", "a", "/", "standard input"])
            {
                var (text, warning) = SourceText.Fit(source, "Ethernet", "replay 2x", "  3 dropped", width);

                Assert.True(RustNet.Tui.Painting.Glyphs.Measure(text + warning) <= width, $"{width}: {text}{warning}");
            }
        }
    }
}
