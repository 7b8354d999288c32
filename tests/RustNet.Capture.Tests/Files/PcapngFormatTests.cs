using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

public sealed class PcapngFormatTests
{
    private const ulong Microseconds = (ulong)(Captured.Start / PacketTime.Microsecond);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_enhanced_packets_in_both_byte_orders(bool bigEndian)
    {
        var bytes = new PcapngBytes().Section(bigEndian).Interface(LinkLayer.LinuxSll, "eth0")
            .Enhanced(0, Microseconds + 1, [1, 2, 3], wireLength: 99)
            .Enhanced(0, Microseconds + 2, [4, 5, 6, 7])
            .ToArray();

        var frames = CaptureFileRunner.RunToEnd(bytes).Frames;

        Assert.Equal([[1, 2, 3], [4, 5, 6, 7]], frames.Select(frame => frame.Bytes));
        Assert.Equal([99, 4], frames.Select(frame => frame.WireLength));
        Assert.Equal([Captured.Start + 1_000, Captured.Start + 2_000], frames.Select(frame => frame.Timestamp));
        Assert.All(frames, frame => Assert.Equal(LinkLayer.LinuxSll, frame.LinkLayer));
    }

    [Theory]
    [InlineData(null, 1_000_000ul, 1_000_000_000)]
    [InlineData(0, 5ul, 5_000_000_000)]
    [InlineData(3, 1_500ul, 1_500_000_000)]
    [InlineData(6, 7ul, 7_000)]
    [InlineData(9, 7ul, 7)]
    [InlineData(9, 1_767_225_600_123_456_789ul, 1_767_225_600_123_456_789)]
    [InlineData(12, 7_999ul, 7)]
    [InlineData(19, 10_000_000_000ul, 1)]
    [InlineData(127, 1ul, 0)]                           // finer than any clock
    [InlineData(0x80, 3ul, 3_000_000_000)]
    [InlineData(0x80 | 10, 1_024ul + 512, 1_500_000_000)]
    [InlineData(0x80 | 63, 1ul << 62, 500_000_000)]
    [InlineData(0xFF, 1ul << 62, 500_000_000)]
    [InlineData(0, ulong.MaxValue, long.MaxValue)]      // saturates
    public void Reads_every_time_resolution(int? resolution, ulong ticks, long expected)
    {
        var bytes = new PcapngBytes().Section().Interface(resolution: (byte?)resolution).Enhanced(0, ticks, [1]).ToArray();

        Assert.Equal(expected, CaptureFileRunner.RunToEnd(bytes).Frames[0].Timestamp);
    }

    [Theory]
    [InlineData(1_000, 1_000_000_005_000)]
    [InlineData(-1, -999_995_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue + 5_000)]
    public void Adds_the_time_offset_of_the_interface(long offset, long expected)
    {
        var bytes = new PcapngBytes().Section(bigEndian: true).Interface(offset: offset).Enhanced(0, 5, [1]).ToArray();

        Assert.Equal(expected, CaptureFileRunner.RunToEnd(bytes).Frames[0].Timestamp);
    }

    [Fact]
    public void Numbers_interfaces_through_all_sections()
    {
        var bytes = new PcapngBytes()
            .Section().Interface(name: "eth0").Interface(LinkLayer.Raw, "tun0").Enhanced(1, 1, [1])
            .Section(bigEndian: true).Interface(LinkLayer.LinuxSll, "any").Enhanced(0, 2, [2])
            .ToArray();
        using var file = CaptureFileRunner.Open(bytes);
        var sink = new RecordingSink();

        file.Run(sink, CancellationToken.None);

        Assert.Equal([1, 2], sink.Frames.Select(frame => frame.InterfaceIndex));
        Assert.Equal([LinkLayer.Raw, LinkLayer.LinuxSll], sink.Frames.Select(frame => frame.LinkLayer));
        Assert.Equal(["eth0", "tun0", "any", null, null], new[] { 0, 1, 2, 3, -1 }.Select(file.InterfaceName));
        Assert.Equal("Ethernet + raw IP + Linux cooked v1", file.LinkTypeName);
    }

    [Fact]
    public void Knows_the_link_type_of_the_first_interface_before_it_is_run()
    {
        using var file = CaptureFileRunner.Open(new PcapngBytes().Section().Interface(LinkLayer.Raw, "tun0").Enhanced(0, 1, [1]).ToArray());

        Assert.Equal("raw IP", file.LinkTypeName);
        Assert.Equal("tun0", file.InterfaceName(0));
    }

    [Fact]
    public void Names_no_interface_where_frames_carry_the_kernel_numbers()
    {
        using var file = CaptureFileRunner.Open(new PcapngBytes().Section().Interface(LinkLayer.LinuxSll2, "any").ToArray());

        file.Run(new RecordingSink(), CancellationToken.None);

        Assert.Null(file.InterfaceName(0));
    }

    [Theory]
    [InlineData("eth\e[2J0\n", "eth\uFFFD[2J0\uFFFD")]
    [InlineData("eth\u202E0", "eth\uFFFD0")]
    [InlineData("eth0\0\0", "eth0")]
    [InlineData("\0", null)]
    public void Makes_interface_names_harmless(string name, string? expected)
    {
        using var file = CaptureFileRunner.Open(new PcapngBytes().Section().Interface(name: name).ToArray());

        file.Run(new RecordingSink(), CancellationToken.None);

        Assert.Equal(expected, file.InterfaceName(0));
    }

