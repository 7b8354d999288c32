using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

public sealed class CaptureFileDamageTests
{
    private static readonly byte[] s_pcap = CaptureBytes.Pcap(Enumerable.Range(1, 4).Select(i => new Captured(new byte[i * 7])));

    private static readonly byte[] s_pcapng = new PcapngBytes()
        .Section().Interface(name: "eth0", resolution: 9).Interface(LinkLayer.Raw, offset: 3)
        .Enhanced(0, 1, [1, 2, 3]).Simple([4]).Block(5, body => body.Repeat(0, 9)).Obsolete(1, 9, [5, 6])
        .Section(bigEndian: true).Interface(name: "wlan0").Enhanced(0, 2, [7])
        .ToArray();

    public static TheoryData<string> Formats => ["pcap", "pcapng"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_prefix_gives_the_packets_before_its_end(string format)
    {
        var whole = Bytes(format);
        CaptureFileRunner.Run(whole, out var all);
        var last = 0;
        for (var length = 1; length < whole.Length; length++)
        {
            if (!TryRun(whole[..length], out var end, out var sink))
            {
                continue;
            }

            Assert.True(sink.Frames.Count >= last);
            Assert.Equal(all.Frames.Take(sink.Frames.Count).Select(frame => frame.Bytes), sink.Frames.Select(frame => frame.Bytes));
            Assert.True(end.Kind is CaptureEndKind.EndOfFile or CaptureEndKind.Damaged);
            Assert.Equal(end.Kind == CaptureEndKind.Damaged, end.Message is not null);
            last = sink.Frames.Count;
        }

        Assert.Equal(all.Frames.Count - 1, last);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Ten_thousand_damaged_files_end_in_order(string format)
    {
        var random = new Random(99);
        var whole = Bytes(format);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = whole.ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            TryRun(bytes[..random.Next(1, bytes.Length + 1)], out _, out _);
        }
    }

    // Found by fuzzing: the reader made room for the whole record before it had read any of it.
    [Theory]
    [MemberData(nameof(Formats))]
    public void A_length_field_makes_no_room_for_bytes_that_never_come(string format)
    {
        const int Promised = 12 * 1024 * 1024;
        var bytes = format == "pcap"
            ? new WireBytes().Append(CaptureBytes.Pcap([], snapLength: Promised)).U32(0, false).U32(0, false).U32(Promised, false).U32(Promised, false).Repeat(0, 50).ToArray()
            : new PcapngBytes().Section().Raw(new WireBytes().U32(6, false).U32(Promised, false).Repeat(0, 50).ToArray()).ToArray();
        CaptureEnd? end = null;

        var allocated = Allocations.Of(() => end = CaptureFileRunner.Run(bytes, out _));

        Assert.Equal(CaptureEndKind.Damaged, end?.Kind);
        Assert.Contains("cut short", end?.Message);
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    private static byte[] Bytes(string format) => format == "pcap" ? s_pcap : s_pcapng;

    // False for what is no capture at all.
    private static bool TryRun(byte[] bytes, out CaptureEnd end, out RecordingSink sink)
    {
        try
        {
            end = CaptureFileRunner.Run(bytes, out sink);
            return true;
        }
        catch (CaptureException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            (end, sink) = (new CaptureEnd(CaptureEndKind.Damaged), new RecordingSink());
            return false;
        }
    }
}
