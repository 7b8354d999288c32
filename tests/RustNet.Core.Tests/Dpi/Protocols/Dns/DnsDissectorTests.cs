using RustNet.Core.Dpi;
using RustNet.Core.Dpi.Protocols.Dns;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Dns;

public sealed class DnsDissectorTests
{
    [Fact]
    public void Dissect_reads_a_query_and_its_response()
    {
        var flow = Udp().Client(DnsBytes.Query("example.com"));
        Assert.Equal("DNS_QUERY", flow.App?.TransportState);
        Assert.Equal("DNS A example.com", flow.App?.Summary);

        flow.Server(DnsBytes.Response("example.com", 1, 0, DnsBytes.CName("web.example.net"), DnsBytes.Address("192.0.2.7")));

        Assert.Equal("DNS_RESPONSE", flow.App?.TransportState);
        Assert.Equal("NOERROR", flow.Facts["dns.rcode"]);
        Assert.Equal("CNAME web.example.net, 192.0.2.7", flow.Facts["dns.answers"]);
        Assert.Equal(30 * PacketTime.Second, flow.App?.IdleTimeout);
    }

    [Fact]
    public void Dissect_joins_the_types_asked_for_one_name()
    {
        var flow = Udp().Client(DnsBytes.Query("example.com", 1, 1)).Client(DnsBytes.Query("EXAMPLE.com", 28, 2))
            .Server(DnsBytes.Response(1, "example.com", 1, 0, DnsBytes.Address("192.0.2.7")))
            .Server(DnsBytes.Response(2, "example.com", 28, 0, DnsBytes.Address("2001:db8::7")));

        Assert.Equal("A, AAAA", flow.Facts["dns.type"]);
        Assert.Equal("192.0.2.7, 2001:db8::7", flow.Facts["dns.answers"]);
    }

    [Theory]
    [InlineData(new ushort[] { 1, 28, 15, 16, 2, 6 }, "A, AAAA, MX, TXT")]
    [InlineData(new ushort[] { 1, 0, 1, 28, 28 }, "A, AAAA")]   // 0 is reserved
    [InlineData(new ushort[] { 0, 0, 1 }, "TYPE0, A")]
    public void Dissect_joins_four_types_each_once(ushort[] asked, string shown)
    {
        var flow = Udp();
        foreach (var type in asked)
        {
            flow.Client(DnsBytes.Query("example.com", type));
        }

        Assert.Equal(shown, flow.Facts["dns.type"]);
    }

