using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

public sealed class PcapFormatTests
{
    private static readonly Captured[] s_frames =
    [
        new([1, 2, 3], Captured.Start + 1_000),
        new([4, 5], Captured.Start + 2_000) { WireLength = 1500 },
        new([], Captured.Start + 3_000) { WireLength = 60 },
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Reads_both_byte_orders_and_both_time_resolutions(bool bigEndian, bool nanoseconds)
    {
        Captured[] frames = nanoseconds ? [.. s_frames, new([6], Captured.Start + 3_001)] : s_frames;

        var sink = CaptureFileRunner.RunToEnd(CaptureBytes.Pcap(frames, bigEndian, nanoseconds));

        Assert.Equal(frames.Select(frame => frame.Timestamp), sink.Frames.Select(frame => frame.Timestamp));
        Assert.Equal(frames.Select(frame => frame.WireLength), sink.Frames.Select(frame => frame.WireLength));
        Assert.Equal(frames.SelectMany(frame => frame.Bytes), sink.Frames.SelectMany(frame => frame.Bytes));
    }

    [Fact]
    public void Takes_the_link_type_without_the_bits_above_it()
    {
        var bytes = CaptureBytes.Pcap(s_frames, linkLayer: (LinkLayer)0x5400_0071);     // 4 bytes of frame check sequence, LINUX_SLL

        Assert.All(CaptureFileRunner.RunToEnd(bytes).Frames, frame => Assert.Equal(LinkLayer.LinuxSll, frame.LinkLayer));
    }

    [Fact]
    public void Reads_the_longer_records_of_the_patched_libpcap()
    {
        var bytes = new WireBytes().U32(0xA1B2CD34).U16(2).U16(4).U32(0).U32(0).U32(65535).U32(1)
            .U32(1).U32(5).U32(3).U32(60).U32(2).U16(0x0800).U8(0).U8(0).Text("abc")
            .U32(2).U32(6).U32(1).U32(1).U32(2).U16(0x0800).U8(0).U8(0).Text("d")
            .ToArray();

        var sink = CaptureFileRunner.RunToEnd(bytes);

        Assert.Equal(["abc"u8.ToArray(), "d"u8.ToArray()], sink.Frames.Select(frame => frame.Bytes));
        Assert.Equal(PacketTime.Second + 5 * PacketTime.Microsecond, sink.Frames[0].Timestamp);
        Assert.Equal(60, sink.Frames[0].WireLength);
    }

    [Theory]
    [InlineData(2, 60, 3)]
    [InlineData(3, 60, 3)]
    [InlineData(3, 3, 60)]
    [InlineData(4, 3, 60)]
    public void Knows_the_old_order_of_the_two_lengths(int minorVersion, int first, int second)
    {
        var bytes = new WireBytes().U32(0xA1B2C3D4).U16(2).U16(minorVersion).U32(0).U32(0).U32(65535).U32(1)
            .U32(1).U32(5).U32(first).U32(second).Text("abc")
            .ToArray();

        var frame = Assert.Single(CaptureFileRunner.RunToEnd(bytes).Frames);

        Assert.Equal("abc"u8.ToArray(), frame.Bytes);
        Assert.Equal(60, frame.WireLength);
    }

    [Fact]
    public void Reads_times_after_2038()
    {
        const long Late = 4_000_000_000 * PacketTime.Second;

        Assert.Equal(Late, CaptureFileRunner.RunToEnd(CaptureBytes.Pcap(new Captured([1], Late))).Frames[0].Timestamp);
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(0x7FFF_FFFF)]
    [InlineData(0xFFFF_FFFF)]
    public void A_length_no_packet_has_is_damage_and_allocates_nothing(long length)
    {
        var bytes = new WireBytes().Append(CaptureBytes.Pcap(s_frames)).U32(0, false).U32(0, false).U32(length, false).U32(60, false).Repeat(0, 100).ToArray();
        using var file = CaptureFileRunner.Open(bytes);
        var sink = new RecordingSink();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var end = file.Run(sink, CancellationToken.None);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Equal(CaptureEndKind.Damaged, end.Kind);
        Assert.Equal(3, sink.Frames.Count);
        Assert.Contains($"at byte offset {24 + 3 * 16 + 5}:", end.Message);
        Assert.EndsWith("everything before it was read", end.Message);
    }

    [Fact]
    public void Reads_packets_longer_than_a_read()
    {
        var large = new byte[2_000_000];
        new Random(1).NextBytes(large);
        Captured[] frames = [new([1]), new(large), new([2])];

        var sink = CaptureFileRunner.RunToEnd(CaptureBytes.Pcap(frames, snapLength: 4_000_000));

        Assert.All(frames.Zip(sink.Frames), pair => Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes)));
        Assert.Equal(3, sink.Frames.Count);
    }

    [Fact]
    public void Reads_a_file_of_many_reads_without_losing_a_packet_at_their_seams()
    {
        var random = new Random(2);
        var frames = Enumerable.Range(0, 3_000).Select(i => new Captured(Noise(random, random.Next(1, 1_500)), Captured.Start + i * 1_000)).ToArray();

        var sink = CaptureFileRunner.RunToEnd(CaptureBytes.Pcap(frames));

        Assert.All(frames.Zip(sink.Frames), pair => Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes)));
        Assert.Equal(frames.Length, sink.Frames.Count);
        Assert.True(sink.Batches.Count >= 3);
        Assert.All(sink.Batches, count => Assert.True(count > 0));
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
