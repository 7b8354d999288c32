using System.Buffers.Binary;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.EndToEnd.Tests.Input;

/// <summary>Files that are not what they should be: a line that says so, exit code 1, and everything before the damage.</summary>
public sealed class CaptureFileTests
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var result = await RustNetProgram.RunAsync("--read", "/nonexistent/x.pcap", "--headless");

        AssertFailure(result, "/nonexistent/x.pcap");
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_directory_is_named()
    {
        using var folder = new TemporaryDirectory();

        AssertFailure(await RustNetProgram.RunAsync("--read", folder.Path, "--headless"), folder.Path);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        Privileges.RequireTools("setpriv");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to become another user");
        using var folder = new TemporaryDirectory();
        var file = folder.Write("secret.pcap", SampleCaptures.Web());
        await RunningProcess.RunAsync("chmod", "600", file);
        await using var process = RunningProcess.Start(
            "setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--", RustNetProgram.FilePath, "--read", file, "--headless"]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains("secret.pcap", Assert.Single(process.Error.Lines), StringComparison.Ordinal);
        Assert.Equal("", process.Output.Text);
    }

    public static TheoryData<string, byte[]> NotCaptures => new()
    {
        { "empty", [] },
        { "one byte", [0xd4] },
        { "text", "this is no capture file, but a letter to a friend\n"u8.ToArray() },
        { "half a magic", [0xd4, 0xc3] },
        { "zeros", new byte[4096] },
        { "gzip of text", CaptureBytes.Gzip("hello"u8.ToArray()) },
        { "gzip of nothing", CaptureBytes.Gzip([]) },
        { "gzip magic only", [0x1f, 0x8b] },
        { "elf", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "pcap header cut", SampleCaptures.Web()[..20] },
    };

    [Theory]
    [MemberData(nameof(NotCaptures))]
    public async Task What_is_no_capture_is_refused(string what, byte[] content)
    {
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("file.pcap", content), "--headless");

        AssertFailure(result, "file.pcap");
        Assert.True(result.Output.Length == 0, what);
    }

    [Fact]
    public async Task A_capture_without_packets_is_no_failure()
    {
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("none.pcap", CaptureBytes.Pcap(Array.Empty<Captured>())), "--headless");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData(1)]                    // in the second record's header
    [InlineData(RecordHeader - 1)]
    [InlineData(RecordHeader)]         // after the header, before its data
    [InlineData(RecordHeader + 1)]     // in its data
    [InlineData(RecordHeader + 20)]
    public async Task A_pcap_cut_off_in_a_record_reports_what_came_before_and_the_offset(int extra)
    {
        var (content, second) = TwoRecords();
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("cut.pcap", content[..(second + extra)]), "--headless");

        AssertFailure(result, "cut.pcap");
        Assert.Matches($@"\b({second}|{second + RecordHeader}|{second + extra})\b", result.Error.Replace(",", "", StringComparison.Ordinal));
        Assert.Equal("192.0.2.9:1", Assert.Single(HeadlessEvent.ParseConnections(result.Output)).Text("remote"));
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x10000000u)]
    public async Task A_pcap_record_of_absurd_length_is_damage(uint length)
    {
        var (content, second) = TwoRecords();
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(second + 8), length);
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("absurd.pcap", content), "--headless");

        AssertFailure(result, "absurd.pcap");
        Assert.Contains(second.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Error, StringComparison.Ordinal);
        Assert.Single(HeadlessEvent.ParseConnections(result.Output));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(11u)]
    [InlineData(13u)]
    [InlineData(0xFFFFFFFCu)]
    public async Task A_damaged_pcapng_block_length_reports_what_came_before(uint length)
    {
        var before = new PcapngBytes().Section().Interface().Enhanced(Captured.At(0, FrameBytes.Udp("10.0.0.5:1", "192.0.2.9:1", new byte[8]))).ToArray();
        var damaged = new PcapngBytes().Section().Interface().Enhanced(Captured.At(0, FrameBytes.Udp("10.0.0.5:1", "192.0.2.9:1", new byte[8])))
            .Enhanced(Captured.At(1, FrameBytes.Udp("10.0.0.5:2", "192.0.2.9:2", new byte[8]))).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(before.Length + 4), length);
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("damaged.pcapng", damaged), "--headless");

        AssertFailure(result, "damaged.pcapng");
        Assert.Contains(before.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Error, StringComparison.Ordinal);
        Assert.Equal("192.0.2.9:1", Assert.Single(HeadlessEvent.ParseConnections(result.Output)).Text("remote"));
    }

    [Fact]
    public async Task A_cut_gzip_stream_reports_what_came_before()
    {
        var packed = CaptureBytes.Gzip(SampleCaptures.Many(2000));
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("cut.pcap.gz", packed[..(packed.Length / 2)]), "--headless");

        AssertFailure(result, "cut.pcap.gz");
        Assert.NotEmpty(HeadlessEvent.ParseConnections(result.Output));
    }

    [Fact]
    public async Task Every_prefix_of_a_pcapng_ends_well()
    {
        var whole = SampleCaptures.TwoInterfaces();
        using var folder = new TemporaryDirectory();

        // A step that is prime to the blocks' alignment of four meets every kind of place in few processes.
        for (var length = 2; length < whole.Length; length += 13)
        {
            var result = await RustNetProgram.RunAsync("--read", folder.Write("prefix.pcapng", whole[..length]), "--headless");

            Assert.InRange(result.ExitCode, 0, 1);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
            Assert.True(result.ExitCode == 0 || result.ErrorLines.Length == 1, result.Error);
        }
    }

    [Fact]
    public async Task A_link_type_that_cannot_be_read_is_said()
    {
        var content = CaptureBytes.Pcap([Captured.At(0, new byte[40])], linkLayer: (LinkLayer)147);
        using var folder = new TemporaryDirectory();

        var result = await RustNetProgram.RunAsync("--read", folder.Write("other.pcap", content), "--headless");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("147", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_screen_damage_is_told_and_the_table_stays()
    {
        var (content, second) = TwoRecords();
        await using var screen = await Screen.ReplayScreen.StartAsync(content[..(second + 10)]);

        var text = await screen.Screen.WaitForAsync("damaged");

        Assert.Contains("192.0.2.9:1", text, StringComparison.Ordinal);
        await screen.Screen.SendKeysAsync("q", "q");
        Assert.InRange(await screen.Screen.WaitForExitAsync(), 0, 1);
    }

    private static (byte[] Content, int SecondRecord) TwoRecords()
    {
        var first = FrameBytes.Udp("10.0.0.5:1", "192.0.2.9:1", new byte[50]);
        var content = CaptureBytes.Pcap(Captured.At(0, first), Captured.At(1, FrameBytes.Udp("10.0.0.5:2", "192.0.2.9:2", new byte[50])));
        return (content, FileHeader + RecordHeader + first.Length);
    }

    private static void AssertFailure(ProgramResult result, string names)
    {
        Assert.True(result.ExitCode == 1, $"exit code {result.ExitCode}: {result.Error}{result.Output}");
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("rustnet: ", line, StringComparison.Ordinal);
        Assert.Contains(names, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
    }
}