    [Fact]
    public void Dissect_keeps_the_first_names_of_a_resolver_that_keeps_its_port()
    {
        var flow = Udp().Client(DnsBytes.Query("first.example")).Client(DnsBytes.Query("a\u001bb.example"));
        flow.Client(DnsBytes.Query("second.example")).Server(DnsBytes.Response("SECOND.example", 1, 3));

        Assert.Equal(("first.example", "second.example"), (flow.Facts["dns.query"], flow.Facts["dns.other_queries"]));
        Assert.Equal(("DNS A first.example (+1)", "first.example"), (flow.App?.Summary, flow.App?.HostName));
        Assert.False(flow.Facts.ContainsKey("dns.rcode")); // that was about another name

        for (var i = 2; i <= 9; i++)
        {
            flow.Client(DnsBytes.Query($"n{i}.example"));
        }

        Assert.Equal("second.example, n2.example, n3.example, n4.example, n5.example, n6.example, n7.example, n8.example, …", flow.Facts["dns.other_queries"]);
        Assert.Equal("DNS A first.example (+8 and more)", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_shows_every_other_name_that_it_counts()
    {
        var flow = Udp().Client(DnsBytes.Query("first.example"));
        for (var i = 0; i < 8; i++)
        {
            flow.Client(DnsBytes.Query($"n{i}.{new string('a', 60)}.{new string('b', 28)}"));
        }

        var names = flow.Facts["dns.other_queries"].Split(", ");
        Assert.Equal("…", names[^1]);
        Assert.All(names[..^1], name => Assert.Equal(92, name.Length));
        Assert.Equal($"DNS A first.example (+{names.Length - 1} and more)", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_follows_a_resolver_that_keeps_its_port_without_allocating()
    {
        var flow = Udp();
        var queries = Enumerable.Range(0, 40).Select(i => DnsBytes.Query(i == 7 ? "a\u001bb.example" : $"n{i}.example")).ToArray();
        Array.ForEach(queries, query => flow.Client(query).Server(DnsBytes.Response("n3.example", 1, 3)));
        var response = DnsBytes.Response("n4.example", 1, 3);
        var allocated = Allocations.Of(() =>
        {
            foreach (var query in queries)
            {
                flow.Client(query).Server(response);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp().Client(DnsBytes.Query("example.com")).Server(DnsBytes.Response("example.com", 1, 3));
        var (query, response) = (DnsBytes.Query("other.example"), DnsBytes.Response("other.example", 1, 0, DnsBytes.Address("192.0.2.9")));
        flow.Client(query).Server(response);
        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                flow.Client(query).Server(response);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal("DNS_QUERY", flow.Client(query).App?.TransportState);
        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal("NXDOMAIN", flow.Facts["dns.rcode"]);
        Assert.False(flow.IsFinished);
    }

    [Fact]
    public void Dissect_follows_a_repeated_question_without_allocating()
    {
        var flow = Udp();
        var (query, response) = (DnsBytes.Query("example.com"), DnsBytes.Response("example.com", 1, 0, DnsBytes.Address("192.0.2.9")));
        for (var i = 0; i < 20; i++)
        {
            flow.Client(query).Server(response);
        }

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                flow.Client(query).Server(response);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(5353)]
    [InlineData(5355)]
    [InlineData(137)]
    public void Dissect_leaves_the_ports_of_other_name_services(int port)
    {
        var flow = new Conversation(Transports.Udp, serverPort: (ushort)port).Client(DnsBytes.Query("example.com"));

        Assert.NotEqual("dns", flow.App?.Protocol);
    }

    [Fact]
    public void Dissect_shows_the_root_without_a_host()
    {
        var flow = Udp().Client(DnsBytes.Query("", 2));

        Assert.Equal(".", flow.Facts["dns.query"]);
        Assert.Equal("NS", flow.Facts["dns.type"]);
        Assert.Null(flow.App?.HostName);
    }

    [Fact]
    public void Dissect_reads_an_extended_response_code()
    {
        var message = DnsBytes.Header(1, 0x8180, 1, 0, 1).Append(DnsBytes.Question("example.com", 1))
            .U8(0).U16(41).U16(1232).U8(1).U8(0).U16(0).U16(0)   // OPT: EXTENDED-RCODE 1
            .ToArray();

        Assert.Equal("BADVERS", Udp().Server(message).Facts["dns.rcode"]);
    }

    [Fact]
    public void Dissect_lets_no_text_hide_an_answer_that_is_named_in_it()
    {
        var flow = Udp().Server(DnsBytes.Response("example.com", 255, 0,
            DnsBytes.Record(16, new WireBytes().Vector8("x, 192.0.2.1, y"u8).ToArray()),
            DnsBytes.Address("192.0.2.1"),
            DnsBytes.Address("192.0.2.7"),
            DnsBytes.Address("192.0.2.7")));

        Assert.Equal("TXT \"x, 192.0.2.1, y\", 192.0.2.1, 192.0.2.7", flow.Facts["dns.answers"]);
    }

    [Fact]
    public void Dissect_reads_records_of_many_types()
    {
        var flow = Udp().Server(DnsBytes.Response("example.com", 255, 0,
            DnsBytes.Record(15, new WireBytes().U16(10).Append(DnsBytes.Name("mail.example.com")).ToArray()),
            DnsBytes.Record(16, new WireBytes().Vector8("v=spf1\u0007 -all"u8).ToArray()),
            DnsBytes.Record(33, new WireBytes().U16(1).U16(2).U16(5060).Append(DnsBytes.Name("sip.example.com")).ToArray()),
            DnsBytes.Record(65, new WireBytes().U16(1).U8(0).ToArray()),
            DnsBytes.Record(1, [1, 2, 3]),
            DnsBytes.Record(43, [1, 2, 3])));

        Assert.Equal("MX 10 mail.example.com, TXT \"v=spf1\ufffd -all\", SRV 1 2 5060 sip.example.com, HTTPS 1 ., A, DS", flow.Facts["dns.answers"]);
    }

    [Fact]
    public void Dissect_bounds_what_it_keeps_of_a_response()
    {
        var answers = Enumerable.Range(0, 250).Select(i => DnsBytes.Address($"192.0.2.{i}")).ToArray();

        var flow = Udp().Server(DnsBytes.Response("example.com", 1, 0, answers));

        Assert.InRange(flow.Facts["dns.answers"].Length, 1, 512);
        Assert.Equal(16, flow.Facts["dns.answers"].Split(", ").Length);
    }

    [Fact]
    public void Dissect_cleans_names()
    {
        var flow = Udp().Client(DnsBytes.Query("a\u001bb.example"));

        Assert.Equal("a\ufffdb.example", flow.Facts["dns.query"]);
        Assert.Null(flow.App?.HostName);
    }

    [Theory]
    [InlineData("1234 0100 0001 0000 0000 0000 c00c 0001 0001")]                          // a pointer to itself
    [InlineData("1234 0100 0001 0000 0000 0000 0161 c00c 0001 0001")]                     // ... and to the labels it continues
    [InlineData("1234 0100 0001 0000 0000 0000 c0ff 0001 0001")]                          // ... and forward
    [InlineData("1234 0100 0001 0000 0000 0000 4161 00 0001 0001")]                       // a label type not in use
    [InlineData("1234 1900 0001 0000 0000 0000 0161 00 0001 0001")]                       // opcode 3
    [InlineData("1234 0140 0001 0000 0000 0000 0161 00 0001 0001")]                       // reserved bit
    [InlineData("1234 0100 0000 0000 0000 0000")]                                         // nothing asked
    [InlineData("1234 0100 0001 0001 0000 0000 0161 00 0001 0001 c00c 0001 0001 00000000 0000")] // a query with an answer
    [InlineData("1234 0100 0001 0000 0000 0000 0161 00 0001 0077")]                       // a class not in use
    public void Dissect_refuses_what_no_resolver_would_send(string hex) =>
        Assert.Null(Udp().Client(new WireBytes().Hex(hex).ToArray()).App);

    [Theory]
    [InlineData(1, "", true)]
    [InlineData(1, "00", false)]          // bytes behind the message
    [InlineData(24929, "", false)]        // a type nobody has registered
    public void Dissect_is_stricter_away_from_its_port(int type, string behind, bool expected)
    {
        var message = new WireBytes().Append(DnsBytes.Query("example.com", type)).Hex(behind).ToArray();

        Assert.Equal(expected, new Conversation(Transports.Udp, serverPort: 5300).Client(message).App is not null);
    }

    [Fact]
    public void Dissect_reads_several_messages_of_one_segment()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 53).Open()
            .Client([.. DnsBytes.OverTcp(DnsBytes.Query("example.com", 1)), .. DnsBytes.OverTcp(DnsBytes.Query("example.com", 28))]);

        Assert.Equal("A, AAAA", flow.Facts["dns.type"]);
    }

    [Fact]
    public void Text_reads_the_compressed_names_of_rfc_1035()
    {
        // §4.1.4: F.ISI.ARPA at 20, FOO.F.ISI.ARPA at 40, ARPA at 64, the root at 92.
        var message = new byte[93];
        new WireBytes().Hex("01 46 03 495349 04 41525041 00").ToArray().CopyTo(message, 20);
        new WireBytes().Hex("03 464f4f c014").ToArray().CopyTo(message, 40);
        new WireBytes().Hex("c01a").ToArray().CopyTo(message, 64);

        Assert.Equal(["F.ISI.ARPA", "FOO.F.ISI.ARPA", "ARPA", "."], new[] { 20, 40, 64, 92 }.Select(offset => DnsName.Text(message, offset)));
    }

    [Fact]
    public void Skip_refuses_names_over_255_bytes()
    {
        var longest = DnsBytes.Name(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + "." + new string('b', 61));
        var tooLong = DnsBytes.Name(string.Join('.', Enumerable.Repeat(new string('a', 63), 4)));
        var (first, second) = (0, 0);

        Assert.Equal(255, longest.Length);
        Assert.Equal(ParseStatus.Complete, DnsName.Skip(longest, ref first));
        Assert.Equal(ParseStatus.Malformed, DnsName.Skip(tooLong, ref second));
        Assert.Equal((255, 0), (first, second));
    }

    [Fact]
    public void Text_never_fails_on_what_skip_accepted()
    {
        var random = new Random(9);
        var message = new byte[300];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(message);
            for (var i = 0; i < 100; i++)
            {
                message[random.Next(message.Length)] = (byte)(random.Next(2) == 0 ? random.Next(12) : 0xc0);
            }

            var offset = random.Next(message.Length);
            var start = offset;
            if (DnsName.Skip(message, ref offset) == ParseStatus.Complete)
            {
                Assert.InRange(DnsName.Text(message, start).Length, 1, 256);
            }
        }
    }

    private static Conversation Udp() => new(Transports.Udp, serverPort: 53);
}
