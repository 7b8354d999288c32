using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Core.Tests.Dpi.Protocols.Http;

public sealed class HttpDissectorTests
{
    [Fact]
    public void Dissect_reads_the_example_of_rfc_9110()
    {
        var flow = Open()
            .Client(Text("GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n"))
            .Server(Text("HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nServer: Apache\r\nContent-Length: 51\r\n\r\nHello World!"));

        Assert.Equal("HTTP www.example.com", flow.App?.Summary);
        Assert.Equal("GET", flow.Facts["http.method"]);
        Assert.Equal("/hello.txt", flow.Facts["http.path"]);
        Assert.Equal("curl/7.64.1", flow.Facts["http.user_agent"]);
        Assert.Equal("200", flow.Facts["http.status"]);
        Assert.Equal("Apache", flow.Facts["http.server"]);
        Assert.Equal("HTTP/1.1", flow.Facts["http.version"]);
        Assert.Equal(10 * PacketTime.Minute, flow.App?.IdleTimeout);
        Assert.True(flow.IsFinished);
    }

    [Theory]
    [InlineData("GET http://example.org:8080/a?b HTTP/1.1\r\nHost: other.example\r\n\r\n", "example.org", "/a?b")]
    [InlineData("GET http://example.org HTTP/1.0\r\n\r\n", "example.org", "/")]
    [InlineData("CONNECT example.org:443 HTTP/1.1\r\n\r\n", "example.org", null)]
    [InlineData("OPTIONS * HTTP/1.1\r\nhOsT:\t[2001:db8::1]:80 \r\n\r\n", "2001:db8::1", "*")]
    [InlineData("\r\nGET /?u=http://x/ HTTP/1.1\nHost: lf.example\n\n", "lf.example", "/?u=http://x/")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", null, "/")]
    [InlineData("GET    /a b  HTTP/1.1\r\nHost: example.com\r\n\r\n", "example.com", "/a b")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", null, "/")]
    public void Dissect_takes_host_and_path_from_where_they_are(string request, string? host, string? path)
    {
        var flow = Open().Client(Text(request));

        Assert.Equal("http", flow.App?.Protocol);
        Assert.Equal(host, flow.App?.HostName);
        Assert.Equal(path, flow.Facts.GetValueOrDefault("http.path"));
    }

    [Theory]
    [InlineData("INVITE sip:bob@example.com SIP/2.0\r\n\r\n")]
    [InlineData("DESCRIBE rtsp://example.com/x RTSP/1.0\r\n\r\n")]
    [InlineData("EHLO example.com\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("GET /\r\n")]
    [InlineData("GET / HTTP/1.1x\r\n\r\n")]
    [InlineData("SAY hello to HTTP/1.1\r\n\r\n")]
    [InlineData("GET /a\u0001b HTTP/1.1\r\n\r\n")]
    [InlineData("G(T / HTTP/1.1\r\n\r\n")]
    [InlineData("GET  HTTP/1.1\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 No\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\r\n\r\n")]
    [InlineData("PRI / HTTP/2.0\r\n\r\n")]
    public void Dissect_leaves_what_only_looks_similar(string text)
    {
        var flow = Open().Client(Text(text));

        Assert.NotEqual("http", flow.App?.Protocol);
    }

    [Fact]
    public void Dissect_waits_for_the_final_response()
    {
        var flow = Open().Client(Text("PUT /x HTTP/1.1\r\nHost: example.com\r\nExpect: 100-continue\r\n\r\n"));
        flow.Server(Text("HTTP/1.1 100 Continue\r\n\r\n"));
        Assert.False(flow.IsFinished);

        flow.Client(new byte[5000]).Server(Text("HTTP/1.1 201 Created\r\n\r\n"));

        Assert.Equal("201", flow.Facts["http.status"]);
    }

    [Fact]
    public void Dissect_keeps_the_first_request_of_a_connection()
    {
        var flow = Open()
            .Client(Text("GET /1 HTTP/1.1\r\nHost: one.example\r\n\r\nGET /2 HTTP/1.1\r\nHost: two.example\r\n\r\n"))
            .Server(Text("HTTP/1.1 200 OK\r\n\r\n"));

        Assert.Equal("one.example", flow.App?.HostName);
        Assert.Equal("/1", flow.Facts["http.path"]);
        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_names_a_stream_of_which_only_the_response_was_seen()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 8081).Server(Text("HTTP/1.1 302 Found\r\nServer: nginx\r\n\r\n"));

        Assert.Equal("HTTP", flow.App?.Summary);
        Assert.Equal("302", flow.Facts["http.status"]);
    }

    [Fact]
    public void Dissect_does_not_pair_a_request_with_an_earlier_response()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 80)
            .Server(Text("HTTP/1.1 302 Found\r\n\r\n"))
            .Client(Text("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"));

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.DoesNotContain("http.status", flow.Facts.Keys);
    }

    [Fact]
    public void Dissect_gives_up_on_a_head_without_end()
    {
        var flow = Open().Client(Text("GET / HTTP/1.1\r\nHost: example.com\r\n"));
        for (var i = 0; i < 60; i++)
        {
            flow.Client(Text("Cookie: " + new string('x', 1000) + "\r\n"));
        }

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.InRange(flow.Inspector.MemoryInUse, 0, 1024);
    }

    [Fact]
    public void Dissect_reads_a_head_cut_by_the_snap_length()
    {
        var request = Text("GET /x HTTP/1.1\r\nHost: example.com\r\nCookie: " + new string('x', 400) + "\r\n\r\n");
        var flow = Open();

        flow.Segment(true, flow.Next[0], request.AsSpan(0, 96), request.Length);
        flow.Skip(true, request.Length).Server(Text("HTTP/1.1 200 OK\r\n\r\n"));

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal("200", flow.Facts["http.status"]);
    }

    [Fact]
    public void Dissect_cleans_and_bounds_what_it_keeps()
    {
        var flow = Open().Client(Text($"GET /{new string('a', 900)} HTTP/1.1\r\nHost: example.com\r\nUser-Agent: a\u001b[2Jb\r\n\r\n"));

        Assert.Equal(512, flow.Facts["http.path"].Length);
        Assert.Equal("a\ufffd[2Jb", flow.Facts["http.user_agent"]);
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 8081).Open();

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
