using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;
using static RustNet.Testing.Dpi.SnmpBytes;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class SnmpDissectorTests
{
    [Fact]
    public void Dissect_reads_a_request_and_its_response()
    {
        var flow = Udp().Client(Message(1, "letmein", Pdu(0xa1, SysDescr)));
        Assert.Equal("SNMP_GET_NEXT", flow.App?.TransportState);
        Assert.Equal("SNMP v2c 1.3.6.1.2.1.1.1.0", flow.App?.Summary);

        flow.Server(Message(1, "letmein", Pdu(0xa2, 5, [SysDescr])));

        Assert.Equal("SNMP_RESPONSE", flow.App?.TransportState);
        Assert.Equal("get-next, response", flow.Facts["snmp.pdu"]);
        Assert.Equal("genErr", flow.Facts["snmp.error"]);
    }

    [Theory]
    [InlineData("letmein", "l*** (7 characters)")]
    [InlineData("abc", "*** (3 characters)")]
    [InlineData("", "empty")]
    [InlineData("\u001b[31m", "\ufffd*** (5 characters)")]
    public void Dissect_never_shows_a_community_whole(string community, string expected) =>
        Assert.Equal(expected, Udp().Client(Message(0, community, Pdu(0xa0, SysDescr))).Facts["snmp.community"]);

    [Fact]
    public void Dissect_reads_a_trap_of_version_1()
    {
        var trap = Element(0xa4, Element(6, [0x2b, 6, 1, 4, 1, 0xbf, 0x08]), Element(0x40, [192, 0, 2, 1]), Integer(6), Integer(1), Element(0x43, [1]), Element(0x30));

        var flow = Udp().Client(Message(0, "letmein", trap));

        Assert.Equal("SNMP_TRAP", flow.App?.TransportState);
        Assert.Equal("1.3.6.1.4.1.8072", flow.Facts["snmp.oid"]);
    }

    [Fact]
    public void Dissect_reads_discovery_and_encryption_of_version_3()
    {
        var flow = Udp().Client(Message3(4, "", "", Scoped(Pdu(0xa0))));
        Assert.Equal("SNMP_GET", flow.App?.TransportState);

        flow.Server(Message3(0, "8000000001020304", "", Scoped(Pdu(0xa8, SysDescr))));
        Assert.Equal("SNMP_REPORT", flow.App?.TransportState);

        flow.Client(Message3(7, "8000000001020304", "operator", Element(4, new byte[24])));
        Assert.Equal("SNMP_ENCRYPTED", flow.App?.TransportState);
        Assert.Equal("v3", flow.Facts["snmp.version"]);
        Assert.Equal("operator", flow.Facts["snmp.user"]);
        Assert.Equal("8000000001020304", flow.Facts["snmp.engine"]);
        Assert.DoesNotContain("snmp.community", flow.Facts);
    }

    [Theory]
    [InlineData("30 0b 020100 0404 61626364 a000")]                                          // an empty PDU
    [InlineData("30 19 020101 0404 61626364 a00e 020101 020100 020100 3003 300106")]         // a variable without a name
    [InlineData("30 1d 020101 0404 61626364 a012 020101 020100 020100 3007 3005 060193 0500")] // found by fuzzing: a name that does not end
    [InlineData("30 16 020104 0404 61626364 a00b 020101 020100 020100 3000")]                // a version that does not exist
    [InlineData("30 16 020100 0404 61626364 a90b 020101 020100 020100 3000")]                // a PDU that does not exist
    [InlineData("30 16 020100 0404 61626364 a50b 020101 020100 020100 3000")]                // ... in version 1
    [InlineData("30 16 020101 0404 61626364 a00b 020101 0201ff 020100 3000")]                // a negative error
    [InlineData("30 16 020101 0404 61626364 a00c 020101 020100 020100 3000")]                // an element beyond the one around it
    [InlineData("30 16 020101 0404 61626364 a00b 020101 020100 020100 3000 00")]             // bytes behind the message
    [InlineData("30 17 020101 0404 61626364 a00b 020101 020100 020100 3000 00")]             // ... and inside it
    [InlineData("30 80 020101 0404 61626364 a00b 020101 020100 020100 3000 0000")]           // an indefinite length
    [InlineData("30 84ffffffff 020101 0404 61626364 a00b 020101 020100 020100 3000")]        // a length without end
    public void Dissect_refuses_what_is_not_snmp(string hex) =>
        Assert.Null(Udp().Client(new WireBytes().Hex(hex).ToArray()).App);

    [Fact]
    public void Dissect_keeps_a_number_where_an_error_has_no_name() =>
        Assert.Equal("19", Udp().Server(Message(1, "letmein", Pdu(0xa2, 19, [SysDescr]))).Facts["snmp.error"]);

    [Fact]
    public void Dissect_reads_lengths_in_long_form()
    {
        var message = new WireBytes().Hex("30 820018 020101 0404 61626364 a0 81 0b 020101 020100 020100 3000").ToArray();
        message[3] = (byte)(message.Length - 4);

        Assert.Equal("get", Udp().Client(message).Facts["snmp.pdu"]);
    }

    [Fact]
    public void Dissect_names_a_message_that_is_cut()
    {
        var message = Message(1, "letmein", Pdu(0xa2, SysDescr));
        var flow = Udp();

        flow.Segment(true, 0, message.AsSpan(0, message.Length - 4), message.Length);

        Assert.Equal("response", flow.Facts["snmp.pdu"]);
        Assert.DoesNotContain("snmp.oid", flow.Facts);
    }

    [Fact]
    public void Dissect_bounds_an_object_identifier()
    {
        var flow = Udp().Client(Message(1, "letmein", Pdu(0xa0, [.. Enumerable.Repeat((byte)1, 1000)])));

        Assert.InRange(flow.Facts["snmp.oid"].Length, 1, 200);
    }

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp();
        var (request, response) = (Message(1, "letmein", Pdu(0xa0, SysDescr)), Message(1, "letmein", Pdu(0xa2, SysDescr)));

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                flow.Client(request).Server(response);
            }
        }));
    }

    [Fact]
    public void Read_never_leaves_its_bytes()
    {
        var random = new Random(5);
        var bytes = new byte[64];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            var reader = new BerReader(bytes);
            for (var before = reader.Rest.Length; reader.Read(out _, out _) == ParseStatus.Complete; before = reader.Rest.Length)
            {
                Assert.True(reader.Rest.Length < before);
            }
        }
    }

    private static Conversation Udp() => new(Transports.Udp, serverPort: 161);
}
