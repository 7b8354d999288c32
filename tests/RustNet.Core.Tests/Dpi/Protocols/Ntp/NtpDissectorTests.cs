using RustNet.Core.Dpi;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi.Protocols.Ntp;

public sealed class NtpDissectorTests
{
    private static readonly NtpBytes s_answer = new()
    {
        Mode = 4,
        Stratum = 2,
        Reference = "c0000205",
        Origin = 0xe000_0000,
        Receive = 0xe000_0001,
        Transmit = 0xe000_0001,
    };

    [Fact]
    public void Dissect_reads_a_request_and_its_response()
    {
        var flow = Udp().Client(new NtpBytes().ToArray());
        Assert.Equal("NTP_REQUEST", flow.App?.TransportState);
        Assert.DoesNotContain("ntp.stratum", flow.Facts);

        flow.Server(s_answer.ToArray());

        Assert.Equal("NTP_RESPONSE", flow.App?.TransportState);
        Assert.Equal("4", flow.Facts["ntp.version"]);
        Assert.Equal("client, server", flow.Facts["ntp.mode"]);
        Assert.Equal("2", flow.Facts["ntp.stratum"]);
        Assert.Equal("192.0.2.5", flow.Facts["ntp.reference"]);
    }

    [Theory]
    [InlineData(0, "52415445", "RATE")]
    [InlineData(1, "47505300", "GPS")]
    [InlineData(1, "47505320", "GPS")]
    [InlineData(1, "07505320", "7.80.83.32")]
    [InlineData(1, "00002000", "0.0.32.0")]      // found by fuzzing: a name of blanks is none
    [InlineData(3, "52415445", "82.65.84.69")]
    public void Dissect_reads_the_reference_as_the_stratum_has_it(int stratum, string reference, string expected) =>
        Assert.Equal(expected, Udp().Server(new NtpBytes { Mode = 4, Stratum = stratum, Reference = reference }.ToArray()).Facts["ntp.reference"]);

    [Theory]
    [InlineData(0, 3, 0, 6, -20)]
    [InlineData(5, 3, 0, 6, -20)]
    [InlineData(4, 0, 0, 6, -20)]
    [InlineData(4, 4, 17, 6, -20)]
    [InlineData(4, 4, 2, 18, -20)]
    [InlineData(4, 4, 2, -8, -20)]
    [InlineData(4, 4, 2, 6, 5)]
    [InlineData(4, 4, 2, 6, -33)]
    public void Dissect_refuses_fields_out_of_range(int version, int mode, int stratum, int poll, int precision) =>
        Assert.Null(Udp().Client(new NtpBytes { Version = version, Mode = mode, Stratum = stratum, Poll = poll, Precision = precision }.ToArray()).App);

    [Theory]
    [InlineData("", true)]
    [InlineData("00000000", true)]                                                                              // crypto-NAK
    [InlineData("00000001 00112233445566778899aabbccddeeff", true)]                                             // key and MD5
    [InlineData("0104 0010 000000000000000000000000 0204 0010 000000000000000000000000", true)]                 // extension fields
    [InlineData("0104 0011 00000000000000000000000000000000000000000000000000000000", false)]                   // a length that is none
    [InlineData("00", false)]
    [InlineData("0011223344556677", false)]
    public void Dissect_checks_what_follows_the_fixed_part(string tail, bool expected)
    {
        var message = new WireBytes().Append(new NtpBytes().ToArray()).Hex(tail).ToArray();

        Assert.Equal(expected, Udp().Client(message).App is not null);
    }

