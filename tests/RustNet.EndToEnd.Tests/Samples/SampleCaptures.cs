using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.EndToEnd.Tests.Samples;

/// <summary>
/// Capture files made packet by packet: the input of the golden tests and of the tests of the screen. Names and addresses
/// are those kept for documentation (RFC 2606, 5737, 3849).
/// </summary>
internal static class SampleCaptures
{
    /// <summary>One of every kind of row, all within two seconds, nothing closed.</summary>
    public static byte[] Desk()
    {
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:51000", "198.51.100.10:443", 0).Open()
            .Send(true, TlsHelloBytes.Client("www.example.com", "h2", "http/1.1"))
            .Send(false, TlsHelloBytes.Server13());
        new TcpConversation(capture, "10.0.0.5:51001", "203.0.113.20:80", 0.2).Open()
            .Send(true, HttpBytes.Get("intranet.example.org", "/start")).Send(false, HttpBytes.Response(200, 4000));
        capture.Add(Captured.At(0.40, FrameBytes.Udp("10.0.0.5:40000", "192.0.2.53:53", DnsBytes.Query(1, "api.example.net"))));
        capture.Add(Captured.At(0.41, FrameBytes.Udp("192.0.2.53:53", "10.0.0.5:40000", DnsBytes.Answer(1, "api.example.net", "198.51.100.77"))));
        capture.Add(Captured.At(0.50, FrameBytes.Udp("10.0.0.5:5000", "192.0.2.9:5001", new byte[200])));
        capture.Add(Captured.At(0.60, FrameBytes.IcmpEcho("10.0.0.5", "203.0.113.1", identifier: 7)));
        capture.Add(Captured.At(0.61, FrameBytes.IcmpEcho("203.0.113.1", "10.0.0.5", reply: true, identifier: 7)));
        capture.Add(Captured.At(0.70, FrameBytes.Arp("10.0.0.5", "10.0.0.1")));
        new TcpConversation(capture, "[2001:db8::5]:51002", "[2001:db8::80]:443", 0.8).Syn();
        new TcpConversation(capture, "10.0.0.5:51003", "192.0.2.200:22", 1.0).Open();
        return CaptureBytes.Pcap(capture.OrderBy(c => c.Timestamp));
    }

