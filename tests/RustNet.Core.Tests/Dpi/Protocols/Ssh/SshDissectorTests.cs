using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Ssh;

public sealed class SshDissectorTests
{
    private const string Curve = "curve25519-sha256";

    [Fact]
    public void Dissect_shows_both_banners_and_the_software()
    {
        var flow = Open().Client(Text("SSH-2.0-PuTTY_Release_0.78\r\n")).Server(Text("SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.1\r\n"));

        Assert.Equal("SSH-2.0-PuTTY_Release_0.78", flow.Facts["ssh.client"]);
        Assert.Equal("SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.1", flow.Facts["ssh.server"]);
        Assert.Equal("OpenSSH_8.9p1", flow.Facts["ssh.software"]);
        Assert.Equal("2.0", flow.Facts["ssh.version"]);
        Assert.Equal("SSH OpenSSH_8.9p1", flow.App?.Summary);
        Assert.Equal("BANNER", flow.App?.Phase);
        Assert.Equal(30 * PacketTime.Minute, flow.App?.IdleTimeout);
    }

    [Theory]
    [InlineData("SSH-2.0-a", "SSH-1.99-b", "2.0")]
    [InlineData("SSH-1.99-a", "SSH-1.99-b", "2.0")]
    [InlineData("SSH-1.5-a", "SSH-1.99-b", "1.5")]
    [InlineData("SSH-1.99-a", "SSH-1.5-b", "1.5")]
    public void Dissect_takes_the_version_of_the_older_side(string client, string server, string expected)
    {
        var flow = Open().Client(Text(client + "\r\n")).Server(Text(server + "\n"));

        Assert.Equal(expected, flow.Facts["ssh.version"]);
    }

    [Theory]
    [InlineData("chacha20-poly1305@openssh.com", "hmac-sha1", 28)]
    [InlineData("aes128-gcm@openssh.com", "", 36)]
    [InlineData("aes256-ctr", "hmac-sha2-256", 48)]
    [InlineData("aes256-ctr", "hmac-sha2-512-etm@openssh.com", 84)]
    [InlineData("3des-cbc", "hmac-md5", 32)]
    [InlineData("aes128-cbc", "hmac-sha1-96", 28)]
    public void Dissect_follows_the_phases(string cipher, string mac, int successLength)
    {
        var flow = Banners();

        flow.Client(SshBytes.KexInit(Curve, "unknown," + cipher, mac));
        Assert.Equal("KEYEXCHANGE", flow.App?.Phase);

        flow.Server(SshBytes.KexInit("other," + Curve, cipher, mac)).Client(SshBytes.Packet(30, new byte[37]));
        Assert.Equal(Curve, flow.Facts["ssh.kex"]);
        Assert.Equal(cipher, flow.Facts["ssh.cipher"]);

        flow.Server([.. SshBytes.Packet(31, new byte[90]), .. SshBytes.NewKeys()]);
        Assert.Equal("KEYEXCHANGE", flow.App?.Phase);

        flow.Client(SshBytes.NewKeys());
        Assert.Equal("AUTHENTICATION", flow.App?.Phase);

        flow.Client(new byte[64]).Server(new byte[successLength + 8]).Client(new byte[200]);
        Assert.Equal("AUTHENTICATION", flow.App?.Phase);

        flow.Server(new byte[successLength]);
        Assert.Equal("ESTABLISHED", flow.App?.Phase);
        Assert.True(flow.IsFinished);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Dissect_takes_a_long_exchange_for_established()
    {
        var flow = Banners().Client(SshBytes.NewKeys()).Server(SshBytes.NewKeys());
        for (var i = 0; i < 16; i++)
        {
            flow.Client(new byte[100]).Server(new byte[900]);
        }

        Assert.Equal("ESTABLISHED", flow.App?.Phase);
    }

    [Fact]
    public void Dissect_follows_version_1()
    {
        var flow = Open().Server(Text("SSH-1.5-1.2.27\n")).Client(Text("SSH-1.5-OpenSSH_5.3\n"));

        flow.Server(Version1(2, 100));
        Assert.Equal("KEYEXCHANGE", flow.App?.Phase);

        flow.Client(Version1(3, 140)).Server(Version1(14, 5)).Client(Version1(4, 20)).Server(Version1(15, 5)).Client(Version1(9, 25)).Server(Version1(14, 5));
        Assert.Equal("AUTHENTICATION", flow.App?.Phase);

        flow.Client(Version1(12, 5));   // the shell
        Assert.Equal("ESTABLISHED", flow.App?.Phase);
    }

    [Fact]
    public void Dissect_finds_the_banner_behind_what_a_server_says_first()
    {
        var flow = Open().Server(Text("Authorised users only.\r\n\r\nSSH-2.0-dropbear_2022.83\r\n"));

        Assert.Equal("SSH-2.0-dropbear_2022.83", flow.Facts["ssh.server"]);
    }

    [Fact]
    public void Dissect_recognises_a_key_exchange_begun_mid_stream()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 2022)
            .Client(SshBytes.KexInit(Curve, "aes128-ctr", "hmac-sha1")).Server(SshBytes.KexInit(Curve, "aes128-ctr", "hmac-sha1"));

        Assert.Equal("ssh", flow.App?.Protocol);
        Assert.Equal("aes128-ctr", flow.Facts["ssh.cipher"]);
        Assert.Equal("KEYEXCHANGE", flow.App?.Phase);
    }

    [Theory]
    [InlineData("SSH-\r\n")]
    [InlineData("SSH-3.0-x\r\n")]
    [InlineData("SSH-2.0\r\n")]
    [InlineData("SSH-2.0-a\u0001b\r\n")]
    [InlineData("SSH2\r\n")]
    [InlineData("GET /\nSSH-2.0-x\r\n")]
    public void Dissect_leaves_what_only_looks_similar(string text)
    {
        Assert.Null(Open().Client(Text(text)).App);
    }

    [Fact]
    public void Dissect_gives_up_on_a_banner_without_end()
    {
        var flow = Open().Client(Text("SSH-2.0-" + new string('x', 300)));

        Assert.Null(flow.App);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    private static byte[] Version1(int type, int length)
    {
        var padding = 8 - (length % 8);
        return new WireBytes().U32(length).Repeat(0, padding).U8(type).Repeat(7, length - 1).ToArray();
    }

    private static Conversation Banners() => Open().Client(Text("SSH-2.0-a\r\n")).Server(Text("SSH-2.0-b\r\n"));

    private static Conversation Open() => new Conversation(Transports.Tcp, serverPort: 2200).Open();

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
