using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols.Tls;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Tls;

public sealed class TlsDissectorTests
{
    /// <summary>RFC 8448 §3, {client} send handshake record.</summary>
    private static readonly byte[] s_rfcClientHello = new WireBytes().Hex("""
        16 03 01 00 c4 01 00 00 c0 03 03 cb 34 ec b1 e7 81 63 ba 1c 38 c6 da cb 19 6a 6d ff a2 1a 8d 99 12 ec 18 a2 ef 62 83
        02 4d ec e7 00 00 06 13 01 13 03 13 02 01 00 00 91 00 00 00 0b 00 09 00 00 06 73 65 72 76 65 72 ff 01 00 01 00 00 0a
        00 14 00 12 00 1d 00 17 00 18 00 19 01 00 01 01 01 02 01 03 01 04 00 23 00 00 00 33 00 26 00 24 00 1d 00 20 99 38 1d
        e5 60 e4 bd 43 d2 3d 8e 43 5a 7d ba fe b3 c0 6e 51 c1 3c ae 4d 54 13 69 1e 52 9a af 2c 00 2b 00 03 02 03 04 00 0d 00
        20 00 1e 04 03 05 03 06 03 02 03 08 04 08 05 08 06 04 01 05 01 06 01 02 01 04 02 05 02 06 02 02 02 00 2d 00 02 01 01
        00 1c 00 02 40 01
        """).ToArray();

    /// <summary>RFC 8448 §3, {server} send handshake record.</summary>
    private static readonly byte[] s_rfcServerHello = new WireBytes().Hex("""
        16 03 03 00 5a 02 00 00 56 03 03 a6 af 06 a4 12 18 60 dc 5e 6e 60 24 9c d3 4c 95 93 0c 8a c5 cb 14 34 da c1 55 77 2e
        d3 e2 69 28 00 13 01 00 00 2e 00 33 00 24 00 1d 00 20 c9 82 88 76 11 20 95 fe 66 76 2b db f7 c6 72 e1 56 d6 cc 25 3b
        83 3d f1 dd 69 b1 b0 4e 75 1f 0f 00 2b 00 02 03 04
        """).ToArray();

