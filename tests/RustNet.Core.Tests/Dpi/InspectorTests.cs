using System.Runtime.CompilerServices;
using RustNet.Core.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;
using RustNet.Testing.Dpi;

namespace RustNet.Core.Tests.Dpi;

public sealed class InspectorTests
{
    private static readonly byte[] s_hello = ClientHelloBytes.WithSni("example.com");

    [Fact]
    public void FlowInspection_stays_small() => Assert.InRange(Unsafe.SizeOf<FlowInspection>(), 1, 40);

    [Fact]
    public void Inspect_finishes_an_opaque_stream_with_its_first_payload()
    {
        var flow = new Conversation(Transports.Tcp).Open().Client([0x00, 0x01, 0x02, 0x03]).Client([0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8, 0xf7, 0xf6, 0xf5, 0xf4]);

        Assert.True(flow.IsFinished);
        Assert.Null(flow.App);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Inspect_finishes_once_both_hellos_are_known()
    {
        var flow = new Conversation(Transports.Tcp).Open().Client(s_hello);
        Assert.False(flow.IsFinished);

        flow.Server(TlsBytes.ServerHello13());

        Assert.True(flow.IsFinished);
        Assert.Equal("TLSv1.3", flow.Facts["tls.version"]);
    }

    [Fact]
    public void Inspect_takes_no_memory_for_whole_messages_in_order()
    {
        var flow = new Conversation(Transports.Tcp).Open();

        flow.Client(s_hello);

        Assert.Equal("example.com", flow.App?.HostName);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Inspect_gives_memory_back_when_a_flow_is_done()
    {
        var flow = new Conversation(Transports.Tcp).Open();
        flow.Client(s_hello.AsSpan(0, 60));
        Assert.InRange(flow.Inspector.MemoryInUse, 1, 4096);

        flow.Client(s_hello.AsSpan(60)).Server(TlsBytes.ServerHello13());

        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Close_gives_memory_back_unless_a_piece_is_awaited()
    {
        var closed = new Conversation(Transports.Tcp).Open();
        closed.Client(s_hello.AsSpan(0, 60)).Close();
        Assert.Equal(0, closed.Inspector.MemoryInUse);

        var goesOn = new Conversation(Transports.Tcp).Open();
        goesOn.Close(); // by a reset that neither end has believed
        goesOn.Client(s_hello);
        Assert.Equal("example.com", goesOn.App?.HostName);

        var overtaken = new Conversation(Transports.Tcp).Open();
        var first = overtaken.Next[0];
        overtaken.Skip(fromClient: true, 60).Client(s_hello.AsSpan(60)).Close();
        overtaken.Segment(fromClient: true, first, s_hello.AsSpan(0, 60));
        Assert.Equal("example.com", overtaken.App?.HostName);
    }

    [Fact]
    public void Inspect_gives_up_at_the_ceiling_and_counts_it()
    {
        var inspector = new Inspector(DissectorSet.CreateDefault(), new InspectionBudget { TotalBytes = 16 * 1024 });
        var flows = Enumerable.Range(0, 20).Select(_ => new Conversation(inspector, Transports.Tcp).Open()).ToList();

        flows.ForEach(flow => flow.Client(s_hello.AsSpan(0, 60)));

        Assert.InRange(inspector.MemoryInUse, 1, 16 * 1024);
        Assert.Equal(flows.Count(flow => flow.IsFinished), inspector.OverCeiling);
        Assert.InRange(inspector.OverCeiling, 10, 19);
        flows.ForEach(flow => flow.Release());
        Assert.Equal(0, inspector.MemoryInUse);
    }

    [Fact]
    public void Inspect_keeps_no_more_of_a_stream_than_the_budget_allows()
    {
        // A record that announces more than ever comes, then bytes without end.
        var flow = new Conversation(Transports.Tcp).Open();
        flow.Client([0x16, 0x03, 0x01, 0x40, 0x00, 0x01, 0x00, 0xbf, 0xff, 0x03, 0x03]);
        for (var i = 0; i < 200 && !flow.IsFinished; i++)
        {
            flow.Client(TlsBytes.Record(22, new byte[1400]));
            Assert.InRange(flow.Inspector.MemoryInUse, 0, 70 * 1024);
        }

        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Fact]
    public void Inspect_skips_a_hole_that_the_other_side_has_acknowledged()
    {
        var flow = new Conversation(Transports.Tcp).Open();
        flow.Skip(true, 500).Client(s_hello);   // 500 bytes that the capture has lost
        Assert.Null(flow.App);

        flow.Server(TlsBytes.ServerHello13());

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_is_not_misled_by_a_segment_far_outside_the_window()
    {
        var flow = new Conversation(Transports.Tcp).Open();
        flow.Segment(true, flow.Next[0] + 0x4000_0000, "GET / HTTP/1.1\r\nHost: wrong.example\r\n\r\n"u8);

        flow.Client(s_hello);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_follows_a_stream_that_went_on_after_a_long_loss()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 80).Open();
        flow.Skip(true, 10_000_000);
        for (var i = 0; i < 5; i++)
        {
            flow.Client("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"u8);
        }

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_finds_a_request_in_the_middle_of_a_stream()
    {
        var flow = new Conversation(Transports.Tcp, serverPort: 8081);
        flow.Server(new byte[1000]).Client([1, 2, 3]).Server(new byte[1000]);

        flow.Client("GET /x HTTP/1.1\r\nHost: example.com\r\n\r\n"u8);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_stops_looking_when_nothing_is_found_mid_stream()
    {
        var flow = new Conversation(Transports.Tcp);
        for (var i = 0; i < 300 && !flow.IsFinished; i++)
        {
            flow.Server(new byte[100]);
        }

        Assert.True(flow.IsFinished);
        Assert.Null(flow.App);
    }

    [Fact]
    public void Inspect_ignores_data_of_a_reset()
    {
        var flow = new Conversation(Transports.Tcp).Open();

        flow.Segment(true, flow.Next[0], "no such service"u8, flags: TcpFlags.Rst);
        flow.Client(s_hello);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_reads_data_in_the_syn()
    {
        var flow = new Conversation(Transports.Tcp);

        flow.Segment(true, flow.Next[0] - 1, s_hello, flags: TcpFlags.Syn);

        Assert.Equal("example.com", flow.App?.HostName);
    }

    [Fact]
    public void Inspect_never_asks_a_dissector_again_that_ruled_itself_out()
    {
        var (picky, patient) = (new Scripted("picky", _ => Finding.Malformed), new Scripted("patient", _ => Finding.Truncated()));
        var inspector = new Inspector(new DissectorSet(picky, patient), new InspectionBudget());
        var flow = new Conversation(inspector, Transports.Tcp).Open();

        flow.Client([1]).Client([2]).Server([3]);

        Assert.Equal((1, 3), (picky.Calls, patient.Calls));
    }

    [Fact]
    public void Inspect_asks_by_port_first_and_keeps_the_first_that_confirms()
    {
        var first = new Scripted("first", _ => Finding.Complete(new Named("first")));
        var second = new Scripted("second", _ => Finding.Complete(new Named("second")), 443);
        var inspector = new Inspector(new DissectorSet(first, second), new InspectionBudget());
        var flow = new Conversation(inspector, Transports.Tcp).Open().Client([1]).Server([2]);

        Assert.Equal("second", flow.App?.Protocol);
        Assert.Equal((0, 2), (first.Calls, second.Calls));
    }

    [Fact]
    public void Inspect_hands_over_what_was_left_and_skips_what_is_not_wanted()
    {
        var seen = new List<string>();
        var reader = new Scripted("reader", payload =>
        {
            seen.Add(Convert.ToHexString(payload));
            return payload[0] == 0xaa ? Finding.Complete(new Named("reader"), 12) : Finding.Complete(null, 1);
        });
        var inspector = new Inspector(new DissectorSet(reader), new InspectionBudget());
        var flow = new Conversation(inspector, Transports.Tcp).Open();

        flow.Client([0xaa, 0, 0, 0]).Client([0, 0, 0, 0]).Client([0, 0, 0, 0, 0xbb, 0xcc]);

        Assert.Equal(["AA000000", "BBCC", "CC"], seen);
    }

    [Fact]
    public void Inspect_counts_what_a_dissector_remembers_against_the_ceiling()
    {
        var hungry = new Scripted("hungry", payload => Finding.Complete(new Named("hungry"), memory: new Notes(payload[0] * 1000)));
        var inspector = new Inspector(new DissectorSet(hungry), new InspectionBudget { TotalBytes = 10_000 });
        var flow = new Conversation(inspector, Transports.Udp);

        flow.Client([5]);
        Assert.InRange(inspector.MemoryInUse, 5_000, 6_000);
        flow.Client([2]);
        Assert.InRange(inspector.MemoryInUse, 2_000, 3_000);
        flow.Client([20]);

        Assert.Equal((true, 1L, 0L), (flow.IsFinished, inspector.OverCeiling, inspector.MemoryInUse));
        Assert.Equal("hungry", flow.App?.Protocol);
    }

    [Fact]
    public void Inspect_allocates_nothing_for_finished_and_for_opaque_flows()
    {
        var inspector = new Inspector();
        var payload = Enumerable.Range(0, 1400).Select(i => (byte)(i * 37 + 128)).ToArray();

        var allocated = Allocations.Of(() => Run(inspector, payload));

        Assert.Equal(0, allocated);
    }

    private static void Run(Inspector inspector, byte[] payload)
    {
        foreach (var protocol in (ReadOnlySpan<IpProtocol>)[IpProtocol.Tcp, IpProtocol.Udp])
        {
            for (var anchored = 0; anchored < 2; anchored++)
            {
                var flow = default(FlowInspection);
                if (anchored == 1)
                {
                    inspector.Inspect(ref flow, new Frame { Protocol = protocol, TcpFlags = TcpFlags.Syn, Sequence = 99 }, true);
                }

                for (var i = 0; i < 300; i++)
                {
                    var frame = new Frame
                    {
                        Protocol = protocol,
                        SourcePort = 1000,
                        DestinationPort = 2000,
                        Sequence = 100 + (uint)(i * payload.Length),
                        TcpFlags = TcpFlags.Ack,
                        Payload = payload,
                        PayloadLength = payload.Length,
                    };
                    inspector.Inspect(ref flow, frame, (i & 1) == 0);
                }

                inspector.Release(ref flow);
            }
        }
    }

    private sealed record Named(string Name) : AppInfo
    {
        public override string Protocol => Name;
    }

    [Fact]
    public void Inspect_bounds_what_it_shows_again_of_a_message_that_grows_by_single_bytes()
    {
        long shown = 0;
        var patient = new Scripted("patient", bytes =>
        {
            shown += bytes.Length;
            return Finding.Truncated();
        });
        var flow = new Conversation(new Inspector(new DissectorSet(patient), new InspectionBudget()), Transports.Tcp).Open();

        flow.SendCut(true, new byte[70_000], 1);

        Assert.InRange(shown, 65_536, 30 * 65_536);
        Assert.Equal(0, flow.Inspector.MemoryInUse);
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(8001, 100)]
    [InlineData(40_001, 1000)]
    public void Inspect_shows_a_message_whole_when_its_last_segment_is_tiny(int length, int size)
    {
        var whole = 0;
        var reader = new Scripted("reader", bytes =>
        {
            if (bytes.Length < length)
            {
                return Finding.Truncated();
            }

            whole++;
            return Finding.Complete(new Named("reader"), bytes.Length);
        });
        var flow = new Conversation(new Inspector(new DissectorSet(reader), new InspectionBudget()), Transports.Tcp).Open();

        for (var message = 1; message <= 20; message++) // each has the budget anew
        {
            flow.SendCut(true, new byte[length], size);
            Assert.Equal(message, whole);
        }
    }

    private sealed class Notes(int size) : DissectorMemory
    {
        public override int Size => size;
    }

    private sealed class Scripted(string protocol, Func<byte[], Finding> answer, params ushort[] ports) : IDissector
    {
        public int Calls { get; private set; }

        public DissectorTraits Traits { get; } = new(protocol, Transports.Tcp | Transports.Udp, ports);

        public Finding Dissect(in Payload payload)
        {
            Calls++;
            return answer(payload.Bytes.ToArray());
        }
    }
}
