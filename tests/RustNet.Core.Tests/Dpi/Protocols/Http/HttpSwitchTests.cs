using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Http;

/// <summary>CONNECT and Upgrade: connections that turn into something else.</summary>
public sealed class HttpSwitchTests
{
    private const string Connect = "CONNECT proxied.example:443 HTTP/1.1\r\nHost: proxied.example:443\r\n\r\n";

    [Fact]
    public void Tunnel_shows_the_protocol_inside()
    {
        var flow = Open().Client(Text(Connect)).Server(Text("HTTP/1.0 200 OK\r\n\r\n"))
            .Client(ClientHelloBytes.WithSni("proxied.example")).Server(TlsBytes.ServerHello13());

        Assert.True(flow.IsFinished);
        Assert.Equal("HTTP → TLS proxied.example", flow.App?.Summary);
        Assert.Equal(("CONNECT", "200", "tls", "TLSv1.3"), (flow.Facts["http.method"], flow.Facts["http.status"], flow.Facts["upgrade.protocol"], flow.Facts["tls.version"]));
    }

    [Fact]
    public void Tunnel_to_another_http_server_keeps_each_fact_once()
    {
        var flow = Open().Client(Text("CONNECT plain.example:80 HTTP/1.1\r\nHost: plain.example:80\r\n\r\n")).Server(Text("HTTP/1.1 200 OK\r\n\r\n"))
            .Client(Text("GET /a HTTP/1.1\r\nHost: plain.example\r\n\r\n")).Server(Text("HTTP/1.1 404 No\r\n\r\n"));

        Assert.Equal("HTTP → HTTP plain.example", flow.App?.Summary);
        Assert.Equal(("CONNECT", "200", "/a"), (flow.Facts["http.method"], flow.Facts["http.status"], flow.Facts["http.path"]));
    }

    [Fact]
    public void Tunnel_may_be_used_before_its_answer()
    {
        var flow = Open().Client([.. Text(Connect), .. ClientHelloBytes.WithSni("early.example")]).Server(Text("HTTP/1.1 200 OK\r\n\r\n"));

        Assert.Equal("early.example", flow.Facts["tls.sni"]);
        Assert.Equal("proxied.example", flow.App?.HostName);
    }

    [Fact]
    public void Tunnel_in_which_the_server_speaks_first_is_read()
    {
        var flow = Open().Client(Text("CONNECT ssh.example:22 HTTP/1.1\r\n\r\n")).Server(Text("HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH_9.6\r\n"));

        Assert.Equal(("ssh.example", "SSH-2.0-OpenSSH_9.6"), (flow.App?.HostName, flow.Facts["ssh.server"]));
    }

    [Fact]
    public void Tunnel_is_found_behind_a_request_for_credentials()
    {
        var flow = Open().Client(Text(Connect))
            .Server(Text("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 9\r\n\r\n<nothing>"));
        Assert.Equal("407", flow.Facts["http.status"]);

        flow.Client(Text(Connect.Replace("\r\n\r\n", "\r\nProxy-Authorization: Basic eDp5\r\n\r\n", StringComparison.Ordinal)))
            .Server(Text("HTTP/1.1 200 OK\r\n\r\n")).Client(ClientHelloBytes.WithSni("proxied.example")).Server(TlsBytes.ServerHello13());

        Assert.Equal("HTTP → TLS proxied.example", flow.App?.Summary);
        Assert.Equal("200", flow.Facts["http.status"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void Refused_tunnel_is_finished(string response)
    {
        var flow = Open().Client(Text(Connect)).Server(Text(response));

        Assert.True(flow.IsFinished);
        Assert.Null(flow.App?.Later);
        Assert.Equal("proxied.example", flow.App?.HostName);
    }

    [Fact]
    public void Client_that_never_gets_an_answer_is_kept_a_bounded_time()
    {
        var flow = Open().Client(Text(Connect));
        for (var i = 0; i < 40; i++)
        {
            flow.Client(new byte[1000]);
        }

        Assert.InRange(flow.Inspector.MemoryInUse, 0, 1024);
        Assert.Equal("proxied.example", flow.App?.HostName);
    }

    [Fact]
    public void Websocket_is_named_and_not_looked_into()
    {
        var flow = Open().Client(Text("GET /ws HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
        Assert.DoesNotContain("http.upgrade", flow.Facts.Keys);

        flow.Server(Text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"));

        Assert.True(flow.IsFinished);
        Assert.Equal("HTTP example.com (websocket)", flow.App?.Summary);
        Assert.Equal(("websocket", "mqtt", "101"), (flow.Facts["http.upgrade"], flow.Facts["http.subprotocol"], flow.Facts["http.status"]));
    }

    [Fact]
    public void Upgrade_that_is_ignored_is_a_request_like_any()
    {
        var flow = Open().Client(Text("GET / HTTP/1.1\r\nHost: example.com\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"))
            .Server(Text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

        Assert.True(flow.IsFinished);
        Assert.Equal(("200", "HTTP/1.1"), (flow.Facts["http.status"], flow.Facts["http.version"]));
        Assert.DoesNotContain("http.upgrade", flow.Facts.Keys);
    }

    [Fact]
    public void Request_with_content_may_be_upgraded()
    {
        var flow = Open().Client(Text("POST / HTTP/1.1\r\nHost: example.com\r\nUpgrade: TLS/1.2\r\nContent-Length: 4\r\n\r\nbody"))
            .Server(Text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\n\r\n"))
            .Client(ClientHelloBytes.WithSni("example.com")).Server(TlsBytes.ServerHello12());

        Assert.Equal("HTTP → TLS example.com", flow.App?.Summary);
        Assert.Equal(("TLS/1.2", "101"), (flow.Facts["http.upgrade"], flow.Facts["http.status"]));
    }

    [Fact]
    public void Request_upgraded_to_http_2_gets_its_answer_from_there()
    {
        var flow = Open().Client(Text("GET /a HTTP/1.1\r\nHost: example.com\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"))
            .Server(Text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"))
            .Client([.. Http2Bytes.Preface, .. Http2Bytes.Settings()])
            .Server([.. Http2Bytes.Settings(), .. Http2Bytes.Response("nginx")]);

        Assert.True(flow.IsFinished);
        Assert.Equal(("/a", "404", "HTTP/2", "h2c"), (flow.Facts["http.path"], flow.Facts["http.status"], flow.Facts["http.version"], flow.Facts["http.upgrade"]));
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 8081).Open();

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
