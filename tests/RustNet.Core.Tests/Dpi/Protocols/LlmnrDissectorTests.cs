using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class LlmnrDissectorTests
{
    [Fact]
    public void Dissect_reads_a_query_and_its_response()
    {
        var flow = Udp().Client(Query("fileserver"));
        Assert.Equal("LLMNR_QUERY", flow.App?.TransportState);
        Assert.Equal("LLMNR A fileserver", flow.App?.Summary);

        flow.Server(DnsBytes.Header(7, 0x8000, 1, 1, 0).Append(DnsBytes.Question("fileserver", 1)).Append(DnsBytes.Address("192.0.2.20")).ToArray());

        Assert.Equal("LLMNR_RESPONSE", flow.App?.TransportState);
        Assert.Equal("fileserver", flow.App?.HostName);
        Assert.Equal("192.0.2.20", flow.Facts["llmnr.answers"]);
        Assert.Equal("NOERROR", flow.Facts["llmnr.rcode"]);
    }

    [Theory]
    [InlineData("0007 0800 0001 0000 0000 0000 0161 00 0001 0001")]                                           // opcode 1
    [InlineData("0007 0000 0002 0000 0000 0000 0161 00 0001 0001 0162 00 0001 0001")]                         // two questions
    [InlineData("0007 0000 0001 0001 0000 0000 0161 00 0001 0001 c00c 0001 0001 00000000 0000")]              // a query with an answer
    [InlineData("0007 0000 0001 0000 0000 0000 0161 00 0001 0077")]                                           // a class not in use
    [InlineData("0007 0000 0001 0000 0000 0000 0161 00")]                                                     // not whole
    public void Dissect_refuses_what_receivers_must_ignore(string hex) =>
        Assert.Null(Udp().Client(new WireBytes().Hex(hex).ToArray()).App);

    private static byte[] Query(string name) => DnsBytes.Header(7, 0, 1, 0, 0).Append(DnsBytes.Question(name, 1)).ToArray();

    private static Conversation Udp() => new(Transports.Udp, serverPort: 5355);
}
