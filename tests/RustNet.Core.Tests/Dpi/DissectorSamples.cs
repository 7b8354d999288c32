using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;
using static RustNet.Core.Tests.Dpi.SampleMessage;

namespace RustNet.Core.Tests.Dpi;

/// <summary>The registry of samples: a new protocol adds its line here and gets every contract test.</summary>
internal static class DissectorSamples
{
    public static IReadOnlyList<DissectorSample> All { get; } =
    [
        new("http", "http", Transports.Tcp, 80, "www.example.com", Client(Text(
            "GET /a/b?c=d HTTP/1.1\r\nHost: www.example.com:8080\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n")), Server(Text(
            "HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Length: 3\r\n\r\nno\n"))),
        new("tls13", "tls", Transports.Tcp, 443, "example.com",
            Client(new ClientHelloBytes { ServerName = "example.com", Protocols = ["h2", "http/1.1"], Grease = true }.Record()),
            Server([.. TlsBytes.ServerHello13(), .. TlsBytes.ChangeCipherSpec(), .. TlsBytes.ApplicationData(80)])),
        new("tls12 over records", "tls", Transports.Tcp, 8443, "example.org",
            Client(TlsBytes.Records(22, new ClientHelloBytes { ServerName = "example.org", Versions = [], Protocols = ["h2"] }.Message(), 50)),
            Server(TlsBytes.ServerHello12(protocol: "h2"))),
        new("tls13 retried", "tls", Transports.Tcp, 443, "retry.example",
            Client(ClientHelloBytes.WithSni("retry.example", "h2")),
            Server([.. TlsBytes.ServerHello13(0x1302, retry: true), .. TlsBytes.ChangeCipherSpec()]),
            Client([.. TlsBytes.ChangeCipherSpec(), .. ClientHelloBytes.WithSni("retry.example", "h2")]),
            Server(TlsBytes.ServerHello13(0x1302))),
        new("ssh", "ssh", Transports.Tcp, 22, null,
            Client(Text("SSH-2.0-OpenSSH_9.6\r\n")), Server(Text("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
            Client(SshBytes.KexInit("curve25519-sha256", "chacha20-poly1305@openssh.com,aes128-ctr", "umac-64@openssh.com")),
            Server(SshBytes.KexInit("curve25519-sha256", "aes128-ctr", "hmac-sha2-256,umac-64@openssh.com")),
            Client(SshBytes.Packet(30, TlsBytes.Random(1))),
            Server([.. SshBytes.Packet(31, TlsBytes.Random(2)), .. SshBytes.NewKeys()]),
            Client(SshBytes.NewKeys()), Client(TlsBytes.Random(3)), Server(TlsBytes.Random(4))),
        new("ftp", "ftp", Transports.Tcp, 21, null,
            Server(Text("220 (vsFTPd 3.0.3)\r\n")), Client(Text("USER anonymous\r\n")), Server(Text("331 Please specify the password.\r\n")),
            Client(Text("PASS guest@example.com\r\n")), Server(Text("230-Hello\r\n there\r\n230 Login successful.\r\n")), Client(Text("SYST\r\n")),
            Server(Text("215 UNIX Type: L8\r\n")), Client(Text("PASV\r\n")), Server(Text("227 Entering Passive Mode (192,0,2,1,200,10).\r\n"))),
        new("mqtt", "mqtt", Transports.Tcp, 1883, null,
            Client(MqttBytes.Connect("sensor-17", level: 4)), Server([0x20, 2, 0, 0]), Client(MqttBytes.Publish("home/attic/temperature", "21.5"))),
        new("mqtt5", "mqtt", Transports.Tcp, 1883, null,
            Client([.. MqttBytes.Connect("sensor-18", level: 5), .. MqttBytes.Publish("home/cellar", "\0humid")]), Server([0x20, 3, 0, 0, 0])),
        new("bittorrent", "bittorrent", Transports.Tcp, 6881, null,
            Client(BitTorrentBytes.Handshake("-qB4500-abcdefghijkl")), Server([.. BitTorrentBytes.Handshake("-TR2940-abcdefghijkl"), 0, 0, 0, 1, 2])),
        new("bittorrent dht", "bittorrent", Transports.Udp, 6881, null,
            Client(BitTorrentBytes.GetPeers("LT\u0001\u0002")), Server(BitTorrentBytes.Answer())),
        new("bittorrent over utp", "bittorrent", Transports.Udp, 51413, null,
            Client(BitTorrentBytes.MicroTransport(4)), Server(BitTorrentBytes.MicroTransport(2)),
            Client([.. BitTorrentBytes.MicroTransport(0), .. BitTorrentBytes.Handshake("-UT1860-abcdefghijkl")]),
            Server([.. BitTorrentBytes.MicroTransport(0), .. BitTorrentBytes.Handshake("-lt0D60-abcdefghijkl")])),
        new("bittorrent tracker", "bittorrent", Transports.Udp, 6969, null,
            Client(BitTorrentBytes.TrackerConnect()), Server(new byte[16]), Client(BitTorrentBytes.TrackerAnnounce("-DE2110-abcdefghijkl"))),
        new("ssdp", "ssdp", Transports.Udp, 1900, null,
            Client(Text("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n")),
            Server(Text("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\nSERVER: Linux UPnP/1.0 Box/2\r\nLOCATION: http://192.0.2.1/d.xml\r\n\r\n"))),
        new("netbios name", "netbios", Transports.Udp, 137, "FILESERVER",
            Client(NetBiosBytes.Query("FILESERVER", 0x20)), Server(NetBiosBytes.Answer("FILESERVER", 0x20, [192, 0, 2, 7]))),
        new("netbios datagram", "netbios", Transports.Udp, 138, "WORKGROUP",
            Client(NetBiosBytes.Datagram("DESKTOP-1", 0x00, "WORKGROUP", 0x1d))),
        new("netbios session", "netbios", Transports.Tcp, 139, "FILESERVER",
            Client(NetBiosBytes.SessionRequest("FILESERVER", 0x20, "DESKTOP-1", 0x00)), Server([0x82, 0, 0, 0]), Client([0, 0, 0, 4, 0xff, 0x53, 0x4d, 0x42])),
        new("dns", "dns", Transports.Udp, 53, "www.example.com",
            Client(DnsBytes.Query("www.example.com")),
            Server(DnsBytes.Response("www.example.com", 1, 0, DnsBytes.CName("web.example.com"), DnsBytes.Address("192.0.2.1")))),
        new("dns over tcp", "dns", Transports.Tcp, 53, "example.net",
            Client(DnsBytes.OverTcp(DnsBytes.Query("example.net", 28))),
            Server(DnsBytes.OverTcp(DnsBytes.Response("example.net", 28, 0, DnsBytes.Address("2001:db8::1"))))),
    ];

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
