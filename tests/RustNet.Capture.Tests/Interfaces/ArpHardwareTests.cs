using RustNet.Capture.Interfaces;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Interfaces;

public class ArpHardwareTests
{
    [Theory]
    [InlineData(1, LinkLayer.Ethernet)]
    [InlineData(772, LinkLayer.Ethernet)] // loopback
    [InlineData(65534, LinkLayer.Raw)] // TUN, WireGuard
    [InlineData(768, LinkLayer.Raw)] // IP in IP
    [InlineData(512, LinkLayer.LinuxSll)] // PPP
    [InlineData(-1, LinkLayer.LinuxSll)] // gone
    public void LinkLayerOf_is_what_libpcap_gives_that_hardware(int hardwareType, LinkLayer expected) =>
        Assert.Equal(expected, ArpHardware.LinkLayerOf(hardwareType));
}
