using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Tls;

/// <summary>What a handshake of TLS 1.2 and before tells after its hellos, and what the hellos tell of more than names.</summary>
public sealed class TlsFlightTests
{
    private static readonly byte[] s_certificate = new X509Bytes
    {
        Subject = "www.example.com",
        Names = ["www.example.com"],
        NotBefore = "690101000000Z",
    }.ToArray();

    private static readonly byte[] s_chain = TlsBytes.Certificate(s_certificate, new byte[3000]);
    private static readonly byte[] s_clientKeyExchange = TlsBytes.Record(22, TlsBytes.Handshake(16, new byte[66]));
    private static readonly byte[] s_encrypted = [.. TlsBytes.ChangeCipherSpec(), .. TlsBytes.Record(22, new byte[40])];

    public static TheoryData<string> Shapes => ["a record for each message", "all in one record", "small records", "hello and certificate apart"];

    [Theory, MemberData(nameof(Shapes))]
    public void Dissect_reads_the_certificate_however_it_comes(string shape)
    {
        byte[] flight = shape switch
        {
            "a record for each message" =>
                [.. TlsBytes.ServerHello12(), .. TlsBytes.Record(22, s_chain), .. TlsBytes.Record(22, TlsBytes.Handshake(12, new byte[300])), .. TlsBytes.Record(22, TlsBytes.ServerHelloDone())],
            "all in one record" => TlsBytes.OneRecord(TlsBytes.ServerHello12(), s_chain, TlsBytes.Handshake(12, new byte[300]), TlsBytes.ServerHelloDone()),
            "small records" => TlsBytes.Records(22, [.. TlsBytes.ServerHello12()[5..], .. s_chain, .. TlsBytes.ServerHelloDone()], 150),
            _ => [.. TlsBytes.ServerHello12(), .. TlsBytes.OneRecord(s_chain, TlsBytes.ServerHelloDone())],
        };
        foreach (var size in new[] { flight.Length, 1400, 100, 3 })
        {
            var flow = Hello().SendCut(false, flight, size);

            Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
            Assert.Equal("www.example.com", flow.Facts["tls.cert_subject"]);
            Assert.Equal("1969-01-01", flow.Facts["tls.cert_not_before"]);
            Assert.DoesNotContain("tls.resumed", flow.Facts.Keys);
            Assert.False(flow.IsFinished);

            flow.Client([.. s_clientKeyExchange, .. s_encrypted]).Server(s_encrypted);

            Assert.True(flow.IsFinished);
            Assert.Equal(0, flow.Inspector.MemoryInUse);
        }
    }

    [Fact]
    public void Dissect_reads_the_certificate_of_a_connection_whose_syn_was_not_seen()
    {
        var flow = new Conversation(Transports.Tcp).Client(ClientHelloBytes.WithSni("example.com"))
            .Server(TlsBytes.ServerHello12()).Server(TlsBytes.Record(22, s_chain));

        Assert.Equal("www.example.com", flow.Facts["tls.cert_subject"]);
    }

    [Fact]
    public void Dissect_takes_memory_only_until_the_first_certificate_is_whole()
    {
        var chain = TlsBytes.Record(22, s_chain);
        var flow = Hello().Server(TlsBytes.ServerHello12()).Server(chain.AsSpan(0, 100));
        Assert.InRange(flow.Inspector.MemoryInUse, 1, 4096);

        flow.Server(chain.AsSpan(100, 900));

        Assert.Equal("www.example.com", flow.Facts["tls.cert_subject"]);
        Assert.InRange(flow.Inspector.MemoryInUse, 0, 256);
    }

    [Fact]
    public void Dissect_does_not_wait_for_a_certificate_without_end()
    {
        var flow = Hello().Server(TlsBytes.ServerHello12());
        var message = TlsBytes.Handshake(11, [0, 0x80, 0x00, 0, 0x7f, 0xf0, .. new byte[40_000]]);
        foreach (var record in TlsBytes.Records(22, message, 1300).Chunk(1305))
        {
            flow.Server(record);
            Assert.InRange(flow.Inspector.MemoryInUse, 0, 66 * 1024);
        }

        Assert.InRange(flow.Inspector.MemoryInUse, 0, 256);
        Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
        Assert.DoesNotContain("tls.cert_subject", flow.Facts.Keys);
    }