    /// <summary>A page over HTTP, opened and closed in order; the smallest useful file.</summary>
    public static byte[] Web()
    {
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:51001", "203.0.113.20:80", 0).Open()
            .Send(true, HttpBytes.Get("www.example.com")).Send(false, HttpBytes.Response(200, 3000)).Close();
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>
    /// TLS: a ClientHello in three segments, TLS 1.3 and 1.2, IPv4 and IPv6, on usual and unusual ports, an expired certificate, a refusal.
    /// </summary>
    public static byte[] Tls()
    {
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:51000", "198.51.100.10:443", 0).Open()
            .Send(true, TlsHelloBytes.Client("split.example.com", "h2", "http/1.1"), segment: 70)
            .Send(false, TlsHelloBytes.Server13()).Close();
        new TcpConversation(capture, "[2001:db8::5]:51001", "[2001:db8::80]:8443", 1).Open()
            .Send(true, TlsHelloBytes.Client("six.example.org", "h2"))
            .Send(false, TlsHelloBytes.Server12("h2")).Reset(byClient: false);
        new TcpConversation(capture, "10.0.0.5:51002", "198.51.100.11:443", 2).Open()
            .Send(true, TlsHelloBytes.Client("old.example.com", "http/1.1"))
            .Send(false, [.. TlsHelloBytes.Server12("http/1.1"), .. TlsHelloBytes.Certificate("*.example.com", "example.com")], segment: 120)
            .Send(true, TlsHelloBytes.Refusal(45)).Close();
        new TcpConversation(capture, "10.0.0.5:51003", "198.51.100.12:443", 3).Open()
            .Send(true, TlsHelloBytes.Client("refused.example.com", "h2")).Send(false, TlsHelloBytes.Refusal(120)).Close();
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>Connections that others announce, and that turn into others: FTP with a data connection, a proxy's tunnel, STARTTLS.</summary>
    public static byte[] Turns()
    {
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:51010", "192.0.2.21:21", 0).Open()
            .Send(false, "220 (sample)\r\n"u8).Send(true, "USER anonymous\r\n"u8).Send(false, "230 In.\r\n"u8)
            .Send(true, "EPSV\r\n"u8).Send(false, "229 Entering Extended Passive Mode (|||40000|)\r\n"u8)
            .Send(true, "RETR file\r\n"u8).Wait(0.5).Send(false, "226 Done.\r\n"u8).Close();
        new TcpConversation(capture, "10.0.0.5:51011", "192.0.2.21:40000", 0.3, 20_000).Open().Send(false, new byte[3000]).Close(byClient: false);
        new TcpConversation(capture, "10.0.0.5:51012", "192.0.2.80:3128", 2, 30_000).Open()
            .Send(true, "CONNECT www.example.com:443 HTTP/1.1\r\nHost: www.example.com:443\r\n\r\n"u8).Send(false, "HTTP/1.1 200 OK\r\n\r\n"u8)
            .Send(true, TlsHelloBytes.Client("www.example.com", "h2")).Send(false, TlsHelloBytes.Server13()).Close();
        new TcpConversation(capture, "10.0.0.5:51013", "192.0.2.25:587", 3, 40_000).Open()
            .Send(false, "220 mail.example.org ESMTP\r\n"u8).Send(true, "EHLO sample\r\n"u8).Send(false, "250 STARTTLS\r\n"u8)
            .Send(true, "STARTTLS\r\n"u8).Send(false, "220 Go\r\n"u8)
            .Send(true, TlsHelloBytes.Client("mail.example.org")).Send(false, TlsHelloBytes.Server13()).Close();
        return CaptureBytes.Pcap(capture.OrderBy(c => c.Timestamp));
    }

    /// <summary>DNS over UDP and TCP: answers, an unknown name, a query without an answer.</summary>
    public static byte[] Dns()
    {
        var capture = new List<Captured>
        {
            Captured.At(0.0, FrameBytes.Udp("10.0.0.5:40000", "192.0.2.53:53", DnsBytes.Query(1, "a.example.net"))),
            Captured.At(0.1, FrameBytes.Udp("192.0.2.53:53", "10.0.0.5:40000", DnsBytes.Answer(1, "a.example.net", "198.51.100.77"))),
            Captured.At(0.2, FrameBytes.Udp("[2001:db8::5]:40001", "[2001:db8::53]:5300", DnsBytes.Query(2, "b.example.net", 28))),
            Captured.At(0.3, FrameBytes.Udp("[2001:db8::53]:5300", "[2001:db8::5]:40001", DnsBytes.Answer(2, "b.example.net", "2001:db8::77", 28))),
            Captured.At(0.4, FrameBytes.Udp("10.0.0.5:40002", "192.0.2.53:53", DnsBytes.Query(3, "nowhere.example"))),
            Captured.At(0.5, FrameBytes.Udp("192.0.2.53:53", "10.0.0.5:40002", DnsBytes.Answer(3, "nowhere.example", null, code: 3))),
            Captured.At(0.6, FrameBytes.Udp("10.0.0.5:40003", "192.0.2.53:53", DnsBytes.Query(4, "silence.example"))),
        };
        new TcpConversation(capture, "10.0.0.5:40004", "192.0.2.53:53", 1).Open()
            .Send(true, new WireBytes().Vector16(DnsBytes.Query(5, "tcp.example.net")).ToArray())
            .Send(false, new WireBytes().Vector16(DnsBytes.Answer(5, "tcp.example.net", "198.51.100.78")).ToArray())
            .Close();
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>How TCP connections go: refused, unanswered, half closed, met in the middle, repeated, and a second one on the same ports.</summary>
    public static byte[] TcpStates()
    {
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:50001", "192.0.2.1:81", 0.0).Syn().Reset(byClient: false);
        new TcpConversation(capture, "10.0.0.5:50002", "192.0.2.1:82", 0.1).Syn();
        new TcpConversation(capture, "10.0.0.5:50003", "192.0.2.1:83", 0.2).Open().Fin(byClient: true);
        new TcpConversation(capture, "10.0.0.5:50004", "192.0.2.1:84", 0.3).Open().Fin(byClient: false);
        new TcpConversation(capture, "10.0.0.5:50005", "192.0.2.1:85", 0.4).Send(true, new byte[100]).Send(false, new byte[300]);
        new TcpConversation(capture, "10.0.0.5:50006", "192.0.2.1:86", 0.5).Open().Send(true, new byte[100]).Repeat(true, new byte[100]);
        new TcpConversation(capture, "10.0.0.5:50007", "192.0.2.1:87", 0.6).Open().Close(byClient: true);
        new TcpConversation(capture, "10.0.0.5:50008", "192.0.2.1:88", 0.7).Open().Close(byClient: false);
        new TcpConversation(capture, "10.0.0.5:50007", "192.0.2.1:87", 1.0, initialSequence: 90_000).Open().Send(true, new byte[10]);
        return CaptureBytes.Pcap(capture.OrderBy(c => c.Timestamp));
    }

    /// <summary>Idle connections that time out by packet time, one that is kept alive past its timeout, and one after all of it.</summary>
    public static byte[] Timeouts()
    {
        var capture = new List<Captured>
        {
            Captured.At(0, FrameBytes.Udp("10.0.0.5:5000", "192.0.2.9:5001", new byte[20])),
            Captured.At(1, FrameBytes.IcmpEcho("10.0.0.5", "192.0.2.9", identifier: 3)),
        };
        for (var second = 0; second <= 120; second += 20)
        {
            capture.Add(Captured.At(second + 2, FrameBytes.Udp("10.0.0.5:5002", "192.0.2.9:5003", new byte[30])));
        }

        capture.Add(Captured.At(200, FrameBytes.Udp("10.0.0.5:5004", "192.0.2.9:5005", new byte[40])));
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>Everything below the transports: VLANs, fragments, extension headers, tunnels' protocols, ARP, ICMP, IGMP, multicast, padding, a short frame.</summary>
    public static byte[] Layers()
    {
        const string From = "10.0.0.5:6000";
        const string To = "192.0.2.9:6001";
        var datagram = FrameBytes.UdpDatagram(From, To, new byte[64]);
        Captured[] capture =
        [
            Captured.At(0.0, FrameBytes.Ethernet(FrameBytes.IpPacket("10.0.0.5:6010", To, IpProtocol.Udp, FrameBytes.UdpDatagram("10.0.0.5:6010", To, new byte[8])), 10)),
            Captured.At(0.1, FrameBytes.Ethernet(FrameBytes.IpPacket("10.0.0.5:6011", To, IpProtocol.Udp, FrameBytes.UdpDatagram("10.0.0.5:6011", To, new byte[8])), 20, 30)),
            Captured.At(0.2, FrameBytes.Ethernet(FrameBytes.IPv4Packet(From, To, IpProtocol.Udp, datagram.AsSpan(0, 40), moreFragments: true))),
            Captured.At(0.3, FrameBytes.Ethernet(FrameBytes.IPv4Packet(From, To, IpProtocol.Udp, datagram.AsSpan(40), fragmentOffset: 40))),
            Captured.At(0.4, FrameBytes.Padded(FrameBytes.Udp("10.0.0.5:6012", To, [1]))),
            Captured.At(0.5, FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.5", "192.0.2.9", (IpProtocol)50, new byte[40]))),
            Captured.At(0.6, FrameBytes.Arp("10.0.0.5", "10.0.0.1")),
            Captured.At(0.7, FrameBytes.Arp("10.0.0.1", "10.0.0.5", operation: 2)),
            Captured.At(0.8, FrameBytes.IcmpEcho("2001:db8::5", "2001:db8::9", identifier: 9)),
            Captured.At(0.9, FrameBytes.IcmpEcho("2001:db8::9", "2001:db8::5", reply: true, identifier: 9)),
            Captured.At(1.0, FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.5", "224.0.0.22", (IpProtocol)2, new WireBytes().Hex("22 00 dd fd 00 00 00 00").ToArray()))),
            Captured.At(1.1, FrameBytes.Udp("10.0.0.5:6013", "239.255.0.1:6014", new byte[12])),
            Captured.At(1.2, FrameBytes.Udp("10.0.0.5:6015", To, new byte[200])[..30]),
        ];
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>pcapng with two named interfaces, of micro- and nanosecond time, Ethernet and raw IP.</summary>
    public static byte[] TwoInterfaces()
    {
        var ethernet = FrameBytes.Udp("10.0.0.5:7000", "192.0.2.9:7001", new byte[10]);
        var raw = FrameBytes.IPv4Packet(
            "10.0.0.6:7002", "192.0.2.9:7003", IpProtocol.Udp, FrameBytes.UdpDatagram("10.0.0.6:7002", "192.0.2.9:7003", new byte[10]));
        const ulong Microseconds = (ulong)(Captured.Start / PacketTime.Microsecond);
        return new PcapngBytes().Section()
            .Interface(LinkLayer.Ethernet, "eth7")
            .Interface(LinkLayer.Raw, "tun3", resolution: 9)
            .Enhanced(0, Microseconds + 123_456, ethernet)
            .Enhanced(1, (Microseconds * 1000) + 1_123_456_789, raw)
            .ToArray();
    }

    /// <summary>Names that try to reach the terminal: escape sequences, line breaks, direction overrides, quotes.</summary>
    public static byte[] HostileNames()
    {
        const string Escape = "\u001b[2J\u001b]2;owned\u0007\u001b[31m\u009b31m";
        var capture = new List<Captured>();
        new TcpConversation(capture, "10.0.0.5:50001", "192.0.2.1:80", 0).Open()
            .Send(true, HttpBytes.Get($"h{Escape}h.example", $"/p{Escape}", $"a{Escape}\"\\")).Send(false, HttpBytes.Response(200, 0));
        new TcpConversation(capture, "10.0.0.5:50002", "192.0.2.1:443", 0.2).Open()
            .Send(true, TlsHelloBytes.Client($"s{Escape}.example", $"x{Escape}")).Send(false, TlsHelloBytes.Server12($"y{Escape}"));
        capture.Add(Captured.At(0.5, FrameBytes.Udp("10.0.0.5:40000", "192.0.2.53:53", DnsBytes.Query(1, $"d{Escape}.\r\n{{\"x\":1}}.example"))));
        capture.Add(Captured.At(0.6, FrameBytes.Udp("192.0.2.53:53", "10.0.0.5:40000", DnsBytes.Answer(1, $"d{Escape}.\r\n{{\"x\":1}}.example", "192.0.2.3"))));
        return CaptureBytes.Pcap(capture);
    }

    /// <summary>So many connections that no screen holds them: UDP from ports 10000 up, one packet each, all within a second.</summary>
    public static byte[] Many(int count) => CaptureBytes.Pcap(Enumerable.Range(0, count).Select(
        i => Captured.At((double)i / count, FrameBytes.Udp($"10.0.0.5:{10_000 + i}", "192.0.2.9:9999", new byte[1 + (i % 900)]))));
}
