using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols.Prelude;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Prelude;

/// <summary>Connections that become TLS, or something else that is known, after words of a protocol that is not named.</summary>
public sealed class PreludeDissectorTests
{
    private static readonly byte[] s_hello = ClientHelloBytes.WithSni("example.com");

    /// <summary>Lines of client (C) and server (S) before the ClientHello; what follows a backslash x is hexadecimal.</summary>
    public static TheoryData<string, string[]> Preludes => new()
    {
        { "smtp", ["S220 mail ESMTP\r\n", "CEHLO me\r\n", "S250-mail\r\n250-SIZE 1000\r\n250 STARTTLS\r\n", "CSTARTTLS\r\n", "S220 2.0.0 Ready\r\n"] },
        { "smtp refused once", ["S220 mail\r\n", "CEHLO me\r\n", "S250 mail\r\n", "CSTARTTLS\r\n", "S454 later\r\n", "CNOOP\r\n", "S250 ok\r\n", "CSTARTTLS\r\n", "S220 go\r\n"] },
        { "imap", ["S* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "Ca001 CAPABILITY\r\n", "S* CAPABILITY IMAP4rev1 STARTTLS\r\na001 OK done\r\n", "Ca002 STARTTLS\r\n", "Sa002 OK begin\r\n"] },
        { "imap with digits for tags", ["S* OK ready\r\n", "C0 STARTTLS\r\n", "S0 OK begin\r\n"] },
        { "pop3", ["S+OK ready\r\n", "CCAPA\r\n", "S+OK\r\nSTLS\r\nUSER\r\n.\r\n", "CSTLS\r\n", "S+OK begin\r\n"] },
        { "nntp", ["S200 news\r\n", "CCAPABILITIES\r\n", "S101 list\r\nSTARTTLS\r\n.\r\n", "CSTARTTLS\r\n", "S382 go on\r\n"] },
        { "sieve", ["S\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK\r\n", "CSTARTTLS\r\n", "SOK \"begin\"\r\n"] },
        { "xmpp", ["C<?xml version='1.0'?><stream:stream to='example.com' xmlns:stream='http://etherx.jabber.org/streams'>",
            "S<?xml version='1.0'?><stream:stream id='1'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
            "C<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "S<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"] },
        { "ldap", ["x C 301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337", "x S 300c 020101 7807 0a0100 0400 0400"] },
        { "postgresql", ["x C 00000008 04d2162f", "x S 53"] },
        { "postgresql after gss", ["x C 00000008 04d21630", "x S 4e", "x C 00000008 04d2162f", "x S 53"] },
        { "mysql", ["x S 2d000000 0a 382e302e3336 00 01000000 0102030405060708 00 ffff ff 0200 ffdf 15 00000000000000000000 00",
            "x C 20000001 05aef81f 00000001 ff 00000000000000000000000000000000000000 00000000"] },
        { "rdp", ["x C 03000029 24e0000000000043 6f6f6b69653a206d737473686173683d626f620d0a 01000800 0b000000", "x S 03000013 0ed000001234 00 02 1f08 00 02000000"] },
        { "gnutella", ["CGNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\nUpgrade: TLS/1.0\r\n\r\n", "SGNUTELLA/0.6 200 OK\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n",
            "CGNUTELLA/0.6 200 OK\r\nConnection: Upgrade\r\n\r\n"] },
        { "socks5", ["x C 05020002", "x S 0500", "x C 05010003 0b 6578616d706c652e636f6d 01bb", "x S 05000001 00000000 0000"] },
        { "socks5 with password", ["x C 050102", "x S 0502", "x C 01 03 626f62 03 782f79", "x S 0100", "x C 05010001 c0000201 01bb", "x S 05000001 0a000001 1234"] },
        { "socks4a", ["x C 0401 01bb 00000001 626f6200 6578616d706c652e636f6d00", "x S 005a 0000 00000000"] },
        { "proxy protocol 1", ["CPROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n"] },
        { "proxy protocol 1 for ipv6", ["CPROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n"] },
        { "proxy protocol 1 unknown", ["CPROXY UNKNOWN\r\n"] },
        { "proxy protocol 2", ["x C 0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336401 dc04 01bb"] },
        { "proxy protocol 2 local", ["x C 0d0a0d0a000d0a515549540a 20 00 0000"] },
    };

    [Theory, MemberData(nameof(Preludes))]
    public void Tls_behind_it_is_found(string name, string[] prelude)
    {
        var flow = Play(Open(), prelude, 1000);
        Assert.Null(flow.App);

        flow.Client(s_hello).Server(TlsBytes.ServerHello13());

        Assert.True(flow.App?.Summary == "TLS example.com", name);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Theory, MemberData(nameof(Preludes))]
    public void Tls_behind_it_is_found_in_small_segments(string name, string[] prelude)
    {
        foreach (var size in new[] { 5, 11 })
        {
            var flow = Play(Open(), prelude, size).SendCut(true, s_hello, size).SendCut(false, TlsBytes.ServerHello13(), size);

            Assert.True(flow.App?.HostName == "example.com", $"{name} {size}");
            Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
        }
    }

    [Theory, MemberData(nameof(Preludes))]
    public void Something_else_behind_it_stays_without_a_name(string name, string[] prelude)
    {
        var flow = Play(Open(), prelude, 1000).Client([0x16, 0xfe, 1, 2, 3, 4, 5, 6]).Server([7, 7, 7, 7, 7, 7, 7, 7]);

        Assert.True(flow.App is null, name);
        Assert.InRange(flow.Inspector.MemoryInUse, 0, 4 * 1024);
    }

    [Fact]
    public void Clear_text_behind_a_proxy_is_found()
    {
        var flow = Play(Open(), ["x C 050100", "x S 0500", "x C 05010001 c0000201 0050", "x S 05000001 00000000 0000"], 1000)
            .Client(Text("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"));

        Assert.Equal("HTTP example.com", flow.App?.Summary);
    }

    [Fact]
    public void Server_that_speaks_first_behind_a_proxy_is_found()
    {
        var flow = Play(Open(), ["x C 050100", "x S 0500", "x C 05010001 c0000201 0016", "x S 05000001 00000000 0000"], 1000).Server(Text("SSH-2.0-OpenSSH_9.6\r\n"));

        Assert.Equal("SSH-2.0-OpenSSH_9.6", flow.Facts["ssh.server"]);
    }

    [Fact]
    public void Client_alone_is_enough()
    {
        var flow = Open().Client(Text("EHLO me\r\n")).Client(Text("STARTTLS\r\n")).Client(s_hello);

        Assert.Equal("TLS example.com", flow.App?.Summary);
    }

    [Fact]
    public void Server_alone_is_enough()
    {
        var flow = Open().Server(Text("220 mail\r\n")).Server(Text("250 STARTTLS\r\n")).Server(Text("220 go\r\n")).Server(TlsBytes.ServerHello13());

        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
    }

    [Theory]
    [InlineData("NICK bob\r\n")]
    [InlineData("a1 LOGIN bob x\r\n")]
    [InlineData("USER bob\r\n")]
    [InlineData("INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n")]
    [InlineData("hello there\r\n")]
    [InlineData("PROXY TCP4 x\r\n")]
    [InlineData("<html><body>\u0001")]
    [InlineData("\u0004\u0003")]
    [InlineData("\u0005\u0000\u0001")]
    public void What_is_no_prelude_is_refused_at_once(string text)
    {
        var finding = new PreludeDissector().Dissect(new Payload { Bytes = Text(text), Transport = Transports.Tcp, FromInitiator = true });

        Assert.Equal(ParseStatus.Malformed, finding.Status);
    }

    [Fact]
    public void Greeting_without_end_is_given_up()
    {
        var flow = Open();
        for (var i = 0; i < 50; i++)
        {
            flow.Server(Text("220-" + new string('x', 200) + "\r\n"));
        }

        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Mail_in_the_clear_is_given_up()
    {
        var flow = Open().Server(Text("220 mail ESMTP\r\n")).Client(Text("EHLO me\r\n")).Server(Text("250 mail\r\n")).Client(Text("MAIL FROM:<a@example.com>\r\n"));

        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Theory, MemberData(nameof(Preludes))]
    public void Dissect_survives_damage(string name, string[] prelude)
    {
        var random = new Random(name.Length);
        var inspector = new Inspector();
        for (var round = 0; round < 2_000; round++)
        {
            var flow = new Conversation(inspector, Transports.Tcp, serverPort: 40123).Open();
            foreach (var (fromClient, bytes) in prelude.Select(Message).Append((true, s_hello)))
            {
                var damaged = bytes.ToArray();
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                flow.SendCut(fromClient, damaged, random.Next(1, 200));
            }

            Assert.InRange(inspector.MemoryInUse, 0, 16 * 1024);
            flow.Release();
        }

        Assert.Equal(0, inspector.MemoryInUse);
    }

    private static Conversation Play(Conversation flow, string[] prelude, int size)
    {
        foreach (var (fromClient, bytes) in prelude.Select(Message))
        {
            flow.SendCut(fromClient, bytes, size);
        }

        return flow;
    }

    private static (bool FromClient, byte[] Bytes) Message(string line) => line.StartsWith("x ", StringComparison.Ordinal)
        ? (line[2] == 'C', new WireBytes().Hex(line[3..]).ToArray())
        : (line[0] == 'C', Text(line[1..]));

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 40123).Open();

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
