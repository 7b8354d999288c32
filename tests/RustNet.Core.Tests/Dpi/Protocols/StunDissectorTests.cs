using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols;

public sealed class StunDissectorTests
{
    // RFC 5769 §2.2 and §2.3
    private const string Response4 =
        "0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200008 0001a147 e112a643"
        + "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96";

    private const string Response6 =
        "01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9"
        + "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c";

    [Theory]
    [InlineData(Response4, "192.0.2.1:32853")]
    [InlineData(Response6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853")]
    public void Dissect_reads_the_responses_of_rfc_5769(string hex, string mapped)
    {
        var flow = Udp().Server(new WireBytes().Hex(hex).ToArray());

        Assert.Equal(mapped, flow.Facts["stun.mapped"]);
        Assert.Equal("test vector", flow.Facts["stun.software"]);
        Assert.Equal("Binding", flow.Facts["stun.method"]);
        Assert.Equal("success response", flow.Facts["stun.class"]);
        Assert.Equal("STUN_RESPONSE", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_follows_an_allocation()
    {
        var flow = Udp().Client(StunBytes.Message(0x0003))
            .Server(StunBytes.Message(0x0113, StunBytes.Attribute(9, [0, 0, 4, 1, .. "Unauthorized"u8]), StunBytes.Attribute(0x14, "example.org"u8)));
        Assert.Equal("401 Unauthorized", flow.Facts["stun.error"]);
        Assert.Equal("STUN_ERROR", flow.App?.TransportState);

        flow.Client(StunBytes.Message(0x0003, StunBytes.Attribute(6, "alice"u8)))
            .Server(StunBytes.Message(0x0103, StunBytes.Attribute(0x16, [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43])))
            .Client(StunBytes.Message(0x0008));

        Assert.DoesNotContain("stun.error", flow.Facts);
        Assert.Equal("alice", flow.Facts["stun.username"]);
        Assert.Equal("example.org", flow.Facts["stun.realm"]);
        Assert.Equal("192.0.2.1:32853", flow.Facts["stun.relayed"]);
        Assert.Equal("Allocate, CreatePermission", flow.Facts["stun.method"]);
        Assert.Equal("STUN CreatePermission", flow.App?.Summary);
    }

    [Theory]
    [InlineData(0x0003, "TURN_DATA")]
    [InlineData(0x0001, "STUN_REQUEST")]
    public void Dissect_believes_channel_data_only_where_a_relay_was_asked_for(int type, string expected) =>
        Assert.Equal(expected, Udp().Client(StunBytes.Message(type)).Client([0x40, 0x01, 0, 4, 1, 2, 3, 4]).App?.TransportState);

    [Fact]
    public void Dissect_takes_no_channel_data_before_stun() => Assert.Null(Udp().Client([0x40, 0x01, 0, 4, 1, 2, 3, 4]).App);

    [Theory]
    [InlineData("0001 0000 2112a443 000102030405060708090a0b", 40123)]          // not the cookie, and no more than a request
    [InlineData("4001 0000 2112a442 000102030405060708090a0b", 3478)]           // the first two bits must be zero
    [InlineData("0001 0006 12345678 000102030405060708090a0b 0099 0002 0000", 3478)]      // attributes come in fours
    [InlineData("0001 0004 2112a442 000102030405060708090a0b", 3478)]           // longer than the datagram
    [InlineData("0001 0000 2112a442 000102030405060708090a0b 00", 3478)]        // shorter than the datagram
    [InlineData("0003 0000 12345678 000102030405060708090a0b", 3478)]           // a method that RFC 3489 does not have
    [InlineData("0011 0000 12345678 000102030405060708090a0b", 3478)]           // a class that it does not have
    [InlineData("0101 0000 12345678 000102030405060708090a0b", 40123)]          // a response without its address
    [InlineData("0001 0008 12345678 000102030405060708090a0b 0003 0004 000000ff", 40123)]
    [InlineData("0001 0008 12345678 000102030405060708090a0b 0099 0004 00000000", 40123)]
    [InlineData("0001 0008 12345678 000102030405060708090a0b 0099 0008 00000000", 3478)]  // an attribute that is not whole
    public void Dissect_refuses_what_is_not_stun(string hex, int port) =>
        Assert.Null(Udp((ushort)port).Client(new WireBytes().Hex(hex).ToArray()).App);

    [Fact]
    public void Dissect_waits_for_the_answer_to_a_classic_request_away_from_its_port()
    {
        var flow = Udp(40123).Client(StunBytes.Classic(0x0001));
        Assert.Null(flow.App);

        flow.Server(StunBytes.Classic(0x0101, StunBytes.Attribute(1, [0, 1, 0x80, 0x55, 192, 0, 2, 1])));

        Assert.Equal("192.0.2.1:32853", flow.Facts["stun.mapped"]);
        Assert.Equal("RFC 3489", flow.Facts["stun.version"]);
    }

    [Fact]
    public void Dissect_reads_early_turn_of_microsoft()
    {
        var message = StunBytes.Classic(0x0003, StunBytes.Attribute(0x0f, [0x72, 0xc6, 0x4b, 0xc6]), StunBytes.Attribute(0x8008, [0, 0, 0, 1]));

        Assert.Equal("Allocate", Udp(40123).Client(message).Facts["stun.method"]);
    }

    [Fact]
    public void Dissect_reads_attributes_that_microsoft_does_not_fill_up()
    {
        var message = new WireBytes().Hex("0113 001b 2112a442 b7e7a701bc34d686fa87dfae 000f 0004 72c64bc6")
            .Hex("0009 0007").Hex("00000401").Text("Why").Hex("8022 0004").Text("v2.1").ToArray();

        var flow = Udp().Server(message);

        Assert.Equal("401 Why", flow.Facts["stun.error"]);
        Assert.Equal("v2.1", flow.Facts["stun.software"]);
    }

    [Fact]
    public void Dissect_reads_an_allocation_of_microsoft()
    {
        var flow = Udp().Server(StunBytes.Message(0x0103, StunBytes.Attribute(0x0f, [0x72, 0xc6, 0x4b, 0xc6]), StunBytes.Attribute(0x14, [1, 2, 3, 4]),
            StunBytes.Attribute(0x15, "rtcmedia"u8), StunBytes.Attribute(1, [0, 1, 0x80, 0x55, 192, 0, 2, 9]), StunBytes.Attribute(0x8020, [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43])));

        Assert.Equal("rtcmedia", flow.Facts["stun.realm"]);
        Assert.Equal("192.0.2.9:32853", flow.Facts["stun.relayed"]);
        Assert.Equal("192.0.2.1:32853", flow.Facts["stun.mapped"]);
    }

    [Fact]
    public void Dissect_shows_no_token_that_is_no_text() =>
        Assert.DoesNotContain("stun.username", Udp().Client(StunBytes.Message(1, StunBytes.Attribute(6, [2, 0, 0, 0x24, 0x90]))).Facts);

    [Fact]
    public void Dissect_takes_unknown_attributes_on_the_port_of_stun() =>
        Assert.NotNull(Udp().Client(StunBytes.Classic(1, StunBytes.Attribute(0x0101, "1234"u8))).App);

    [Theory]
    [InlineData("806000010000000100000001 09090909")]
    [InlineData("00")]
    [InlineData("16fefd0000000000000000 0001 00")]
    public void Dissect_finds_stun_behind_other_datagrams(string hex)
    {
        var other = new WireBytes().Hex(hex).ToArray();
        var flow = Udp(40123).Client(other).Server(other);
        Assert.Null(flow.App);

        flow.Client(StunBytes.Message(0x0001)).Client(other);

        Assert.Equal("stun", flow.App?.Protocol);
    }

    [Fact]
    public void Dissect_gives_up_waiting_for_stun()
    {
        var flow = Udp(40123);
        for (var i = 0; i < 40; i++)
        {
            flow.Client([1, 2, 3]).Server([1, 2, 3]);
        }

        Assert.True(flow.IsFinished);
    }

    [Fact]
    public void Dissect_steps_over_media_between_framed_messages()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 50123).Open()
            .Client([.. StunBytes.Framed(StunBytes.Message(0x0001)), .. StunBytes.Framed([0x80, 0x60, 1, 2]), .. StunBytes.Framed(StunBytes.Message(0x0011))]);

        Assert.Equal("STUN_INDICATION", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_keeps_a_number_where_a_method_has_no_name() =>
        Assert.Equal("0x401", Udp().Client(StunBytes.Message(0x1001)).Facts["stun.method"]);

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp();
        var (request, response) = (StunBytes.Message(1, StunBytes.Attribute(6, "a:b"u8)), new WireBytes().Hex(Response4).ToArray());
        for (var i = 0; i < 20; i++)
        {
            flow.Client(request).Server(response);
        }

        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                flow.Client(request).Server(response);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static Conversation Udp(ushort port = 3478) => new(Transports.Udp, serverPort: port);
}
