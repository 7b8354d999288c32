using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class MdnsDissectorTests
{
    [Fact]
    public void Dissect_reads_questions_and_announcements()
    {
        var flow = Udp().Client(Query("_ipp._tcp.local"));
        Assert.Equal("MDNS_QUERY", flow.App?.TransportState);
        Assert.Equal("mDNS _ipp._tcp.local", flow.App?.Summary);
        Assert.Equal("PTR", flow.Facts["mdns.type"]);

        flow.Client(Announcement());

        Assert.Equal("MDNS_RESPONSE", flow.App?.TransportState);
        Assert.Equal("_ipp._tcp.local", flow.App?.HostName);
        Assert.Equal("_ipp._tcp, _http._tcp", flow.Facts["mdns.services"]);
        Assert.Equal("PTR Laser._ipp._tcp.local, SRV 0 0 80 printer.local, 192.0.2.9", flow.Facts["mdns.answers"]);
    }

    [Fact]
    public void Dissect_names_no_host_while_nobody_asked_for_one()
    {
        var flow = Udp().Client(Announcement());
        Assert.Equal("mdns", flow.App?.Protocol);
        Assert.Null(flow.App?.HostName);
        Assert.Equal("mDNS _ipp._tcp", flow.App?.Summary);

        flow.Client(Query("printer.local"));

        Assert.Equal("printer.local", flow.App?.HostName);
    }

    [Theory]
    [InlineData("Laser 2nd floor._ipp._tcp.local", "Laser 2nd floor._ipp._tcp.local")]
    [InlineData("La\u00c3\u00bcser._ipp._tcp.local", "Laüser._ipp._tcp.local")]   // UTF-8, byte by byte
    [InlineData("a\u001bb.local", null)]
    [InlineData("a\u00ff.local", null)]
    public void Dissect_shows_readable_names_only_as_host(string name, string? expected) =>
        Assert.Equal(expected, Udp().Client(Query(name)).App?.HostName);

    [Fact]
    public void Dissect_reads_a_question_for_a_unicast_response()
    {
        var message = DnsBytes.Header(0, 0, 1, 0, 0).Append(DnsBytes.Name("host.local")).U16(255).U16(0x8001).ToArray();

        Assert.Equal("ANY", Udp().Client(message).Facts["mdns.type"]);
    }

    [Fact]
    public void Dissect_takes_known_answers_of_a_query_for_no_answer()
    {
        var message = DnsBytes.Header(0, 0, 1, 1, 0).Append(DnsBytes.Question("_ipp._tcp.local", 12))
            .Append(MdnsBytes.Record("_ipp._tcp.local", 12, DnsBytes.Name("Laser._ipp._tcp.local"))).ToArray();

        Assert.DoesNotContain("mdns.answers", Udp().Client(message).Facts);
    }

    [Theory]
    [InlineData("0000 0800 0001 0000 0000 0000 0161 00 0001 0001")]   // opcode 1
    [InlineData("0000 0000 0001 0000 0000 0000 0161 00 0001 0077")]   // a class not in use
    [InlineData("0000 8400 0000 0000 0000 0000")]                     // nothing at all
    [InlineData("0000 0000 0002 0000 0000 0000 0161 00 0001 0001")]   // a second question that is not there
    public void Dissect_refuses_what_no_responder_would_send(string hex) =>
        Assert.Null(Udp().Client(new WireBytes().Hex(hex).ToArray()).App);

    [Fact]
    public void Dissect_leaves_dns_of_a_client_that_happens_to_use_the_port()
    {
        var flow = new Conversation(Transports.Udp, clientPort: 5353, serverPort: 53).Client(DnsBytes.Query("example.com"));

        Assert.Equal("dns", flow.App?.Protocol);
    }

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp();
        var (query, announcement) = (Query("_ipp._tcp.local"), Announcement());
        for (var i = 0; i < 40; i++)
        {
            flow.Client(query).Client(announcement);
        }

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                flow.Client(query).Client(announcement);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal("MDNS_QUERY", flow.Client(query).App?.TransportState);
    }

    [Fact]
    public void Dissect_bounds_what_it_keeps()
    {
        var flow = Udp();
        for (var message = 0; message < 40; message++)
        {
            var bytes = DnsBytes.Header(0, 0x8400, 0, 100, 0);
            for (var i = 0; i < 100; i++)
            {
                bytes.Append(MdnsBytes.Record($"_s{message}x{i}._tcp.local", 12, DnsBytes.Name($"{message}.{i}.local")));
            }

            flow.Client(bytes.ToArray());
        }

        Assert.Equal(16, flow.Facts["mdns.services"].Split(", ").Length);
        Assert.Equal(16, flow.Facts["mdns.answers"].Split(", ").Length);
    }

    private static byte[] Query(string name) => DnsBytes.Header(0, 0, 1, 0, 0).Append(DnsBytes.Question(name, 12)).ToArray();

    private static byte[] Announcement() => DnsBytes.Header(0, 0x8400, 0, 3, 0)
        .Append(MdnsBytes.Record("_ipp._tcp.local", 12, DnsBytes.Name("Laser._ipp._tcp.local")))
        .Append(MdnsBytes.Record("Laser._http._tcp.local", 33, new WireBytes().U16(0).U16(0).U16(80).Append(DnsBytes.Name("printer.local")).ToArray()))
        .Append(MdnsBytes.Record("printer.local", 1, [192, 0, 2, 9])).ToArray();

    private static Conversation Udp() => new(Transports.Udp, clientPort: 5353, serverPort: 5353);
}