    [Fact]
    public void Dissect_tells_nothing_of_a_damaged_certificate()
    {
        var flow = Hello().Server(TlsBytes.ServerHello12()).Server(TlsBytes.Record(22, TlsBytes.Certificate(new byte[600])));

        Assert.DoesNotContain(flow.Facts.Keys, name => name.StartsWith("tls.cert", StringComparison.Ordinal));
        Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
    }

    [Fact]
    public void Dissect_tells_the_server_hello_of_a_packet_cut_within_the_certificate()
    {
        var flight = TlsBytes.OneRecord(TlsBytes.ServerHello12(), s_chain);
        var flow = Hello();

        flow.Segment(false, flow.Next[1], flight.AsSpan(0, 200), flight.Length);

        Assert.Equal("TLSv1.2", flow.Facts["tls.version"]);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Theory]
    [InlineData(true, false, "session id")]
    [InlineData(true, true, "ticket")]
    [InlineData(false, true, "ticket")]
    public void Dissect_tells_a_resumed_session(bool echoes, bool ticket, string expected)
    {
        var hello = new ClientHelloBytes { Versions = [], Extensions = ticket ? [(35, new byte[192])] : [] };
        var flow = Open().Client(hello.Record())
            .Server([.. TlsBytes.ServerHello12(sessionId: echoes ? hello.SessionId : []), .. TlsBytes.Record(22, TlsBytes.Handshake(4, new byte[200])), .. s_encrypted]);

        Assert.Equal(expected, flow.Facts["tls.resumed"]);

        flow.Client(s_encrypted);

        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_tells_a_resumed_session_by_the_change_to_encryption()
    {
        var flow = Open().Client(new ClientHelloBytes { Versions = [], SessionId = [], Extensions = [(35, new byte[192])] }.Record())
            .Server([.. TlsBytes.ServerHello12(sessionId: []), .. s_encrypted]);

        Assert.Equal("ticket", flow.Facts["tls.resumed"]);
        Assert.DoesNotContain("tls.resumed", Open().Server([.. TlsBytes.ServerHello12(sessionId: []), .. s_encrypted]).Facts.Keys);
    }

    [Fact]
    public void Dissect_believes_the_certificate_more_than_an_echoed_session_id()
    {
        var hello = new ClientHelloBytes { Versions = [] };

        var flow = Open().Client(hello.Record()).Server([.. TlsBytes.ServerHello12(sessionId: hello.SessionId), .. TlsBytes.Record(22, s_chain)]);

        Assert.DoesNotContain("tls.resumed", flow.Facts.Keys);
        Assert.Equal("www.example.com", flow.Facts["tls.cert_subject"]);
    }

    [Fact]
    public void Dissect_does_not_take_a_lost_certificate_for_resumption()
    {
        var flow = Hello().Server(TlsBytes.ServerHello12()).Skip(false, 3000).Client(s_clientKeyExchange).Server(s_encrypted).Server(TlsBytes.ApplicationData(50));

        Assert.DoesNotContain("tls.resumed", flow.Facts.Keys);
    }

    [Fact]
    public void Dissect_tells_the_pre_shared_key_of_tls_13()
    {
        var extensions = new WireBytes().U16(43).Vector16([3, 4]).U16(41).Vector16([0, 0]).ToArray();

        var flow = Hello().Server(TlsBytes.ServerHello(0x0303, 0x1301, TlsBytes.Random(3), extensions, TlsBytes.Random(2)));

        Assert.Equal("psk", flow.Facts["tls.resumed"]);
        Assert.DoesNotContain("tls.resumed", Hello().Server(TlsBytes.ServerHello13()).Facts.Keys);
    }

    [Fact]
    public void Dissect_marks_the_offer_of_an_encrypted_hello_beside_the_name()
    {
        var flow = Open().Client(new ClientHelloBytes { ServerName = "public.example", Extensions = [(0xfe0d, [0, 0, 1, 0, 1, .. new byte[60]])] }.Record());

        Assert.Equal("offered", flow.Facts["tls.ech"]);
        Assert.Equal("public.example", flow.App?.HostName);
        Assert.Equal("TLS public.example", flow.App?.Summary);
    }

    [Theory]
    [InlineData(0xffce, "00ff", "offered (name only)")]
    [InlineData(0xfe0d, "01", null)]   // the inner hello's mark, never seen in the clear
    [InlineData(0xfe0d, "", null)]
    public void Dissect_tells_the_kinds_of_encrypted_hello_apart(int type, string hex, string? expected)
    {
        var flow = Open().Client(new ClientHelloBytes { Extensions = [(type, Convert.FromHexString(hex))] }.Record());

        Assert.Equal(expected, flow.Facts.GetValueOrDefault("tls.ech"));
    }

    [Theory]
    [InlineData(40, "handshake_failure")]
    [InlineData(70, "protocol_version")]
    [InlineData(112, "unrecognized_name")]
    [InlineData(120, "no_application_protocol")]
    [InlineData(200, "200")]
    public void Dissect_names_the_alert_that_refuses_a_client(byte description, string expected)
    {
        var flow = Hello().Server(TlsBytes.Alert(description));

        Assert.Equal(expected, flow.Facts["tls.alert"]);
        Assert.Equal("Alert from server", flow.App?.Fields.Single(fact => fact.Name == "tls.alert").Label);
        Assert.Equal($"TLS example.com ({expected})", flow.App?.Summary);
        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_names_the_alert_of_a_client_that_refuses_the_certificate()
    {
        var flow = Hello().Server([.. TlsBytes.ServerHello12(), .. TlsBytes.OneRecord(s_chain, TlsBytes.ServerHelloDone())]).Client(TlsBytes.Alert(48));

        Assert.Equal("unknown_ca", flow.Facts["tls.alert"]);
        Assert.Equal("Alert from client", flow.App?.Fields.Single(fact => fact.Name == "tls.alert").Label);
        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_names_the_alert_of_a_server_that_wants_the_client_s_certificate()
    {
        var flow = Hello().Server([.. TlsBytes.ServerHello12(), .. TlsBytes.OneRecord(s_chain, TlsBytes.Handshake(13, new byte[20]), TlsBytes.ServerHelloDone())])
            .Client([.. TlsBytes.Record(22, TlsBytes.Certificate()), .. s_clientKeyExchange, .. s_encrypted])
            .Server(TlsBytes.Alert(40));

        Assert.Equal("handshake_failure", flow.Facts["tls.alert"]);
    }

    [Fact]
    public void Dissect_takes_no_encrypted_alert_for_one_in_the_clear()
    {
        var flow = Hello().Server([.. TlsBytes.ServerHello12(), .. TlsBytes.OneRecord(s_chain, TlsBytes.ServerHelloDone())])
            .Client([.. s_clientKeyExchange, .. s_encrypted]).Server(s_encrypted).Server(TlsBytes.Alert(40));

        Assert.DoesNotContain("tls.alert", flow.Facts.Keys);
        Assert.DoesNotContain("tls.alert", Hello().Server(TlsBytes.Record(21, new byte[26])).Facts.Keys);
        Assert.DoesNotContain("tls.alert", Hello().Server(TlsBytes.Alert(0, level: 1)).Facts.Keys);
    }

    [Fact]
    public void Dissect_gives_the_fingerprint_of_the_first_hello()
    {
        var flow = Open().Client(ClientHelloBytes.WithSni("example.com", "h2"));
        var first = flow.Facts["tls.ja4"];

        flow.Server(TlsBytes.ServerHello13(retry: true)).Client(new ClientHelloBytes { ServerName = "example.com", Padding = 3 }.Record());

        Assert.StartsWith("t13d0404h2_", first, StringComparison.Ordinal);
        Assert.Equal(first, flow.Facts["tls.ja4"]);
    }

    /// <summary>As when another protocol turns into TLS: the dissector begins at a message's start with nothing known.</summary>
    [Fact]
    public void Dissect_needs_no_beginning_of_the_connection()
    {
        var dissector = new RustNet.Core.Dpi.Protocols.Tls.TlsDissector();
        AppInfo? known = null;
        foreach (var (fromInitiator, bytes) in new (bool, byte[])[]
        {
            (false, ClientHelloBytes.WithSni("example.com")),   // the side that took the connection is the client
            (true, TlsBytes.OneRecord(TlsBytes.ServerHello12(), s_chain)),
        })
        {
            known = dissector.Dissect(new Payload { Bytes = bytes, Transport = Transports.Tcp, FromInitiator = fromInitiator, Current = known }).Info;
        }

        var facts = known!.Fields.ToDictionary(fact => fact.Name, fact => fact.Value);
        Assert.Equal("example.com", facts["tls.sni"]);
        Assert.Equal("www.example.com", facts["tls.cert_subject"]);
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 9999).Open();

    private static Conversation Hello() => Open().Client(new ClientHelloBytes { ServerName = "example.com" }.Record());
}