    [Fact]
    public void Reads_simple_and_obsolete_packets()
    {
        var bytes = new PcapngBytes().Section().Interface(snapLength: 4).Interface(LinkLayer.Raw)
            .Obsolete(1, Microseconds, [1, 2, 3], wireLength: 70)
            .Simple([1, 2, 3, 4], wireLength: 90)
            .Simple([5, 6])
            .ToArray();

        var frames = CaptureFileRunner.RunToEnd(bytes).Frames;

        Assert.Equal([[1, 2, 3], [1, 2, 3, 4], [5, 6]], frames.Select(frame => frame.Bytes));
        Assert.Equal([70, 90, 2], frames.Select(frame => frame.WireLength));
        Assert.Equal([1, 0, 0], frames.Select(frame => frame.InterfaceIndex));
        Assert.All(frames, frame => Assert.Equal(Captured.Start, frame.Timestamp));     // a simple packet has no time of its own
    }

    [Fact]
    public void Steps_over_blocks_it_does_not_know()
    {
        var bytes = new PcapngBytes().Section().Interface()
            .Block(4, body => body.Repeat(1, 33))               // name resolution
            .Enhanced(0, 1, [1])
            .Block(0x0BAD, body => body.Repeat(0xFF, 70_000))   // custom
            .Block(5, _ => { })
            .Enhanced(0, 2, [2])
            .ToArray();

        Assert.Equal([[1], [2]], CaptureFileRunner.RunToEnd(bytes).Frames.Select(frame => frame.Bytes));
    }

    [Fact]
    public void Reads_a_block_whose_length_forgot_the_padding()
    {
        var bytes = new PcapngBytes().Section().Interface()
            .Raw(new WireBytes().U32(6, false).U32(33, false).U32(0, false).U32(0, false).U32(1, false).U32(1, false).U32(1, false).U8(9).Repeat(0, 3).U32(33, false).ToArray())
            .Enhanced(0, 2, [2])
            .ToArray();

        Assert.Equal([[9], [2]], CaptureFileRunner.RunToEnd(bytes).Frames.Select(frame => frame.Bytes));
    }

    public static TheoryData<string, byte[]> DamagedBlocks => new()
    {
        { "a packet of interface 1, which the file has not described", new PcapngBytes().Enhanced(1, 2, [2]).ToArray() },
        { "a packet of interface 65535, which", new PcapngBytes().Obsolete(0xFFFF, 2, [2]).ToArray() },
        { "a packet of 4294967295 bytes, more than its block has", Little(6, 0, 0, 0, 0xFFFFFFFF, 1) },
        { "a packet block that is too short", Little(6, 0, 0) },
        { "a packet block that is too short", Little(2, 0, 0) },
        { "a packet block that is too short", Little(3) },
        { "an interface description that is too short", Little(1, 1) },
        { "a block whose two lengths differ", new WireBytes().U32(6, false).U32(12, false).U32(16, false).ToArray() },
        { "a block of 11 bytes", new WireBytes().U32(6, false).U32(11, false).U32(11, false).ToArray() },
        { "a block of 4294967295 bytes", new WireBytes().U32(6, false).U32(0xFFFFFFFF, false).Repeat(0, 40).ToArray() },
        { "a section header without the byte-order magic", new WireBytes().U32(0x0A0D0D0A).U32(28, false).Repeat(0, 20).ToArray() },
        { "a section header that is too short", new WireBytes().U32(0x0A0D0D0A).U32(16, false).U32(0x1A2B3C4D, false).U32(16, false).ToArray() },
        { "pcapng version 2", new WireBytes().U32(0x0A0D0D0A).U32(28, false).U32(0x1A2B3C4D, false).U16(2, false).U16(0).Repeat(0xFF, 8).U32(28, false).ToArray() },
        { "cut short", new WireBytes().U32(6, false).U32(1_000, false).Repeat(0, 40).ToArray() },
    };

    [Theory]
    [MemberData(nameof(DamagedBlocks))]
    public void Reads_everything_before_a_damaged_block_and_says_where_it_is(string problem, byte[] block)
    {
        var whole = new PcapngBytes().Section().Interface().Enhanced(0, 1, [1]).ToArray();

        var end = CaptureFileRunner.Run([.. whole, .. block], out var sink);

        Assert.Equal(CaptureEndKind.Damaged, end.Kind);
        Assert.StartsWith($"test.pcap: damaged at byte offset {whole.Length}: ", end.Message);
        Assert.Contains(problem, end.Message);
        Assert.Single(sink.Frames);
    }

    [Fact]
    public void A_packet_before_any_section_or_interface_is_damage()
    {
        var noInterface = CaptureFileRunner.Run(new PcapngBytes().Section().Simple([1]).ToArray(), out _);

        Assert.Contains("before the first interface", noInterface.Message);
    }

    [Fact]
    public void Names_few_of_many_link_types_at_little_cost()
    {
        var bytes = new PcapngBytes().Section();
        foreach (var type in new[] { LinkLayer.Ethernet, LinkLayer.Raw, LinkLayer.LinuxSll }.Concat(Enumerable.Range(1000, 40_000).Select(n => (LinkLayer)n)))
        {
            bytes.Interface(type);
        }

        using var file = CaptureFileRunner.Open(bytes.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        file.Run(new RecordingSink(), CancellationToken.None);

        Assert.Equal("Ethernet + raw IP + Linux cooked v1 + 40000 more", file.LinkTypeName);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public void Bounds_the_number_of_interfaces()
    {
        var file = new PcapngBytes().Section();
        for (var i = 0; i < 65_537; i++)
        {
            file.Interface();
        }

        var end = CaptureFileRunner.Run(file.ToArray(), out _);

        Assert.Contains("more interfaces than a capture can have", end.Message);
    }

    private static byte[] Little(uint type, params long[] words) => new PcapngBytes().Block(type, body =>
    {
        foreach (var word in words)
        {
            body.U32(word, bigEndian: false);
        }
    }).ToArray();
}
