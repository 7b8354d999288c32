using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Http;

public sealed class Http2DissectionTests
{
    private static readonly byte[] s_request = Http2Bytes.Request("www.example.com", "curl/8.5.0");

    [Fact]
    public void Dissect_reads_request_and_response_of_prior_knowledge()
    {
        var flow = Open().Client([.. Http2Bytes.Preface, .. Http2Bytes.Settings((4, 65_535)), .. s_request])
            .Server([.. Http2Bytes.Settings(), .. Http2Bytes.Acknowledgement, .. Http2Bytes.Response("nginx")]);

        Assert.True(flow.IsFinished);
        Assert.Equal("HTTP www.example.com", flow.App?.Summary);
        Assert.Equal(("GET", "/", "404"), (flow.Facts["http.method"], flow.Facts["http.path"], flow.Facts["http.status"]));
        Assert.Equal(("curl/8.5.0", "nginx", "HTTP/2"), (flow.Facts["http.user_agent"], flow.Facts["http.server"], flow.Facts["http.version"]));
    }

    [Fact]
    public void Dissect_recognises_the_preface_alone()
    {
        var flow = Open().Client(Http2Bytes.Preface);

        Assert.Equal("HTTP/2", flow.Facts["http.version"]);
        Assert.False(flow.IsFinished);
    }

    [Fact]
    public void Dissect_reads_a_block_with_padding_priority_and_continuation()
    {
        var block = s_request.AsSpan(9).ToArray();
        byte[] payload = [4, 0x80, 0, 0, 3, 15, .. block[..10], 0, 0, 0, 0];   // pad length | dependency | weight | fragment | padding
        var flow = Open().Client([.. Http2Bytes.Preface, .. Http2Bytes.Settings()])
            .Client([.. Http2Bytes.Frame(1, 0x28, 1, payload), .. Http2Bytes.Frame(9, 0, 1, block.AsSpan(10, 7))])
            .Client(Http2Bytes.Frame(9, 4, 1, block.AsSpan(17)));

        Assert.Equal("www.example.com", flow.App?.HostName);
        Assert.Equal("curl/8.5.0", flow.Facts["http.user_agent"]);
    }

    [Fact]
    public void Dissect_steps_over_what_stands_before_the_request()
    {
        var flow = Open().Client([.. Http2Bytes.Preface, .. Http2Bytes.Settings((2, 0)), .. Http2Bytes.Frame(8, 0, 0, [0, 1, 0, 0]),
            .. Http2Bytes.Frame(2, 0, 3, [0, 0, 0, 0, 200]), .. Http2Bytes.Frame(0x2a, 7, 0, new byte[33]), .. s_request]);

        Assert.Equal("www.example.com", flow.App?.HostName);
    }

    [Fact]
    public void Dissect_reads_the_response_where_only_the_server_was_seen()
    {
        var flow = Open().Server([.. Http2Bytes.Settings((3, 100), (5, 16_384)), .. Http2Bytes.Acknowledgement, .. Http2Bytes.Response("nginx")]);

        Assert.Equal(("404", "HTTP/2"), (flow.Facts["http.status"], flow.Facts["http.version"]));
    }

    [Theory]
    [InlineData("000006 04 00 00000000 0003 00000064 000006 05 00 00000000")]    // PUSH_PROMISE of the connection
    [InlineData("000006 04 00 00000000 0007 00000064")]                          // no such setting
    [InlineData("000006 04 00 00000000 0005 00000064")]                          // out of range
    [InlineData("00000c 04 00 00000000 0003 00000064 0003 00000064")]            // twice
    [InlineData("000000 04 00 00000000")]                                        // none: nine bytes, nearly all of them zero
    [InlineData("000006 04 00 00000001 0003 00000064")]                          // of a stream
    [InlineData("000006 04 01 00000000 0003 00000064")]                          // an acknowledgement
    public void Dissect_leaves_what_only_looks_like_settings(string bytes)
    {
        Assert.Null(Open().Server(new WireBytes().Hex(bytes).ToArray()).App);
    }

    [Theory]
    [InlineData("82 87")]                   // a request of which nothing but the method is known is one
    [InlineData("8d 82", null)]             // both
    [InlineData("86 84", null)]             // neither
    [InlineData("5f 02 61 62 82", null)]    // a pseudo-field behind a field
    [InlineData("02 04 47 20 54 20", null)] // a method that is no token
    [InlineData("82 84 84", null)]          // a pseudo-field twice
    [InlineData("82 41 01 61 41 01 61", null)]
    public void Dissect_wants_a_block_that_makes_sense(string block, string? method = "GET")
    {
        var flow = Open().Client([.. Http2Bytes.Preface, .. Http2Bytes.Headers(new WireBytes().Hex(block).ToArray())]);

        Assert.Equal("HTTP/2", flow.Facts["http.version"]);
        Assert.Equal(method, flow.Facts.GetValueOrDefault("http.method"));
    }

    [Fact]
    public void Dissect_reads_a_block_cut_by_the_snap_length()
    {
        byte[] bytes = [.. Http2Bytes.Preface, .. Http2Bytes.Settings((4, 65_535)), .. s_request];
        var flow = Open();

        flow.Segment(true, flow.Next[0], bytes.AsSpan(0, bytes.Length - 3), bytes.Length);

        Assert.Equal("www.example.com", flow.App?.HostName);
        Assert.DoesNotContain("http.user_agent", flow.Facts.Keys);
    }

    [Fact]
    public void Dissect_waits_a_bounded_time_for_a_block_without_end()
    {
        var flow = Open().Client([.. Http2Bytes.Preface, .. Http2Bytes.Frame(1, 0, 1, new byte[10_000])]);
        for (var i = 0; i < 40; i++)
        {
            flow.Client(Http2Bytes.Frame(9, 0, 1, new byte[10_000]));
        }

        Assert.InRange(flow.Inspector.MemoryInUse, 0, 1024);
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 8081).Open();
}
