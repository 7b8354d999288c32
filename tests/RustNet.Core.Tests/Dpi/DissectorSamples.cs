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
        new("dns", "dns", Transports.Udp, 53, "www.example.com",
            Client(DnsBytes.Query("www.example.com")),
            Server(DnsBytes.Response("www.example.com", 1, 0, DnsBytes.CName("web.example.com"), DnsBytes.Address("192.0.2.1")))),
        new("dns over tcp", "dns", Transports.Tcp, 53, "example.net",
            Client(DnsBytes.OverTcp(DnsBytes.Query("example.net", 28))),
            Server(DnsBytes.OverTcp(DnsBytes.Response("example.net", 28, 0, DnsBytes.Address("2001:db8::1"))))),
        new("quic", "quic", Transports.Udp, 443, "example.com",
            Client(QuicBytes.ClientInitial(QuicBytes.Crypto(0, new ClientHelloBytes { ServerName = "example.com", Protocols = ["h3"] }.Message()))),
            Server([.. QuicBytes.ServerInitial(QuicBytes.Crypto(0, TlsBytes.ServerHello13().AsSpan(5))), .. QuicBytes.Opaque(2, [], QuicBytes.ServerId)]),
            Client(QuicBytes.Short(QuicBytes.ServerId))),
    ];

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
