using RustNet.Core.Dpi;
using RustNet.Testing;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class SsdpDissectorTests
{
    [Theory]
    [InlineData("M-SEARCH * HTTP/1.1\r\nST:upnp:rootdevice\r\nMAN:\"ssdp:discover\"\r\nUSER-AGENT: Chrome/1\r\n\r\n", "SSDP_SEARCH", "SSDP upnp:rootdevice")]
    [InlineData("NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nSERVER: Linux UPnP/1.0\r\n\r\n", "SSDP_NOTIFY", "SSDP upnp:rootdevice")]
    [InlineData("HTTP/1.1 200 OK\r\nst: upnp:rootdevice\r\nusn: uuid:1\r\n\r\n", "SSDP_RESPONSE", "SSDP upnp:rootdevice")]
    [InlineData("M-SEARCH * HTTP/1.1\r\n\r\n", "SSDP_SEARCH", "SSDP")]
    public void Dissect_tells_the_kinds_apart(string message, string state, string summary)
    {
        var flow = Open().Client(Text(message));

        Assert.Equal("ssdp", flow.App?.Protocol);
        Assert.Equal(state, flow.App?.TransportState);
        Assert.Equal(summary, flow.App?.Summary);
    }

    [Fact]
    public void Dissect_collects_targets()
    {
        var flow = Open();
        foreach (var target in new[] { "a", "b", "a", "c", "d", "e" })
        {
            flow.Client(Text($"NOTIFY * HTTP/1.1\r\nNT: {target}\r\nNTS: ssdp:alive\r\nLOCATION: http://192.0.2.1/\r\n\r\n"));
        }

        Assert.Equal("a, b, c, d", flow.Facts["ssdp.target"]);
        Assert.Equal("ssdp:alive", flow.Facts["ssdp.nts"]);
        Assert.Equal("http://192.0.2.1/", flow.Facts["ssdp.location"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("NOTIFY sip:bob@example.com SIP/2.0\r\n\r\n")]
    [InlineData("M-SEARCH * HTTP/1.x\r\n\r\n")]
    [InlineData("M-SEARCH / HTTP/1.1\r\n\r\n")]
    [InlineData("M-SEARCH * HTTP/1.1")]
    [InlineData("BT-SEARCH * HTTP/1.1")]
    public void Dissect_leaves_what_only_looks_similar(string message)
    {
        Assert.Null(Open().Client(Text(message)).App);
    }

    private static Conversation Open() => new(Transports.Udp, serverPort: 5000);

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
