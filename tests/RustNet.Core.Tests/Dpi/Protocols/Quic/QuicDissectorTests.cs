using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

public sealed class QuicDissectorTests
{
    private static readonly byte[] s_hello = new ClientHelloBytes { ServerName = "example.com", Protocols = ["h3"] }.Message();

    [Fact]
    public void Dissect_follows_a_handshake()
    {
        var flow = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello)));
        Assert.Equal(("QUIC_INITIAL", "QUIC example.com (h3)"), (flow.App?.TransportState, flow.App?.Summary));
        Assert.Equal(60 * PacketTime.Second, flow.App?.IdleTimeout);

        flow.Server([.. QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5))), .. QuicBytes.Opaque(2, [], QuicBytes.ServerId)]);
        Assert.Equal("QUIC_HANDSHAKE", flow.App?.TransportState);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
        Assert.Equal("0x00000001", flow.Facts["quic.version"]);

        flow.Client(QuicBytes.Short(QuicBytes.ServerId));
        Assert.Equal("QUIC_CONNECTED", flow.App?.TransportState);
        Assert.Equal(10 * PacketTime.Minute, flow.App?.IdleTimeout);
        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Dissect_joins_crypto_frames_in_any_order()
    {
        var pieces = s_hello.Chunk(11).Select((bytes, i) => (Offset: i * 11, Bytes: bytes)).ToArray();
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            random.Shuffle(pieces);
            var cut = random.Next(pieces.Length);
            var flow = Udp();
            flow.Client(QuicBytes.ClientInitial([.. pieces[..cut].SelectMany(p => QuicBytes.Crypto(p.Offset, p.Bytes))], 1));
            flow.Client(QuicBytes.ClientInitial([.. pieces[cut..].SelectMany(p => QuicBytes.Crypto(p.Offset, p.Bytes))], 0));

            Assert.Equal("example.com", flow.App?.HostName);
            Assert.Equal("h3", flow.Facts["tls.alpn_offered"]);
        }
    }

    [Fact]
    public void Dissect_follows_a_retry_to_the_new_connection_id()
    {
        var flow = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello.AsSpan(0, 40))))
            .Server(QuicBytes.Retry([], QuicBytes.ServerId))
            .Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), 1, QuicBytes.ServerId));

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal("yes", flow.Facts["quic.retry"]);
    }

    [Theory]
    [InlineData(0x0a, "QUIC_DRAINING", "PROTOCOL_VIOLATION", 10)]
    [InlineData(0x0c, "QUIC_CLOSED", "APPLICATION_ERROR", 1)]
    [InlineData(0x178, "QUIC_DRAINING", "CRYPTO_ERROR 120", 10)]
    public void Dissect_reads_a_close(int code, string state, string name, int seconds)
    {
        var flow = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello)))
            .Server(QuicBytes.ServerInitial(QuicBytes.Close(code, "no\u001b")));

        Assert.Equal((state, seconds * PacketTime.Second), (flow.App?.TransportState, flow.App?.IdleTimeout));
        Assert.Equal((name, "no\ufffd"), (flow.Facts["quic.close"], flow.Facts["quic.close_reason"]));
    }

    [Fact]
    public void Dissect_reads_a_version_negotiation()
    {
        var flow = Udp().Server(QuicBytes.Negotiation(QuicBytes.ServerId, QuicBytes.ClientId, 0x1a2a3a4a, 1, 0x6b3343cf));

        Assert.Equal("0x00000001, 0x6b3343cf", flow.Facts["quic.versions_supported"]);
    }

    [Fact]
    public void Dissect_opens_a_packet_that_forces_a_negotiation()
    {
        var flow = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), version: 0x1a2a3a4a));

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal("0x1a2a3a4a", flow.Facts["quic.version"]);
    }

    [Fact]
    public void Dissect_does_not_call_a_short_header_quic() => Assert.Null(Udp().Client(QuicBytes.Short(QuicBytes.ServerId)).App);

    [Theory]
    [InlineData("c0 00000002 08 0102030405060708 00 00 4020")]   // a version that does not exist
    [InlineData("c0 00000001 15 0102030405060708 00 00 4020")]   // a connection id too long
    [InlineData("80 00000001 08 0102030405060708 00 00 4020")]   // the fixed bit
    [InlineData("c0 00000001 08 0102030405060708 00 00 7fff")]   // a length beyond the datagram
    [InlineData("c0 00000001 08 0102030405060708 00 00 02")]     // a length below the least
    public void Dissect_refuses_what_is_not_quic(string hex) =>
        Assert.Null(Udp().Client([.. new WireBytesOf(hex).Bytes, .. new byte[32]]).App);

    private static Conversation Udp() => new(Transports.Udp);

    private sealed record WireBytesOf(string Hex)
    {
        public byte[] Bytes => new RustNet.Testing.WireBytes().Hex(Hex).ToArray();
    }
}
