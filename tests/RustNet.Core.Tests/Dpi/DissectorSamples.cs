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
        new("ntp", "ntp", Transports.Udp, 123, null, Client(new NtpBytes().ToArray()),
            Server(new NtpBytes { Mode = 4, Stratum = 2, Reference = "c0000205", Origin = 0xe000_0000, Receive = 0xe000_0001, Transmit = 0xe000_0001 }.ToArray())),
        new("ntp monlist", "ntp", Transports.Udp, 123, null, Client(new WireBytes().Hex("17 00 03 2a 0000 0000").ToArray()),
            Server(new WireBytes().Hex("97 00 03 2a 0002 0008").Repeat(1, 16).ToArray())),
        new("stun", "stun", Transports.Udp, 3478, null,
            Client(StunBytes.Message(0x0001, StunBytes.Attribute(0x8022, "test client"u8), StunBytes.Attribute(0x0006, "evtj:h6vY"u8))),
            Server(StunBytes.Message(0x0101, StunBytes.Attribute(0x8022, "test vector"u8), StunBytes.Attribute(0x0020, [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43])))),
        new("stun classic", "stun", Transports.Udp, 3478, null,
            Client(StunBytes.Classic(0x0001, StunBytes.Attribute(3, [0, 0, 0, 6]))),
            Server(StunBytes.Classic(0x0101, StunBytes.Attribute(1, [0, 1, 0x80, 0x55, 192, 0, 2, 1])))),
        new("turn over tcp", "stun", Transports.Tcp, 3478, null,
            Client(StunBytes.Message(0x0003, StunBytes.Attribute(0x0019, [17, 0, 0, 0]))),
            Server(StunBytes.Message(0x0103, StunBytes.Attribute(0x0016, [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]))),
            Client([0x40, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5, 0, 0, 0])),
        new("stun framed", "stun", Transports.Tcp, 50123, null,
            Client(StunBytes.Framed(StunBytes.Message(0x0001, StunBytes.Attribute(0x0006, "evtj:h6vY"u8)))),
            Server(StunBytes.Framed(StunBytes.Message(0x0101, StunBytes.Attribute(0x0020, [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]))))),
        new("dhcp", "dhcp", Transports.Udp, 67, null,
            Client(DhcpBytes.Message(1, 1, DhcpBytes.Option(12, "laptop"u8), DhcpBytes.Option(60, "test 1.0"u8), DhcpBytes.Option(50, [192, 0, 2, 7]))),
            Server(DhcpBytes.Message(2, 2, DhcpBytes.Option(54, [192, 0, 2, 1])))),
        new("bootp", "dhcp", Transports.Udp, 67, null, Client(DhcpBytes.Bootp(1)), Server(DhcpBytes.Bootp(2))),
        new("dhcpv6", "dhcp", Transports.Udp, 547, null,
            Client(DhcpBytes.V6(1, DhcpBytes.V6Option(1, DhcpBytes.Duid), DhcpBytes.V6Option(39, [0, .. DnsBytes.Name("laptop.example.org")]))),
            Server(DhcpBytes.V6(2, DhcpBytes.V6Option(1, DhcpBytes.Duid), DhcpBytes.V6Option(2, DhcpBytes.ServerDuid), DhcpBytes.V6Address("2001:db8::7")))),
        new("snmp v2c", "snmp", Transports.Udp, 161, null,
            Client(SnmpBytes.Message(1, "letmein", SnmpBytes.Pdu(0xa0, SnmpBytes.SysDescr))),
            Server(SnmpBytes.Message(1, "letmein", SnmpBytes.Pdu(0xa2, SnmpBytes.SysDescr)))),
        new("snmp v3", "snmp", Transports.Udp, 161, null,
            Client(SnmpBytes.Message3(4, "", "", SnmpBytes.Scoped(SnmpBytes.Pdu(0xa0)))),
            Server(SnmpBytes.Message3(0, "8000000001020304", "", SnmpBytes.Scoped(SnmpBytes.Pdu(0xa8, SnmpBytes.SysDescr)))),
            Client(SnmpBytes.Message3(7, "8000000001020304", "operator", SnmpBytes.Element(4, new byte[24])))),
        new("mdns", "mdns", Transports.Udp, 5353, "_ipp._tcp.local",
            Client(DnsBytes.Header(0, 0, 2, 0, 0).Append(DnsBytes.Question("_ipp._tcp.local", 12)).Append(DnsBytes.Question("_http._tcp.local", 12)).ToArray()),
            Server(DnsBytes.Header(0, 0x8400, 0, 2, 0)
                .Append(MdnsBytes.Record("_ipp._tcp.local", 12, DnsBytes.Name("Laser 2nd floor._ipp._tcp.local")))
                .Append(MdnsBytes.Record("printer.local", 1, [192, 0, 2, 9])).ToArray())) { IsBoundToPort = true },
        new("llmnr", "llmnr", Transports.Udp, 5355, "fileserver",
            Client(DnsBytes.Header(7, 0, 1, 0, 0).Append(DnsBytes.Question("fileserver", 1)).ToArray()),
            Server(DnsBytes.Header(7, 0x8000, 1, 1, 0).Append(DnsBytes.Question("fileserver", 1)).Append(DnsBytes.Address("192.0.2.20")).ToArray())) { IsBoundToPort = true },
        new("llmnr over tcp", "llmnr", Transports.Tcp, 5355, "fileserver",
            Client(DnsBytes.OverTcp(DnsBytes.Header(7, 0, 1, 0, 0).Append(DnsBytes.Question("fileserver", 28)).ToArray())),
            Server(DnsBytes.OverTcp(DnsBytes.Header(7, 0x8000, 1, 1, 0).Append(DnsBytes.Question("fileserver", 28)).Append(DnsBytes.Address("2001:db8::20")).ToArray()))) { IsBoundToPort = true },
    ];

    private static byte[] Text(string text) => new WireBytes().Text(text).ToArray();
}
