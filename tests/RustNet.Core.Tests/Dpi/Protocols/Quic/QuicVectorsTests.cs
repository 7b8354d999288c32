using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

/// <summary>
/// The packets of RFC 9001 and RFC 9369 appendix A, and of the drafts. The shared builder makes them byte for byte, so that what other tests
/// make with it is what others would send; the dissector reads them.
/// </summary>
public sealed class QuicVectorsTests
{
    private const string ClientCrypto = """
        060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578
        616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c706e000500050100000000003300260024001d00209370b2c9caa47fba
        baf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c0002400100
        3900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff
        """;

    private const string ServerFrames = """
        02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94
        0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304
        """;

    public static TheoryData<string, string, string> ClientInitials => new()
    {
        // A.2: its front, and its authentication tag, which no other 1,184 bytes before it would have.
        { "1", "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b", "e221af44860018ab0856972e194cd934" },
        { "2", "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485dd04de806071", "a18b2faa745b6fe189cf772a9f84cbfc" },
    };

    public static TheoryData<string, string> ServerInitials => new()
    {
        // A.3
        {
            "1", """
            cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3
            dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4
            2158407dd074ee
            """
        },
        {
            "2", """
            dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17
            f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8
            4bed8521e2e140
            """
        },
    };

    public static TheoryData<string, string> Retries => new()
    {
        { "1", "ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba" },         // RFC 9001 A.4
        { "2", "cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6" },         // RFC 9369 A.4
        { "2 draft", "cf709a50c40008f067a5502a4262b5746f6b656e1dc71130cd1ed39d6efcee5c85806501" },   // draft-ietf-quic-v2-01 A.4
        { "29", "ffff00001d0008f067a5502a4262b5746f6b656ed16926d81f6f9ca2953a8aa4575e1e49" },        // draft-ietf-quic-tls-29 A.4
    };

    [Theory]
    [MemberData(nameof(ClientInitials))]
    public void Client_initial_is_read(string version, string front, string tag)
    {
        var packet = QuicBytes.ClientInitial(Version(version), Hex(ClientCrypto), number: 2);
        Assert.Equal(1200, packet.Length);
        Assert.StartsWith(front, Convert.ToHexStringLower(packet), StringComparison.Ordinal);
        Assert.EndsWith(tag, Convert.ToHexStringLower(packet), StringComparison.Ordinal);

        var flow = Udp().Client(packet);

        Assert.Equal(("example.com", "QUIC example.com (alpn)"), (flow.App?.HostName, flow.App?.Summary));
        Assert.Equal(("30000", "4611686018427387903", "16"), (flow.Facts["quic.max_idle_timeout"], flow.Facts["quic.initial_max_data"], flow.Facts["quic.initial_max_streams_bidi"]));
    }

    [Theory]
    [MemberData(nameof(ServerInitials))]
    public void Server_initial_is_read(string version, string hex)
    {
        Assert.Equal(Hex(hex), QuicBytes.ServerInitial(Version(version), Hex(ServerFrames), number: 1, numberLength: 2));

        var flow = Udp().Client(QuicBytes.ClientInitial(Version(version), Hex(ClientCrypto), number: 2)).Server(Hex(hex));

        Assert.Equal(("QUIC_HANDSHAKE", "TLSv1.3", "TLS_AES_128_GCM_SHA256"), (flow.App?.TransportState, flow.Facts["tls.version"], flow.Facts["tls.cipher"]));
    }

    [Theory]
    [MemberData(nameof(Retries))]
    public void Retry_is_believed_by_its_tag(string version, string hex)
    {
        Assert.Equal(Hex(hex), QuicBytes.Retry([], QuicBytes.ServerId, QuicBytes.ClientId, Version(version)));

        var flow = Udp().Client(QuicBytes.ClientInitial(Version(version), Hex(ClientCrypto))).Server(Hex(hex));
        Assert.Equal("yes", flow.Facts["quic.retry"]);

        foreach (var place in Enumerable.Range(7, 29))
        {
            var damaged = Hex(hex);
            damaged[place] ^= 1;
            flow = Udp().Client(QuicBytes.ClientInitial(Version(version), Hex(ClientCrypto))).Server(damaged);
            Assert.DoesNotContain("quic.retry", flow.Facts.Keys);
        }
    }

