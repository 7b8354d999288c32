using RustNet.App.Cli;

namespace RustNet.App.Tests.Cli;

public sealed class RunOptionsTests
{
    [Theory]
    [InlineData(null, true, "eth0", false)]
    [InlineData(null, true, "any", false)]
    [InlineData(null, true, "lo", true)]
    [InlineData(null, true, "lo0", true)]
    [InlineData(null, false, "trace.pcap", true)]
    [InlineData(true, true, "eth0", true)]
    [InlineData(false, true, "lo", false)]
    [InlineData(false, false, "trace.pcap", false)]
    public void ShowsLocalhost_follows_the_user_then_the_source(bool? said, bool isLive, string source, bool expected) =>
        Assert.Equal(expected, new RunOptions { Localhost = said }.ShowsLocalhost(isLive, source));
}