    [Theory]
    [InlineData(3, 0u, 0u, 0xe000_0000u, true)]
    [InlineData(3, 0xe000_0000u, 0xe000_0003u, 0xe000_0040u, true)]       // a later poll
    [InlineData(3, 0x1234_5678u, 0x9abc_def0u, 0xe000_0000u, false)]
    [InlineData(4, 0u, 0xe000_0000u, 0xe000_0001u, true)]
    [InlineData(4, 0u, 0xe000_0001u, 0xe000_0000u, false)]                // answered before it was asked
    [InlineData(4, 0u, 0xe000_0000u, 0xe000_1000u, false)]                // ... or an hour later
    [InlineData(4, 0u, 0u, 1u, false)]
    [InlineData(5, 0u, 0u, 0xe000_0000u, true)]
    [InlineData(5, 1u, 0u, 0xe000_0000u, false)]
    public void Dissect_wants_coherent_timestamps_away_from_its_port(int mode, uint origin, uint receive, uint transmit, bool expected)
    {
        var message = new NtpBytes { Mode = mode, Stratum = 2, Origin = origin, Receive = receive, Transmit = transmit }.ToArray();

        Assert.Equal(expected, Udp(40123).Client(message).App is not null);
        Assert.NotNull(Udp().Client(message).App);
    }

    [Fact]
    public void Dissect_waits_for_the_answer_to_a_blank_request_away_from_its_port()
    {
        var flow = Udp(40123).Client(new NtpBytes { Poll = 0, Precision = 0, Transmit = 0 }.ToArray());
        Assert.Null(flow.App);

        flow.Server(s_answer.ToArray());

        Assert.Equal("ntp", flow.App?.Protocol);
    }

    [Theory]
    [InlineData("16 02 0001 0000 0000 0000 0000", true)]                    // read variables, version 2
    [InlineData("16 02 0001 0000 0000 0000 0008", false)]                   // data that is not there
    [InlineData("16 0d 0001 0000 0000 0000 0000", false)]                   // an operation that does not exist
    [InlineData("96 02 0001 0000 0000 0000 0000", false)]                   // a leap second in a control message
    [InlineData("17 00 03 2a 0000 0000", true)]                             // monitoring list
    [InlineData("17 00 03 2a 0000 0000 00000000", true)]
    [InlineData("17 00 03 2a 0000 0000 00000001", false)]
    [InlineData("17 00 07 2a 0000 0000", false)]                            // an implementation that does not exist
    [InlineData("17 00 03 2a 0000 1000", false)]                            // bits that must be zero
    [InlineData("97 00 03 2a 0002 0002 01020304", true)]
    [InlineData("97 00 03 2a 0002 0002 0102", false)]
    public void Dissect_reads_control_and_private_messages(string hex, bool expected) =>
        Assert.Equal(expected, Udp(40123).Client(new WireBytes().Hex(hex).ToArray()).App is not null);

    [Fact]
    public void Dissect_shows_the_clock_of_the_peer_that_was_asked()
    {
        var flow = Udp().Client(new NtpBytes { Mode = 1, Stratum = 3 }.ToArray())
            .Server(new NtpBytes { Mode = 2, Stratum = 2 }.ToArray()).Client(new NtpBytes { Mode = 1, Stratum = 3 }.ToArray());

        Assert.Equal("2", flow.Facts["ntp.stratum"]);
        Assert.Equal("NTP_SYMMETRIC_ACTIVE", flow.App?.TransportState);
    }

    [Fact]
    public void Dissect_does_not_claim_random_datagrams()
    {
        var random = new Random(3);
        var bytes = new byte[48];
        var (claimed, claimedElsewhere) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            var (onPort, elsewhere) = (Udp(), Udp(40123));
            claimed += onPort.Client(bytes).App is null ? 0 : 1;
            claimedElsewhere += elsewhere.Client(bytes).App is null ? 0 : 1;
        }

        Assert.InRange(claimed, 0, 200);
        Assert.Equal(0, claimedElsewhere);
    }

    [Fact]
    public void Dissect_follows_a_busy_flow_without_allocating()
    {
        var flow = Udp();
        var (request, response) = (new NtpBytes().ToArray(), s_answer.ToArray());
        for (var i = 0; i < 5; i++)
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

    [Fact]
    public void Dissect_takes_what_two_servers_say_to_each_other_by_its_form()
    {
        byte[] message = [.. new NtpBytes { Version = 2, Mode = 4, Stratum = 32, Poll = 32 }.ToArray(), .. new byte[25]];

        Assert.NotNull(new Conversation(Transports.Udp, clientPort: 123, serverPort: 123).Client(message).App);
        Assert.Null(Udp().Client(message).App);
    }

    private static Conversation Udp(ushort port = 123) => new(Transports.Udp, serverPort: port);
}
