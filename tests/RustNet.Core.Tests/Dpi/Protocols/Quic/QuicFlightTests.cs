using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Quic;

/// <summary>First flights as networks deliver them: coalesced, in any order, repeated, with frames between; how long the server takes.</summary>
public sealed class QuicFlightTests
{
    private const long Ms = PacketTime.Millisecond;

    private static readonly byte[] s_hello = new ClientHelloBytes { ServerName = "example.com", Protocols = ["h3"] }.Message();
    private static readonly byte[] s_client = QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello));
    private static readonly byte[] s_server = QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5)));
    private static readonly byte[] s_serverHandshake = QuicBytes.Opaque(2, [], QuicBytes.ServerId);

    [Fact]
    public void Handshake_is_timed_from_the_first_initial_to_the_servers()
    {
        var flow = Udp().Client(s_client);
        Assert.Equal(0, flow.Responses?.Count);

        flow.Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), 1)).Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), 2)).Server(s_server);
        Assert.Equal((3 * Ms, 1), (flow.Responses?.Smoothed, flow.Responses?.Count));

        flow.Client(QuicBytes.ClientInitial(QuicBytes.Ack(0), 3, QuicBytes.ServerId, QuicBytes.ClientId)).Server(s_server).Client(QuicBytes.Short(QuicBytes.ServerId));
        Assert.Equal((3 * Ms, 1), (flow.Responses?.Smoothed, flow.Responses?.Count));
    }

    [Fact]
    public void Second_attempt_is_timed_too_after_a_retry()
    {
        var flow = Udp().Client(s_client).Server(QuicBytes.Retry([], [1, 2, 3, 4]))
            .Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), 1, [1, 2, 3, 4]))
            .Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), 2, [1, 2, 3, 4]))
            .Server(QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5)), keyId: [1, 2, 3, 4]));

        Assert.Equal((Ms + Ms / 8, 2), (flow.Responses?.Smoothed, flow.Responses?.Count));
        Assert.Equal(("yes", "TLSv1.3"), (flow.Facts["quic.retry"], flow.Facts["tls.version"]));
    }

    [Fact]
    public void Server_is_read_after_a_retry_although_the_second_attempt_was_not_seen()
    {
        var flow = Udp().Client(s_client).Server(QuicBytes.Retry([], [1, 2, 3, 4]))
            .Server(QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5)), keyId: [1, 2, 3, 4]));

        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
    }

    [Fact]
    public void Retry_counts_once_and_not_after_the_servers_initial()
    {
        var flow = Udp().Client(s_client).Server(s_server);
        var known = flow.App;

        Assert.Same(known, flow.Server(QuicBytes.Retry([], [1, 2, 3, 4])).App);
        Assert.DoesNotContain("quic.retry", flow.Facts.Keys);
    }

    [Fact]
    public void False_retries_leave_the_connection_as_it_was()
    {
        var flow = Udp().Client(s_client);
        for (var i = 0; i < 20; i++)
        {
            flow.Server(QuicBytes.Retry([], [1, 2, 3, 4], originalId: [9, 9, 9, 9]));
        }

        Assert.Equal("TLSv1.3", flow.Server(s_server).Facts["tls.version"]);
        Assert.DoesNotContain("quic.retry", flow.Facts.Keys);
    }

    [Fact]
    public void Negotiation_leads_to_the_version_that_follows()
    {
        var flow = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), version: 0x1a2a3a4a, source: [7, 7, 7, 7]))
            .Server(QuicBytes.Negotiation([7, 7, 7, 7], QuicBytes.ClientId, 0xaaba_cada, 0x6b3343cf, 1, 0x5a6a7a8a));
        Assert.Equal("0x6b3343cf, 0x00000001", flow.Facts["quic.versions_supported"]);
        Assert.Equal((Ms, 1), (flow.Responses?.Smoothed, flow.Responses?.Count));

        flow.Client(QuicBytes.ClientInitial(QuicWireVersion.V2, QuicBytes.Crypto(0, s_hello), 1))
            .Server(QuicBytes.ServerInitial(QuicWireVersion.V2, QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5))));

        Assert.Equal(("0x6b3343cf", "TLSv1.3", 2), (flow.Facts["quic.version"], flow.Facts["tls.version"], flow.Responses?.Count));
    }

    [Theory]
    [InlineData("0808080808080808", "8394c8f03e515708")]   // not the client's id
    [InlineData("", "0808080808080808")]                     // not the one the client has addressed
    public void Negotiation_for_somebody_else_is_not_believed(string destination, string source)
    {
        var flow = Udp().Client(s_client).Server(QuicBytes.Negotiation(Convert.FromHexString(destination), Convert.FromHexString(source), 0x6b3343cf));

        Assert.DoesNotContain("quic.versions_supported", flow.Facts.Keys);
    }

    [Fact]
    public void Zero_rtt_is_told_before_and_after_the_initial()
    {
        var early = QuicBytes.Opaque(1, QuicBytes.ClientId, []);
        var flow = Udp().Client(early);
        Assert.Equal(("QUIC_INITIAL", "yes", "0x00000001"), (flow.App?.TransportState, flow.Facts["quic.zero_rtt"], flow.Facts["quic.version"]));
        Assert.Equal("example.com", flow.Client(s_client).App?.HostName);

        Assert.Equal("yes", Udp().Client([.. s_client, .. early]).Facts["quic.zero_rtt"]);
        Assert.Equal("yes", Udp().Client(s_client).Client(early).Facts["quic.zero_rtt"]);
    }

    [Fact]
    public void Coalesced_packets_are_read_in_any_order()
    {
        var data = QuicBytes.Opaque(2, [], QuicBytes.ServerId, 60);
        foreach (var datagram in new byte[][] { [.. s_server, .. s_serverHandshake, .. data], [.. s_serverHandshake, .. s_server, .. data], [.. s_serverHandshake, .. data, .. s_server] })
        {
            var flow = Udp().Client(s_client).Server(datagram);

            Assert.Equal(("QUIC_HANDSHAKE", "TLSv1.3"), (flow.App?.TransportState, flow.Facts["tls.version"]));
        }

        var last = Udp().Client(s_client).Server([.. s_server, .. s_serverHandshake])
            .Client([.. QuicBytes.Opaque(2, QuicBytes.ServerId, []), .. QuicBytes.Short(QuicBytes.ServerId)]);
        Assert.Equal("QUIC_CONNECTED", last.App?.TransportState);
    }

    [Fact]
    public void Hello_is_read_from_the_servers_flight_that_overtook_it()
    {
        var flow = Udp().Client(s_client).Server(s_serverHandshake).Server(s_server);

        Assert.Equal(("QUIC_HANDSHAKE", "TLSv1.3"), (flow.App?.TransportState, flow.Facts["tls.version"]));
    }

    [Fact]
    public void First_copy_of_a_handshake_byte_counts()
    {
        byte[] other = new ClientHelloBytes { ServerName = "example.net", Protocols = ["h3"] }.Message();
        var cut = s_hello.AsSpan().IndexOf("example"u8) + 8;

        var flow = Udp().Client(QuicBytes.ClientInitial([.. QuicBytes.Crypto(cut, s_hello.AsSpan(cut))]))
            .Client(QuicBytes.ClientInitial([.. QuicBytes.Crypto(cut - 5, other.AsSpan(cut - 5)), .. QuicBytes.Crypto(0, s_hello.AsSpan(0, cut - 5))], 1));

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Other_frames_may_stand_between()
    {
        byte[] frames =
        [
            0, 0, 1, .. QuicBytes.Crypto(20, s_hello.AsSpan(20)), .. QuicBytes.Ack(0), 1, 0, 0, 0,
            3, 5, 0, 1, 0, 1, 1, 2, 3, 4,   // ACK with ECN counts and a gap
            .. QuicBytes.Crypto(0, s_hello.AsSpan(0, 25)),
        ];

        Assert.Equal("example.com", Udp().Client(QuicBytes.ClientInitial(frames)).App?.HostName);
    }

    [Fact]
    public void Repeated_initial_tells_nothing_new()
    {
        var flow = Udp().Client(s_client);
        var known = flow.App;
        for (var number = 1; number < 12; number++)
        {
            flow.Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, s_hello), number));
        }

        Assert.Same(known, flow.App);
        Assert.Equal("TLSv1.3", flow.Server(s_server).Facts["tls.version"]);
    }

    [Fact]
    public void Second_hello_follows_a_request_to_try_again()
    {
        byte[] again = TlsBytes.ServerHello13(retry: true)[5..];
        var flow = Udp().Client(s_client)
            .Server(QuicBytes.ServerInitial(QuicBytes.Crypto(0, again)))
            .Client(QuicBytes.ClientInitial(QuicBytes.Crypto(s_hello.Length, s_hello), 1, QuicBytes.ServerId, QuicBytes.ClientId))
            .Server(QuicBytes.ServerInitial(QuicBytes.Crypto(again.Length, TlsBytes.ServerHello13(0x1302).AsSpan(5)), 1));

        Assert.Equal("TLS_AES_256_GCM_SHA384", flow.Facts["tls.cipher"]);
    }

    [Fact]
    public void Client_is_known_although_the_server_speaks_first_in_the_capture()
    {
        var flow = Udp().Server(s_server).Client(s_client).Server(s_server);

        Assert.Equal(("example.com", "TLSv1.3"), (flow.App?.HostName, flow.Facts["tls.version"]));
    }

    [Fact]
    public void Transport_parameters_of_the_client_are_told()
    {
        byte[] parameters =
        [
            .. QuicBytes.Parameter(0x01, QuicBytes.Varint(45_000)), .. QuicBytes.Parameter(0x03, QuicBytes.Varint(1472)),
            .. QuicBytes.Parameter(0x04, QuicBytes.Varint(15_728_640)), .. QuicBytes.Parameter(0x1b, [1, 2]),   // 27: reserved, RFC 9000 §18.1
            .. QuicBytes.Parameter(0x0c, []), .. QuicBytes.Parameter(0x20, QuicBytes.Varint(65_536)),
            .. QuicBytes.Parameter(0x11, new WireBytes().U32(1).U32(0x1a2a3a4a).U32(0x6b3343cf).U32(1).ToArray()),
            .. QuicBytes.Parameter(0x3129, "Browser\u001b[31m"u8),
        ];
        var hello = QuicBytes.Hello(new ClientHelloBytes { ServerName = "example.com", Protocols = ["proto"] }, parameters);
        var facts = Udp().Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, hello))).Facts;

        Assert.Equal(
            ("45000", "1472", "15728640", "yes", "65536", "0x6b3343cf, 0x00000001", "Browser\ufffd[31m"),
            (facts["quic.max_idle_timeout"], facts["quic.max_udp_payload_size"], facts["quic.initial_max_data"], facts["quic.disable_active_migration"],
                facts["quic.max_datagram_frame_size"], facts["quic.versions_available"], facts["quic.user_agent"]));
    }

    [Theory]
    [InlineData("Q025")]
    [InlineData("Q039")]
    [InlineData("Q043")]
    public void Early_google_quic_is_read(string version)
    {
        var hello = GoogleQuicBytes.Hello(("SNI", "example.com"), ("UAID", "Browser 1"));
        var flow = Udp().Client(GoogleQuicBytes.Public(version, hello));
        Assert.Equal(("example.com", version, "Browser 1"), (flow.App?.HostName, flow.Facts["quic.version"], flow.Facts["quic.user_agent"]));

        Assert.Equal("QUIC_HANDSHAKE", flow.Server(GoogleQuicBytes.Public(2)).App?.TransportState);
        Assert.Equal((Ms, 1), (flow.Responses?.Smoothed, flow.Responses?.Count));
        Assert.Equal("QUIC_CONNECTED", flow.Client(GoogleQuicBytes.Public(3)).App?.TransportState);
    }

    [Fact]
    public void Google_quic_with_a_first_long_header_is_read()
    {
        var flow = Udp().Client(GoogleQuicBytes.Long("Q046", true, GoogleQuicBytes.Hello(("PAD", "---"), ("SNI", "example.com"))));
        Assert.Equal(("example.com", "Q046"), (flow.App?.HostName, flow.Facts["quic.version"]));

        Assert.Equal("QUIC_HANDSHAKE", flow.Server(GoogleQuicBytes.Long("Q046", false, "SHLO"u8)).App?.TransportState);
        Assert.Equal("QUIC_CONNECTED", flow.Client(GoogleQuicBytes.Short()).App?.TransportState);
    }

    [Fact]
    public void Google_quic_in_the_ietfs_packets_is_read()
    {
        var own = Udp().Client(QuicBytes.ClientInitial(QuicWireVersion.GoogleQ050, QuicBytes.GoogleCrypto(0, GoogleQuicBytes.Hello(("SNI", "example.com"), ("UAID", "B")))));
        Assert.Equal(("example.com", "0x51303530", "B"), (own.App?.HostName, own.Facts["quic.version"], own.Facts["quic.user_agent"]));

        foreach (var version in new[] { QuicWireVersion.GoogleT050, QuicWireVersion.GoogleT051 })
        {
            byte[] frames = [7, .. QuicBytes.GoogleCrypto(30, s_hello.AsSpan(30)), .. QuicBytes.GoogleCrypto(0, s_hello.AsSpan(0, 30))];
            var tls = Udp().Client(QuicBytes.ClientInitial(version, frames));
            Assert.Equal(("example.com", "h3"), (tls.App?.HostName, tls.Facts["tls.alpn_offered"]));
        }
    }

    private static Conversation Udp() => new(Transports.Udp);
}