    [Fact]
    public void Retry_of_a_draft_without_tag_is_believed_by_the_id_it_repeats()
    {
        var hello = QuicBytes.ClientInitial(QuicWireVersion.Draft22, Hex(ClientCrypto));
        var front = new WireBytes().U8(0xf0).U32(QuicWireVersion.Draft22.Number).Vector8([]).Vector8(QuicBytes.ServerId);
        var flow = Udp().Client(hello).Server(front.Vector8(QuicBytes.ClientId).Text("a token of some length").ToArray());
        Assert.Equal("yes", flow.Facts["quic.retry"]);

        front = new WireBytes().U8(0xf0).U32(QuicWireVersion.Draft22.Number).Vector8([]).Vector8(QuicBytes.ServerId);
        flow = Udp().Client(hello).Server(front.Vector8([1, 2, 3, 4, 5, 6, 7, 8]).Text("a token of some length").ToArray());
        Assert.DoesNotContain("quic.retry", flow.Facts.Keys);
    }

    [Theory]   // appendix A.1 of draft-ietf-quic-tls-29 and -27
    [InlineData("29", true, "175257a31eb09dea9366d8bb79ad80ba", "6b26114b9cba2b63a9e8dd4f", "9ddd12c994c0698b89374a9c077a3077")]
    [InlineData("29", false, "149d0b1662ab871fbe63c49b5e655a5d", "bab2b12a4c76016ace47856d", "c0c499a65a60024a18a250974ea01dfa")]
    [InlineData("27", true, "af7fd7efebd21878ff66811248983694", "8681359410a70bb9c92f0420", "a980b8b4fb7d9fbc13e814c23164253d")]
    public void Keys_of_the_drafts_are_theirs(string version, bool ofClient, string key, string iv, string headerKey)
    {
        var keys = QuicBytes.Keys(Version(version), QuicBytes.ClientId, ofClient);

        Assert.Equal((key, iv, headerKey), (Convert.ToHexStringLower(keys.Key), Convert.ToHexStringLower(keys.Iv), Convert.ToHexStringLower(keys.HeaderKey)));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("2 draft")]
    [InlineData("29")]
    [InlineData("27")]
    [InlineData("23")]
    [InlineData("22")]
    public void Both_hellos_of_a_version_are_read(string version)
    {
        for (var numberLength = 1; numberLength <= 4; numberLength++)
        {
            var flow = Udp().Client(QuicBytes.ClientInitial(Version(version), Hex(ClientCrypto), 7, numberLength))
                .Server(QuicBytes.ServerInitial(Version(version), Hex(ServerFrames), 9, numberLength));

            Assert.Equal(("example.com", "TLSv1.3"), (flow.App?.HostName, flow.Facts["tls.version"]));
            Assert.Equal($"0x{Version(version).Number:x8}", flow.Facts["quic.version"]);
        }
    }

    [Fact]   // RFC 9001 A.5: ChaCha20-Poly1305, short header; nobody but the ends has its keys
    public void Short_header_packet_is_not_read()
    {
        var packet = Hex("4cfe4189655e5cd55c41f69080575d7999c25a5bfb");
        Assert.Null(Udp().Client(packet).App);

        var flow = Udp().Client(QuicBytes.ClientInitial(QuicWireVersion.V1, Hex(ClientCrypto))).Server(Hex(ServerInitials.First().Data.Item2));
        var known = flow.App;
        Assert.Same(known, flow.Server(packet).App);
        Assert.Equal("QUIC_CONNECTED", flow.Client(packet).App?.TransportState);
        Assert.Equal(known?.Fields, flow.App?.Fields);
    }

    private static QuicWireVersion Version(string name) => name switch
    {
        "1" => QuicWireVersion.V1,
        "2" => QuicWireVersion.V2,
        "2 draft" => QuicWireVersion.V2Draft,
        "29" => QuicWireVersion.Draft29,
        "27" => QuicWireVersion.Draft27,
        "23" => QuicWireVersion.Draft23,
        _ => QuicWireVersion.Draft22,
    };

    private static Conversation Udp() => new(Transports.Udp);

    private static byte[] Hex(string digits) => new WireBytes().Hex(digits).ToArray();
}
