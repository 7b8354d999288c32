using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

public class TunnelDeviceTests
{
    [Theory]
    [InlineData("tun0", LinkLayer.Raw, "TUN (raw IP)")]
    [InlineData("tun-corp", LinkLayer.Raw, "TUN (raw IP)")]
    [InlineData("wg0", LinkLayer.Raw, "TUN (raw IP)")]
    [InlineData("tailscale0", LinkLayer.Raw, "TUN (raw IP)")]
    [InlineData("utun3", LinkLayer.Null, "TUN (BSD loopback)")]
    [InlineData("tap0", LinkLayer.Ethernet, "TAP (Ethernet)")]
    [InlineData("tap0", LinkLayer.Raw, "TUN (raw IP)")]
    [InlineData("vnet12", LinkLayer.Ethernet, "TAP (Ethernet)")]
    [InlineData("ztyqbub3zz", LinkLayer.Ethernet, "TAP (Ethernet)")]
    [InlineData("tunl0", LinkLayer.Raw, "raw IP")]
    [InlineData("tape", LinkLayer.Ethernet, "Ethernet")]
    [InlineData("eth0", LinkLayer.Ethernet, "Ethernet")]
    [InlineData("any", LinkLayer.LinuxSll2, "Linux cooked v2")]
    [InlineData("wg0", LinkLayer.LinuxSll, "Linux cooked v1")]
    [InlineData("lo0", LinkLayer.Null, "BSD loopback")]
    [InlineData("pktap", LinkLayer.Pktap, "PKTAP")]
    public void Describe_names_tunnels_by_name_and_link_layer(string name, LinkLayer linkLayer, string expected) =>
        Assert.Equal(expected, DataLink.Describe(linkLayer, name));

    [Fact]
    public void Describe_has_a_name_for_every_link_layer() =>
        Assert.All(Enum.GetValues<LinkLayer>(), linkLayer => Assert.DoesNotContain("link type", LinkLayerNames.Name(linkLayer)));
}
