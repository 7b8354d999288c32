using RustNet.Core.Dpi;
using RustNet.Core.Tests.Dpi;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Fuzz.Targets;

/// <summary>
/// A whole conversation under inspection: segments in any order, overlapping, lost, cut, retransmitted with other content. An
/// input is a byte that chooses budget and transport, the server's port, then segments: flags, place, length, bytes.
/// </summary>
internal sealed class InspectorTarget() : FuzzTarget("inspector")
{
    private const ushort ClientPort = 51000;
    private const byte SmallBudget = 0x80;
    private const long AllocationAtAll = 512 * 1024;
    private const int AllocationPerByte = 2048;

    private static readonly DissectorSet s_set = DissectorSet.CreateDefault();
    private static readonly Transports[] s_transports = Enum.GetValues<Transports>();

    public override IEnumerable<byte[]> Seeds => DissectorSamples.All.SelectMany(sample => new[] { Seed(sample, int.MaxValue), Seed(sample, 50) });

    private static byte[] Seed(DissectorSample sample, int size)
    {
        var bytes = new WireBytes().U8(Array.IndexOf(s_transports, sample.Transport)).U16(sample.Port);
        if (sample.Transport == Transports.Tcp)
        {
            bytes.U8((int)Flags.Syn).U8(0).U16(0);
            bytes.U8((int)(Flags.Syn | Flags.FromServer)).U8(0).U16(0);
        }

        foreach (var message in sample.Messages)
        {
            foreach (var piece in message.Bytes.Chunk(sample.Transport == Transports.Tcp ? size : int.MaxValue))
            {
                bytes.U8(message.FromClient ? 0 : (int)Flags.FromServer).U8(0).Vector16(piece);
            }
        }

        return bytes.ToArray();
    }

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        var choice = rest.Byte();
        var budget = (choice & SmallBudget) != 0
            ? new InspectionBudget { StreamBytes = 512, TotalBytes = 4096, PayloadsWithoutNews = 4 }
            : new InspectionBudget();
        var inspector = new Inspector(s_set, budget);
        var flow = new FlowInspection();
        var (client, server) = (0xffff_ff00u, 1000u);    // the client's numbers wrap early
        var transport = s_transports[(choice & ~SmallBudget) % s_transports.Length];
        var port = rest.UInt16();
        var now = Captured.Start;
        AppInfo? known = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (!rest.IsEmpty)
        {
            var flags = (Flags)rest.Byte();
            var place = (sbyte)rest.Byte();
            var bytes = rest.Block();
            var fromClient = !flags.HasFlag(Flags.FromServer);
            ref var next = ref fromClient ? ref client : ref server;
            next += flags.HasFlag(Flags.Far) ? (uint)(place * 1024) : (uint)place;
            var frame = new Frame
            {
                Timestamp = now += PacketTime.Millisecond,
                Network = transport == Transports.Arp ? NetworkLayer.Arp : NetworkLayer.IPv4,
                Protocol = ProtocolOf(transport),
                Source = fromClient ? 1u : 2u,
                Destination = fromClient ? 2u : 1u,
                SourcePort = fromClient ? ClientPort : port,
                DestinationPort = fromClient ? port : ClientPort,
                TcpFlags = FlagsOf(flags),
                Sequence = flags.HasFlag(Flags.Syn) ? next - 1 : next,
                Acknowledgment = fromClient ? server : client,
                Payload = bytes,
                PayloadLength = bytes.Length + (flags.HasFlag(Flags.Cut) ? 100 : 0),
            };
            inspector.Inspect(ref flow, frame, fromClient);
            if (transport == Transports.Tcp)
            {
                next += (uint)frame.PayloadLength;
            }

            Invariant.Require(inspector.MemoryInUse >= 0 && inspector.MemoryInUse <= budget.TotalBytes, "memory in use");
            known = Check(inspector, flow, known);
        }

        Invariant.RequireAllocation(before, AllocationAtAll, AllocationPerByte, input.Length, "a conversation");
        inspector.Release(ref flow);
        Invariant.Require(inspector.MemoryInUse == 0, "memory is left after the flow has gone");
        Invariant.Require(flow.IsFinished && ReferenceEquals(flow.App, known), "release changed what is known");
    }

    private static AppInfo? Check(Inspector inspector, in FlowInspection flow, AppInfo? known)
    {
        Invariant.Require(known is null || flow.App?.Protocol == known.Protocol, "the flow's first name has changed");
        if (flow.App is { } app && !ReferenceEquals(app, known))
        {
            Invariant.RequireClean(app);
        }

        if (inspector.TakeAnnounced() is { } announced)
        {
            Invariant.RequireClean(announced.App);
        }

        inspector.TakeIdentified();

        return flow.App;
    }

    private static IpProtocol ProtocolOf(Transports transport) => transport switch
    {
        Transports.Tcp => IpProtocol.Tcp,
        Transports.Udp => IpProtocol.Udp,
        Transports.Icmp => IpProtocol.Icmp,
        Transports.IcmpV6 => IpProtocol.IcmpV6,
        Transports.Igmp => IpProtocol.Igmp,
        _ => default,
    };

    private static TcpFlags FlagsOf(Flags flags) =>
        (flags.HasFlag(Flags.Syn) ? TcpFlags.Syn : TcpFlags.None)
        | (flags.HasFlag(Flags.Rst) ? TcpFlags.Rst : TcpFlags.None)
        | (flags.HasFlag(Flags.NoAck) ? TcpFlags.None : TcpFlags.Ack);

    [Flags]
    private enum Flags : byte
    {
        FromServer = 1,
        Syn = 2,
        Rst = 4,
        NoAck = 8,

        /// <summary>The snap length has cut it.</summary>
        Cut = 16,

        /// <summary>The place counts in kilobytes.</summary>
        Far = 32,
    }
}
