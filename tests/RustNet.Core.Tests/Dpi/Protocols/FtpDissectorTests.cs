using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class FtpDissectorTests
{
    [Fact]
    public void Dissect_follows_commands_and_replies()
    {
        var flow = Open().Server(Text("220 ProFTPD 1.3.0a Server (Anonymous) [192.0.2.1]\r\n")).Client(Text("USER ftp\r\n")).Server(Text("331 Anonymous ok\r\n"));
        Assert.Equal("ftp", flow.Facts["ftp.user"]);
        Assert.Equal("331", flow.Facts["ftp.reply"]);

        flow.Client(Text("PASS secret\r\n")).Server(Text("230 In.\r\n")).Client(Text("RETR secret.txt\r\n")).Server(Text("550 No\r\n"));

        Assert.Equal("ProFTPD 1.3.0a Server (Anonymous) [192.0.2.1]", flow.Facts["ftp.server"]);
        Assert.Equal("RETR", flow.Facts["ftp.command"]);
        Assert.Equal("550", flow.Facts["ftp.reply"]);
        Assert.Equal("FTP ftp", flow.App?.Summary);
        Assert.DoesNotContain(flow.Facts.Values, value => value.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("220-\r\n220-FileZilla Server 0.9.60 beta\r\n220 ok\r\n", "FileZilla Server 0.9.60 beta")]
    [InlineData("220---------- Welcome to Pure-FTPd [privsep] ----------\r\n220-You are user 1\r\n", "Welcome to Pure-FTPd [privsep]")]
    [InlineData("220 (vsFTPd 3.0.5)\r\n", "vsFTPd 3.0.5")]
    public void Dissect_takes_the_server_from_the_greeting(string greeting, string server)
    {
        Assert.Equal(server, Open().Server(Text(greeting)).Facts["ftp.server"]);
    }

    [Fact]
    public void Dissect_decides_a_greeting_that_says_nothing_by_what_follows()
    {
        var flow = Open().Server(Text("220 Welcome\r\n")).Client(Text("USER bob\r\n"));
        Assert.Null(flow.App);

        flow.Server(Text("331 Password?\r\n")).Client(Text("PASS x\r\n"));

        Assert.Equal("bob", flow.Facts["ftp.user"]);
        Assert.Equal("Welcome", flow.Facts["ftp.server"]);
    }

    [Theory]
    [InlineData("220 mail.example.com ESMTP Postfix\r\n", "EHLO client\r\n", "250 mail.example.com\r\n")]
    [InlineData("220 mail.example.com ready\r\n", "EHLO client\r\n", "250-mail.example.com\r\n250 STARTTLS\r\n")]
    [InlineData("220 ftp.example.com ready\r\n", "HELO client\r\n", "250 hello\r\n")]
    [InlineData("220 mail.example.com ready\r\n", "QUIT\r\n", "221 bye\r\n")]
    [InlineData("+OK POP3 ready\r\n", "USER bob\r\n", "+OK\r\n")]
    [InlineData("200 news.example.com NNTP\r\n", "LIST\r\n", "215 list follows\r\n")]
    [InlineData("220 hi\r\n", "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n")]
    [InlineData(":irc.example.com NOTICE * :hi\r\n", "USER a 0 * :b\r\n", ":irc 001 a\r\n")]
    public void Dissect_leaves_the_other_line_protocols(string greeting, string command, string reply)
    {
        var flow = Open().Server(Text(greeting)).Client(Text(command)).Server(Text(reply));

        Assert.Null(flow.App);
    }

    [Theory]
    [InlineData(21, "220 Welcome\r\n", true)]
    [InlineData(21, "421 Too many connections\r\n", true)]
    [InlineData(2121, "421 Too many connections\r\n", false)]
    [InlineData(21, "220 host ESMTP\r\n", false)]
    [InlineData(21, "HTTP/1.1 400 Bad Request\r\n\r\n", false)]
    [InlineData(21, "SSH-2.0-x\r\n", false)]
    public void Dissect_lets_the_port_decide_only_what_the_content_leaves_open(int port, string greeting, bool isFtp)
    {
        var flow = new Conversation(Transports.Tcp, serverPort: (ushort)port).Open().Server(Text(greeting));

        Assert.Equal(isFtp, flow.App?.Protocol == "ftp");
    }

    [Fact]
    public void Dissect_hands_over_where_tls_begins()
    {
        var flow = Open().Server(Text("220 (vsFTPd 3.0.5)\r\n")).Client(Text("AUTH TLS\r\n")).Server(Text("234-Wait\r\n234 Proceed\r\n"));
        Assert.Equal("TLS", flow.Facts["ftp.auth"]);
        Assert.False(flow.IsFinished);

        flow.Client(ClientHelloBytes.WithSni("ftp.example.com")).Server(TlsBytes.ServerHello13());

        Assert.True(flow.IsFinished);
        Assert.Equal("FTP → TLS ftp.example.com", flow.App?.Summary);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
    }

    [Theory]
    [InlineData("227 Entering Passive Mode (192,0,2,1,200,10).\r\n", 51210)]
    [InlineData("227 Entering Passive Mode 192,0,2,1,4,1\r\n", 1025)]
    [InlineData("229 Entering Extended Passive Mode (|||58612|)\r\n", 58612)]
    [InlineData("229 Extended (whatever) mode (!!!1024!)\r\n", 1024)]
    [InlineData("227 Entering Passive Mode (192,0,2,1,200).\r\n", null)]
    [InlineData("227 Entering Passive Mode (192,0,2,1,256,10).\r\n", null)]
    [InlineData("227 Entering Passive Mode (192,0,2,1,0,0).\r\n", null)]
    [InlineData("229 Entering Extended Passive Mode (|||65536|)\r\n", null)]
    [InlineData("229 Entering Extended Passive Mode (|||\r\n", null)]
    [InlineData("229 Entering Extended Passive Mode (\r\n", null)]
    [InlineData("213 192,0,2,1,200,10\r\n", null)]
    public void Dissect_announces_where_the_server_will_listen(string reply, int? port) =>
        AssertAnnounced(Dissect(fromInitiator: false, reply), listenerIsInitiator: false, port);

    [Theory]
    [InlineData("PORT 192,0,2,1,4,5\r\n", 1029)]
    [InlineData("port 192,0,2,1,4,5\r\n", 1029)]
    [InlineData("EPRT |1|192.0.2.1|1029|\r\n", 1029)]
    [InlineData("EPRT !2!2001:db8::1!5282!\r\n", 5282)]
    [InlineData("PORT 192,0,2,1,4\r\n", null)]
    [InlineData("EPRT |1|192.0.2.1|x|\r\n", null)]
    [InlineData("EPRT |\r\n", null)]
    [InlineData("SIZE 192,0,2,1,4,5\r\n", null)]
    public void Dissect_announces_where_the_client_will_listen(string command, int? port) =>
        AssertAnnounced(Dissect(fromInitiator: true, command), listenerIsInitiator: true, port);

    private static void AssertAnnounced(AnnouncedFlow? flow, bool listenerIsInitiator, int? port)
    {
        Assert.Equal(port, flow?.Port);
        if (flow is not null)
        {
            Assert.Equal(listenerIsInitiator, flow.ListenerIsInitiator);
            Assert.Equal(("FTP data", "data"), (flow.App.Summary, Assert.Single(flow.App.Fields).Value));
        }
    }

    private static AnnouncedFlow? Dissect(bool fromInitiator, string line) => new FtpDissector().Dissect(new Payload
    {
        Bytes = Text(line),
        Transport = Transports.Tcp,
        FromInitiator = fromInitiator,
        Current = new FtpInfo(),
    }).Announces;

    [Theory]
    [InlineData(true, "PASV\r\n")]
    [InlineData(true, "PORT 192,0,2,1,4,5\r\n")]
    [InlineData(true, "EPRT |1|192.0.2.1|1029|\r\n")]
    [InlineData(false, "227 Entering Passive Mode (192,0,2,1,200,10).\r\n")]
    [InlineData(false, "229 Entering Extended Passive Mode (|||58612|)\r\n")]
    public void Dissect_recognises_what_announces_a_data_connection_mid_stream(bool fromClient, string line)
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 2121).Send(fromClient, Text(line));

        Assert.Equal("ftp", flow.App?.Protocol);
    }

    [Theory]
    [InlineData("USER bob\r\n")]
    [InlineData("PORT 80\r\n")]
    [InlineData("TYPE the text\r\n")]
    [InlineData("230 ok\r\n")]
    public void Dissect_claims_nothing_ambiguous_mid_stream(string line)
    {
        Assert.Null(new Conversation(Transports.Tcp, serverPort: 2121).Client(Text(line)).App);
    }

    [Fact]
    public void Dissect_reads_commands_behind_telnet_signals()
    {
        var flow = Open().Server(Text("220 FTP\r\n")).Client([0xff, 0xf4, 0xff, 0xf2, .. Text("ABOR\r\n")]);

        Assert.Equal("ABOR", flow.Facts["ftp.command"]);
    }

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 2121).Open();

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
