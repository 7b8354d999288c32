using RustNet.Capture;
using RustNet.Capture.Files;
using RustNet.Core.Tests.Wire;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Fuzz.Targets;

/// <summary>A capture file. An input is the file.</summary>
internal abstract class CaptureFileTarget(string name) : FuzzTarget(name)
{
    private const long AllocationAtAll = 512 * 1024;
    private const int AllocationPerByte = 64;
    private const int MaxMessage = 500;

    private protected static IEnumerable<Captured> Frames => FrameSamples.All.Where(frame => frame.LinkLayer == LinkLayer.Ethernet).Take(6);

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var sink = new RecordingSink();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var file = CaptureFile.Open("x.pcap", CaptureInput.Of(new MemoryStream(bytes)));
            var end = file.Run(sink, CancellationToken.None);
            Invariant.Require(end.Kind is CaptureEndKind.EndOfFile or CaptureEndKind.Damaged, $"ended as {end.Kind}");
            Invariant.Require((end.Kind == CaptureEndKind.Damaged) == end.Message is not null, "message of the end");
            Invariant.RequirePlain(end.Message, MaxMessage, "message of the end");
            Invariant.Require(file.Statistics.Received == sink.Frames.Count, "frames received");
            Check(file, sink, IsPacked(input) ? int.MaxValue : bytes.Length);
        }
        catch (CaptureException e)
        {
            Invariant.RequireText(e.Message, MaxMessage, "message");
        }

        if (!IsPacked(input))
        {
            Invariant.RequireAllocation(before, AllocationAtAll, AllocationPerByte, bytes.Length, "a file");
        }
    }

    private static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes is [0x1f, 0x8b, ..];

    private static void Check(CaptureFile file, RecordingSink sink, int length)
    {
        Invariant.Require(sink.Breaches.Count == 0, string.Join(", ", sink.Breaches));
        Invariant.Require(sink.Frames.Sum(frame => (long)frame.Bytes.Length) <= length, "more bytes in frames than in the file");
        foreach (var frame in sink.Frames)
        {
            Invariant.Require(frame.WireLength >= 0, "wire length");
            Invariant.Require(frame.InterfaceIndex >= 0, "interface");
            if (file.InterfaceName(frame.InterfaceIndex) is { } name)
            {
                Invariant.RequireText(name, 256, "interface name");
            }
        }

        Invariant.RequireText(file.LinkTypeName, 256, "link type");
    }
}

/// <summary>The classic format, in both byte orders and resolutions, plain and packed.</summary>
internal sealed class PcapTarget() : CaptureFileTarget("pcap")
{
    public override IEnumerable<byte[]> Seeds =>
    [
        CaptureBytes.Pcap(Frames),
        CaptureBytes.Pcap(Frames, bigEndian: true, nanoseconds: true),
        CaptureBytes.Pcap(Frames.Select(frame => frame.CutTo(20)), snapLength: 20),
        CaptureBytes.Pcap(Frames.Take(1), linkLayer: LinkLayer.Raw),
        CaptureBytes.Gzip(CaptureBytes.Pcap(Frames.Take(2))),
    ];
}

/// <summary>The block format: sections, interfaces, all kinds of packet blocks, options.</summary>
internal sealed class PcapngTarget() : CaptureFileTarget("pcapng")
{
    public override IEnumerable<byte[]> Seeds =>
    [
        new PcapngBytes()
            .Section().Interface(name: "eth0", resolution: 9).Interface(LinkLayer.Raw, offset: 3)
            .Enhanced(0, 1, [1, 2, 3]).Simple([4]).Block(5, body => body.Repeat(0, 9)).Obsolete(1, 9, [5, 6])
            .Section(bigEndian: true).Interface(name: "wlan0").Enhanced(0, 2, [7]).ToArray(),
        new PcapngBytes().Section(bigEndian: true).Interface(resolution: 0x8a, offset: -5).Enhanced(0, ulong.MaxValue, new byte[40], 1500).ToArray(),
        Frames.Aggregate(new PcapngBytes().Section().Interface(snapLength: 128), (file, frame) => file.Enhanced(frame)).ToArray(),
        new PcapngBytes().Section().Block(10, body => body.Hex("4b534c54").U32(4).Text("KEYS")).Interface(name: "\u001b[31mred").Simple(new byte[60]).ToArray(),
    ];
}
