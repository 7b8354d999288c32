using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Flows;

/// <summary>ICMP, IGMP and ARP from the frame to the row: who is asked to look inside, what it costs, and what it leaves alone.</summary>
public sealed class ControlMessageTests
{
    private static readonly byte[] s_group = MulticastBytes.Report(0x22, MulticastBytes.Record(2, "239.255.255.250"));

    public static TheoryData<string> Names => [.. Traffic.Keys];

    /// <summary>What goes on for hours on any network: round after round of the same frames.</summary>
    private static Dictionary<string, Captured[]> Traffic { get; } = new()
    {
        ["ping"] = [Ping(false, 1), Ping(true, 1), Ping(false, 2), Ping(true, 2)],
        ["ping of IPv6"] =
        [
            Of(FrameBytes.IcmpEcho("2001:db8::1", "2001:db8::2", false, 7, 1)), Of(FrameBytes.IcmpEcho("2001:db8::1", "2001:db8::2", false, 7, 2)),
            Of(FrameBytes.IcmpEcho("2001:db8::2", "2001:db8::1", true, 7, 1)), Of(FrameBytes.IcmpEcho("2001:db8::2", "2001:db8::1", true, 7, 2)),
        ],
        ["arp"] = [Of(FrameBytes.Arp("10.0.0.1", "10.0.0.2")), Of(FrameBytes.Arp("10.0.0.2", "10.0.0.1", 2)), Of(FrameBytes.Arp("10.0.0.2", "10.0.0.1"))],
        ["unreachable ports"] = [Unreachable(53), Unreachable(54), Unreachable(53)],
        ["router advertisements"] =
            [Message("fe80::1", "ff02::1", IcmpBytes.Router(0, 1800, IcmpBytes.Prefix("2001:db8::", 64), IcmpBytes.DnsServers("2001:db8::53")))],
        ["neighbours"] =
        [
            Message("fe80::1", "fe80::2", IcmpBytes.Neighbor(135, 0, "fe80::2")),
            Message("fe80::2", "fe80::1", IcmpBytes.Neighbor(136, 0x40, "fe80::2")),
            Message("fe80::2", "fe80::1", IcmpBytes.Neighbor(135, 0, "fe80::1")),
            Message("fe80::1", "fe80::2", IcmpBytes.Neighbor(136, 0xc0, "fe80::1")),
        ],
        ["groups"] = [Of(FrameBytes.Ethernet(FrameBytes.IPv4Packet("10.0.0.1", "224.0.0.22", IpProtocol.Igmp, s_group, options: [0x94, 4, 0, 0])))],
    };

    [Theory, MemberData(nameof(Names))]
    public void Frames_that_change_nothing_allocate_nothing(string name)
    {
        var frames = Traffic[name];
        var table = new FlowTable(new FlowTableOptions());
        var sink = table.Sink;
        Give(sink, frames, 10);         // the connection, its rates and the compiled code exist from here on

        Assert.Equal(0, Allocations.Of(() => Give(sink, frames, 1000)));
        Assert.NotNull(Assert.Single(table.Take().Rows).App);
    }

    [Theory, MemberData(nameof(Names))]
    public void Inspection_leaves_state_and_timeout_as_they_are_without_it(string name)
    {
        var plain = Row(name, inspect: false);
        var inspected = Row(name, inspect: true);

        Assert.Null(plain.App);
        Assert.Equal((plain.State, plain.Timeout, plain.Identity.RemoteText), (inspected.State, inspected.Timeout, inspected.Identity.RemoteText));
    }

    [Fact]
    public void A_cut_message_tells_what_is_there()
    {
        var table = new FlowTable(new FlowTableOptions());
        Give(table.Sink, [Unreachable(53).CutTo(14 + 20 + 8 + 20)], 1);

        Assert.Equal("port unreachable", Assert.Single(table.Take().Rows).App?.Summary);
    }

    [Fact]
    public void Protocols_that_nobody_looks_into_are_finished_with_their_first_frame()
    {
        var table = new FlowTable(new FlowTableOptions());
        Give(table.Sink, [Of(FrameBytes.Ethernet(FrameBytes.IpPacket("10.0.0.1", "10.0.0.2", (IpProtocol)47, new byte[20])))], 3);

        var row = Assert.Single(table.Take().Rows);
        Assert.Equal((null, 3L), (row.App, row.Packets));
    }

    private static FlowSnapshot Row(string name, bool inspect)
    {
        var table = new FlowTable(new FlowTableOptions { Inspect = inspect });
        Give(table.Sink, Traffic[name], 1);
        return Assert.Single(table.Take().Rows);
    }

    private static void Give(IFrameSink sink, Captured[] frames, int rounds)
    {
        sink.BeginBatch();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var frame in frames)
            {
                sink.OnFrame(frame.Raw);
            }
        }

        sink.EndBatch();
    }

    private static Captured Of(byte[] frame) => new(frame);

    private static Captured Message(string from, string to, byte[] message) => Of(FrameBytes.Icmp(from, to, message[0], message[1], message.AsSpan(4)));

    private static Captured Ping(bool reply, ushort sequence) =>
        Of(FrameBytes.IcmpEcho(reply ? "10.0.0.2" : "10.0.0.1", reply ? "10.0.0.1" : "10.0.0.2", reply, 7, sequence, new byte[48]));

    private static Captured Unreachable(int port) =>
        Of(FrameBytes.Icmp("10.0.0.9", "10.0.0.2", 3, 3, [0, 0, 0, 0, .. IcmpBytes.QuotedUdp("10.0.0.2:5353", $"10.0.0.9:{port}")]));
}
