using System.Text;
using RustNet.Capture.Interfaces;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Interfaces;

public class ArpHardwareTests
{
    [Theory]
    [InlineData("1\n", LinkLayer.Ethernet)]
    [InlineData("772\n", LinkLayer.Ethernet)]
    [InlineData("65534\n", LinkLayer.Raw)]
    [InlineData("512\n", LinkLayer.LinuxSll)]
    [InlineData("65534", LinkLayer.Raw)]
    public void TryParse_reads_what_the_kernel_writes(string content, LinkLayer expected)
    {
        Assert.True(ArpHardware.TryParse(Encoding.ASCII.GetBytes(content), out var hardwareType));
        Assert.Equal(expected, ArpHardware.LinkLayerOf(hardwareType));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("-1\n")]
    [InlineData("1x\n")]
    [InlineData("99999999999999999999\n")]
    public void TryParse_refuses_what_is_not_a_number(string content) =>
        Assert.False(ArpHardware.TryParse(Encoding.ASCII.GetBytes(content), out _));
}
