using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.NetBios;

public sealed class NetBiosDissectorTests
{
    [Fact]
    public void Dissect_reads_the_name_of_rfc_1001()
    {
        // the example of RFC 1001 §14.1, where the second letter is misprinted
        var name = new WireBytes().U8(32).Text("FEGIGFCAEOGFHEECEJEPFDCAGOGBGNGF").U8(0).ToArray();
        var flow = Names().Client(new WireBytes().U16(1).U16(0x0110).U16(1).U16(0).U16(0).U16(0).Append(name).U16(0x20).U16(1).ToArray());

        Assert.Equal("The NetBIOS nam<65>", flow.Facts["netbios.name"]);
        Assert.Null(flow.App?.HostName);
        Assert.Equal("NETBIOS_QUERY", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_shows_the_addresses_of_an_answer()
    {
        var flow = Names().Client(NetBiosBytes.Query("SERVER", 0x20)).Server(NetBiosBytes.Answer("SERVER", 0x20, [192, 0, 2, 7, 0x60, 0, 192, 0, 2, 8]));

        Assert.Equal("192.0.2.7, 192.0.2.8", flow.Facts["netbios.addresses"]);
        Assert.Equal("NETBIOS_RESPONSE", flow.App?.TransportState);
        Assert.Equal("SERVER", flow.App?.HostName);
    }

    [Fact]
    public void Dissect_reads_a_negative_answer_that_counts_no_record()
    {
        var flow = Names().Server(new WireBytes().U16(1).U16(0x8583).U64(0).Append(NetBiosBytes.Name("NOBODY", 0x20)).U16(0x0a).U16(1).U32(0).U16(0).ToArray());

        Assert.Equal("NOBODY", flow.App?.HostName);
        Assert.Equal("NETBIOS_RESPONSE", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_follows_states_and_keeps_the_first_name()
    {
        var flow = Names().Client(NetBiosBytes.Registration("DESKTOP", 0));
        Assert.Equal("NETBIOS_REGISTRATION", flow.App?.TransportState);

        flow.Client(NetBiosBytes.Query("OTHER", 0x1b));

        Assert.Equal("NETBIOS_QUERY", flow.App?.TransportState);
        Assert.Equal("NetBIOS DESKTOP<00>", flow.App?.Summary);
    }

    [Fact]
    public void Dissect_allocates_nothing_while_states_alternate()
    {
        var flow = Names();
        var query = NetBiosBytes.Query("SERVER", 0x20);
        var answer = NetBiosBytes.Answer("SERVER", 0x20, [192, 0, 2, 7]);
        flow.Client(query).Server(answer).Client(query).Server(answer);
        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                flow.Client(query).Server(answer);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal("NETBIOS_RESPONSE", flow.App?.TransportState);
    }

    [Theory]
    [InlineData("www.example.com")]
    [InlineData("FEGHGFCAEOGFHEECEJEPFDCAGOGBGNGZ")]
    public void Dissect_leaves_dns(string name)
    {
        Assert.Equal("dns", Names().Client(DnsBytes.Query(name)).App?.Protocol);
    }

    [Fact]
    public void Dissect_reads_datagrams()
    {
        var flow = new Conversation(Transports.Udp, serverPort: 1380).Client(NetBiosBytes.Datagram("DESKTOP", 0, "WORKGROUP", 0x1e));

        Assert.Equal("WORKGROUP<1E>", flow.Facts["netbios.name"]);
        Assert.Equal("DESKTOP<00>", flow.Facts["netbios.source"]);
        Assert.Equal("NETBIOS_DATAGRAM", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_reads_a_session_request_and_its_answer()
    {
        var flow = Session(1390).Client(NetBiosBytes.SessionRequest("SERVER", 0x20, "DESKTOP", 0)).Server([0x83, 0, 0, 1, 0x82]);

        Assert.Equal("SERVER<20>", flow.Facts["netbios.name"]);
        Assert.Equal("called name not present", flow.Facts["netbios.answer"]);
        Assert.True(flow.IsFinished);
    }

    [Theory]
    [InlineData(139, true)]
    [InlineData(445, false)]
    public void Dissect_takes_smb_for_a_session_only_on_the_session_port(int port, bool isSession)
    {
        var flow = new Conversation(Transports.Tcp, serverPort: (ushort)port).Client(new WireBytes().U32(64).Text("\u00ffSMB").Repeat(1, 60).ToArray());

        Assert.Equal(isSession, flow.App is not null);
    }

    [Theory]
    [InlineData("82000000")]
    [InlineData("85000000")]
    [InlineData("81000044 20 4142")]
    [InlineData("81000003 204142")]
    public void Dissect_leaves_what_is_too_short_to_tell(string hex)
    {
        Assert.Null(Session(1390).Client(new WireBytes().Hex(hex).ToArray()).App);
    }

    private static Conversation Names() => new(Transports.Udp, serverPort: 1370);

    private static Conversation Session(ushort port) => new Conversation(Transports.Tcp, serverPort: port).Open();
}
