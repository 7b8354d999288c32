using RustNet.Core.Tests.Wire;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Fuzz.Targets;

/// <summary>
/// The frame parser under every link type, several frames for one parser, so that fragments meet. An input is frames: a byte
/// that chooses the link type, one that says how the wire length relates to the bytes, length, bytes.
/// </summary>
internal sealed class FrameTarget() : FuzzTarget("frame")
{
    private const long AllocationAtAll = 384 * 1024;    // the table of fragments, once

    private static readonly LinkLayer[] s_links = [.. Enum.GetValues<LinkLayer>(), (LinkLayer)9999];

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var all = new WireBytes();
            foreach (var sample in FrameSamples.All)
            {
                yield return Step(sample).ToArray();
                all.Append(Step(sample).ToArray());
            }

            yield return all.ToArray();
        }
    }

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var parser = new FrameParser();
        var now = Captured.Start;
        while (!rest.IsEmpty)
        {
            var link = s_links[rest.Byte() % s_links.Length];
            var wire = rest.Byte();
            var bytes = rest.Block();
            var raw = new RawFrame { Bytes = bytes, LinkLayer = link, Timestamp = now += PacketTime.Millisecond, WireLength = WireLength(wire, bytes.Length) };
            var oddity = parser.Parse(raw, out var frame);
            Check(parser, raw, oddity, frame);
        }

        Invariant.RequireAllocation(before, AllocationAtAll, 0, input.Length, "frames");
    }

    /// <summary>As long as its bytes, cut by a snap length, or nonsense that a damaged file can hold.</summary>
    internal static int WireLength(byte choice, int length) => choice switch
    {
        0xff => int.MaxValue,
        0xfe => 0,
        0xfd => length / 2,
        _ => length + choice,
    };

    internal static byte Choice(LinkLayer link) => (byte)Array.IndexOf(s_links, link);

    internal static LinkLayer Link(byte choice) => s_links[choice % s_links.Length];

    private static WireBytes Step(Captured frame) => new WireBytes().U8(Choice(frame.LinkLayer)).U8(0).Vector16(frame.Bytes);

    private static void Check(FrameParser parser, in RawFrame raw, FrameOddity oddity, in Frame frame)
    {
        if (oddity != FrameOddity.None)
        {
            Invariant.Require(frame.WireLength == 0 && frame.Payload.IsEmpty, "a frame that cannot be used has facts");
            Invariant.Require(parser.CountOf(oddity) > 0, $"{oddity} is not counted");
            return;
        }

        Invariant.Require(frame.WireLength == raw.WireLength, "wire length");
        Invariant.Require(frame.PayloadLength >= 0, "payload length");
        Invariant.Require(frame.Payload.Length <= frame.PayloadLength, "more payload than its length");
        Invariant.Require(frame.Payload.IsEmpty || raw.Bytes.Overlaps(frame.Payload), "payload from elsewhere");
        Invariant.Require(
            frame.PayloadLength <= Math.Max(raw.WireLength, raw.Bytes.Length) || frame.Protocol == IpProtocol.Udp, "payload longer than the frame");
        Invariant.Require(frame.HeldPackets >= 0 && frame.HeldBytes >= 0, "held packets");
        Invariant.Require(frame.VlanId < 4096, "VLAN");
        Invariant.Require(frame.InterfaceName.Length <= 24 && frame.ProcessCommand.Length <= 20, "PKTAP names");
    }
}