    [Fact]
    public void Dissect_reads_the_handshake_of_rfc_8448()
    {
        var flow = Open().Client(s_rfcClientHello).Server(s_rfcServerHello);

        Assert.Equal("server", flow.Facts["tls.sni"]);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
        Assert.Equal("TLS_AES_128_GCM_SHA256", flow.Facts["tls.cipher"]);
        Assert.Equal("0x1301", flow.Facts["tls.cipher_id"]);
        Assert.Equal("TLS server", flow.App?.Summary);
        Assert.Equal(10 * PacketTime.Minute, flow.App?.IdleTimeout);
        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_tells_offered_from_chosen()
    {
        var flow = Open().Client(new ClientHelloBytes { ServerName = "example.com", Protocols = ["h2", "http/1.1"], Grease = true }.Record());

        Assert.Equal("TLSv1.3", flow.Facts["tls.version_offered"]);
        Assert.Equal("h2,http/1.1", flow.Facts["tls.alpn_offered"]);
        Assert.DoesNotContain("tls.version", flow.Facts.Keys);
        flow.Server(TlsBytes.ServerHello12(0xc02f, protocol: "h2"));

        Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", flow.Facts["tls.cipher"]);
        Assert.Equal("h2", flow.Facts["tls.alpn"]);
        Assert.DoesNotContain("tls.version_offered", flow.Facts.Keys);
        Assert.Equal("TLS example.com (h2)", flow.App?.Summary);
    }

    [Theory]
    [InlineData(0x0300, "SSLv3")]
    [InlineData(0x0301, "TLSv1.0")]
    [InlineData(0x0302, "TLSv1.1")]
    [InlineData(0x0303, "TLSv1.2")]
    public void Dissect_names_old_versions(int version, string expected)
    {
        var client = new ClientHelloBytes { LegacyVersion = version, Versions = [] }.Record();

        var flow = Open().Client(client).Server(TlsBytes.ServerHello(version, 0x0005, TlsBytes.Random(9), []));

        Assert.Equal(expected, flow.Facts["tls.version"]);
        Assert.Equal("TLS_RSA_WITH_RC4_128_SHA", flow.Facts["tls.cipher"]);
    }

    [Fact]
    public void Dissect_follows_a_hello_retry_request()
    {
        var flow = Open().Client(ClientHelloBytes.WithSni("example.com")).Server(TlsBytes.ServerHello13(0x1302, retry: true));
        Assert.False(flow.IsFinished);

        flow.Client(ClientHelloBytes.WithSni("example.com")).Server(TlsBytes.ServerHello13(0x1302));

        Assert.True(flow.IsFinished);
        Assert.Equal("0x1302", flow.Facts["tls.cipher_id"]);
    }

    [Fact]
    public void Dissect_passes_over_a_warning_before_the_server_hello()
    {
        var flow = Open().Client(ClientHelloBytes.WithSni("example.com")).Server(TlsBytes.Record(21, [1, 112])).Server(TlsBytes.ServerHello12());

        Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
    }

    [Fact]
    public void Dissect_recognises_a_client_hello_of_ssl_2()
    {
        var specs = new WireBytes().Hex("00002f 00000a 0700c0").ToArray();
        var body = new WireBytes().U8(1).U16(0x0301).U16(specs.Length).U16(0).U16(32).Append(specs).Append(TlsBytes.Random(4)).ToArray();
        var hello = new WireBytes().U16(0x8000 | body.Length).Append(body).ToArray();

        var flow = Open().Client(hello).Server(TlsBytes.ServerHello(0x0301, 0x002f, TlsBytes.Random(5), []));

        Assert.Equal("TLSv1.0", flow.Facts["tls.version"]);
        Assert.Null(Open().Client([.. hello[..^1]]).App);
        Assert.Null(Open().Client([.. hello[..3], 0x09, .. hello[4..]]).App);
    }

    [Fact]
    public void Dissect_tells_the_name_of_a_hello_cut_behind_it()
    {
        var hello = new ClientHelloBytes { ServerName = "example.com", Padding = 400 }.Record();
        var flow = Open();

        flow.Segment(true, flow.Next[0], hello.AsSpan(0, 200), hello.Length);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Theory]
    [InlineData("exa mple.com", null, "exa mple.com")]
    [InlineData("a\u001b.example", null, "a\ufffd.example")]
    [InlineData("EXAMPLE.com.", "EXAMPLE.com", "EXAMPLE.com.")]
    public void Dissect_gives_only_valid_names_as_host(string serverName, string? host, string shown)
    {
        var flow = Open().Client(ClientHelloBytes.WithSni(serverName));

        Assert.Equal(host, flow.App?.HostName);
        Assert.Equal(shown, flow.Facts["tls.sni"]);
    }

    [Fact]
    public void Dissect_names_records_mid_stream_only_when_they_chain()
    {
        byte[] record = TlsBytes.ApplicationData(200);

        Assert.Equal("tls", new Conversation(Transports.Tcp).Client(record).App?.Protocol);
        Assert.Equal("tls", new Conversation(Transports.Tcp).Client([.. record, .. record[..70]]).App?.Protocol);
        Assert.Equal("tls", new Conversation(Transports.Tcp).Client(record.AsSpan(0, 150)).Client(record.AsSpan(150)).App?.Protocol);
        Assert.Null(new Conversation(Transports.Tcp).Client([.. record, 1, 2, 3]).App);
        Assert.Null(new Conversation(Transports.Tcp).Client(record.AsSpan(0, 150)).App);
        Assert.Null(Open().Client(record).App);
    }

    [Theory]
    [InlineData("160301")]
    [InlineData("1603010005 0100000100")]
    [InlineData("1503010002 0228")]
    [InlineData("1603010040 0b00003c")]
    [InlineData("1605010040 0100003c")]
    [InlineData("160301ffff 0100003c")]
    public void Dissect_leaves_what_only_looks_similar(string hex)
    {
        var flow = Open().Client(new WireBytes().Hex(hex).Repeat(0, 60).ToArray());

        Assert.Null(flow.App);
    }

    [Theory]
    [InlineData(0x1301, "TLS_AES_128_GCM_SHA256")]
    [InlineData(0x0000, "TLS_NULL_WITH_NULL_NULL")]
    [InlineData(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")]
    [InlineData(0xc100, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC")]
    [InlineData(0x2a2a, null)]
    public void Name_of_a_cipher_suite_is_the_registry_s(int suite, string? expected) =>
        Assert.Equal(expected, TlsCipherSuites.Name((ushort)suite));

    [Fact]
    public void Name_knows_every_suite_the_platform_knows()
    {
        Assert.InRange(TlsCipherSuites.Count, 350, 400);
        Assert.All(Enum.GetValues<System.Net.Security.TlsCipherSuite>(), suite => Assert.Equal(suite.ToString(), TlsCipherSuites.Name((ushort)suite)));
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 9999).Open();
}
