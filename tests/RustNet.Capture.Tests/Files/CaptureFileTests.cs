using RustNet.Capture.Files;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

public sealed class CaptureFileTests : IDisposable
{
    private static readonly byte[] s_capture = CaptureBytes.Pcap([.. Enumerable.Range(1, 5).Select(i => new Captured([(byte)i]))]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rustnet-capture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_reads_a_file_by_its_content_and_not_by_its_name()
    {
        using var plain = CaptureFile.Open(Write("capture.txt", s_capture));
        using var packed = CaptureFile.Open(Write("capture.pcap", CaptureBytes.Gzip(s_capture)));

        foreach (var file in new[] { plain, packed })
        {
            var sink = new RecordingSink();
            Assert.Equal(new CaptureEnd(CaptureEndKind.EndOfFile), file.Run(sink, CancellationToken.None));
            Assert.Equal(5, sink.Frames.Count);
            Assert.Equal(new CaptureStatistics(5, 0, 0), file.Statistics);
        }
    }

    [Fact]
    public void A_file_has_its_name_and_link_type_before_it_is_run()
    {
        var path = Write("a.pcap", CaptureBytes.Pcap(new Captured([1]) { LinkLayer = LinkLayer.LinuxSll2 }));

        using var file = CaptureFile.Open(path);

        Assert.Equal(path, file.Name);
        Assert.Equal("Linux cooked v2", file.LinkTypeName);
        Assert.False(file.IsLive);
        Assert.Null(file.InterfaceName(0));
    }

    [Fact]
    public void A_header_without_packets_is_an_orderly_end()
    {
        Assert.Equal(new CaptureEnd(CaptureEndKind.EndOfFile), CaptureFileRunner.Run(CaptureBytes.Pcap(), out var sink));
        Assert.Empty(sink.Batches);
    }

    [Fact]
    public void Open_says_what_is_wrong_with_a_file()
    {
        AssertRefused("none.pcap", null, "no such file");
        AssertRefused("empty.pcap", [], "is empty");
        AssertRefused("text.pcap", "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"u8.ToArray(), "not a pcap or pcapng capture");
        AssertRefused("short.pcap", s_capture[..23], "cut short inside the file header");
        AssertRefused("two.pcap", [1, 2], "not a pcap or pcapng capture");
        AssertRefused("packed.zst", [0x28, 0xB5, 0x2F, 0xFD, 0, 0], "zstd -dc FILE | rustnet --read -");
        AssertRefused("version.pcap", [.. s_capture[..4], 9, 0, .. s_capture[6..]], "pcap version 9");
        AssertRefused("packed-text.gz", CaptureBytes.Gzip("hello"u8.ToArray()), "not a pcap or pcapng capture");
        AssertRefused("packed-empty.gz", CaptureBytes.Gzip([]), "is empty");
        AssertRefused("broken.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7], "cannot be read");
    }

    [Fact]
    public void Open_refuses_a_directory()
    {
        Assert.Contains("is a directory", Assert.Throws<CaptureException>(() => CaptureFile.Open(_folder.FullName)).Message);
    }

    [Fact]
    public void Open_refuses_a_file_it_may_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may read everything; Windows has no mode bits");
        var path = Write("secret.pcap", s_capture);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.Contains("not allowed", Assert.Throws<CaptureException>(() => CaptureFile.Open(path)).Message);
    }

    [Fact]
    public void A_cut_file_names_the_offset_of_the_record_that_is_not_whole()
    {
        var end = CaptureFileRunner.Run(s_capture[..^1], out var sink);

        Assert.Equal(CaptureEndKind.Damaged, end.Kind);
        Assert.Equal(4, sink.Frames.Count);
        Assert.Equal(
            $"test.pcap: damaged at byte offset {24 + 4 * 17}: cut short, the last record needs 17 bytes and has 16; everything before it was read", end.Message);
    }

    [Fact]
    public void A_cut_gzip_file_gives_what_can_be_unpacked()
    {
        var frames = Enumerable.Range(0, 2_000).Select(i => new Captured([(byte)i, (byte)(i >> 8), (byte)(i * 31), (byte)(i * 17)], Captured.Start + i * 7_919_000L));
        var packed = CaptureBytes.Gzip(CaptureBytes.Pcap(frames));

        var end = CaptureFileRunner.Run(packed[..(packed.Length / 2)], out var sink);

        Assert.Equal(CaptureEndKind.Damaged, end.Kind);
        Assert.Contains("of the unpacked data", end.Message);
        Assert.True(sink.Frames.Count > 100);
    }

    [Fact]
    public void A_pipe_delivers_what_is_there_before_it_waits_for_more()
    {
        var sink = new RecordingSink();
        var seen = new List<int>();
        using var pipe = new ScriptedPipe([s_capture[..24], s_capture[24..(24 + 17 * 2)], s_capture[(24 + 17 * 2)..(24 + 17 * 3 + 5)], s_capture[(24 + 17 * 3 + 5)..]])
        {
            BeforeRead = () => seen.Add(sink.Frames.Count),
        };
        using var file = CaptureFile.Open("-", CaptureInput.Of(pipe));

        var end = file.Run(sink, CancellationToken.None);

        Assert.Equal(CaptureEndKind.EndOfFile, end.Kind);
        Assert.Equal([2, 1, 2], sink.Batches);
        Assert.Equal([0, 2, 3, 5], seen.Distinct());
    }

    [Fact]
    public void A_packed_pipe_is_unpacked()
    {
        using var pipe = new ScriptedPipe(CaptureBytes.Gzip(s_capture).Select(one => new[] { one }));
        using var file = CaptureFile.Open("-", CaptureInput.Of(pipe));
        var sink = new RecordingSink();

        Assert.Equal(CaptureEndKind.EndOfFile, file.Run(sink, CancellationToken.None).Kind);

        Assert.Equal(5, sink.Frames.Count);
    }

    [Fact]
    public async Task Run_stops_while_a_pipe_has_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        using var waiting = new ManualResetEventSlim();
        using var pipe = new ScriptedPipe([s_capture])
        {
            AtEnd = () =>
            {
                waiting.Set();
                release.Wait();
            },
        };
        using var file = CaptureFile.Open("-", CaptureInput.Of(pipe));
        var sink = new RecordingSink();

        var run = Task.Run(() => file.Run(sink, stop.Token), TestContext.Current.CancellationToken);
        waiting.Wait(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        var end = await run;
        release.Set();

        Assert.Equal(new CaptureEnd(CaptureEndKind.Stopped), end);
        Assert.Equal(5, sink.Frames.Count);
    }

    [Fact]
    public void Run_stops_when_it_is_asked_to()
    {
        using var file = CaptureFileRunner.Open(s_capture);

        Assert.Equal(new CaptureEnd(CaptureEndKind.Stopped), file.Run(new RecordingSink(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Run_reports_a_read_error_as_damage()
    {
        using var pipe = new ScriptedPipe([s_capture[..^3]]) { AtEnd = () => throw new IOException("Input/output error\nsecond line") };
        using var file = CaptureFile.Open("-", CaptureInput.Of(pipe));

        var end = file.Run(new RecordingSink(), CancellationToken.None);

        Assert.Equal(CaptureEndKind.Damaged, end.Kind);
        Assert.Contains("Input/output error;", end.Message);
    }

    [Fact]
    public void Run_ends_the_batch_and_blames_no_file_when_the_sink_fails()
    {
        var sink = new RecordingSink { Frame = _ => throw new IOException("disk full") };
        using var file = CaptureFileRunner.Open(s_capture);

        Assert.Equal("disk full", Assert.Throws<IOException>(() => file.Run(sink, CancellationToken.None)).Message);

        Assert.False(sink.IsInBatch);
        Assert.Empty(sink.Breaches);
    }

    [Fact]
    public void Run_can_be_called_once()
    {
        using var file = CaptureFileRunner.Open(s_capture);
        file.Run(new RecordingSink(), CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => file.Run(new RecordingSink(), CancellationToken.None));
    }

    [Fact]
    public void Run_allocates_nothing_per_packet()
    {
        using var few = CaptureFileRunner.Open(CaptureBytes.Pcap(Enumerable.Repeat(new Captured(new byte[60]), 10)));
        using var many = CaptureFileRunner.Open(CaptureBytes.Pcap(Enumerable.Repeat(new Captured(new byte[60]), 50_000)));
        var sink = new CountingSink();
        few.Run(sink, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();

        many.Run(sink, CancellationToken.None);

        Assert.Equal(50_010, sink.Count);
        // Not one byte per packet; a collection that another test causes rounds the count up by some kilobytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    private void AssertRefused(string name, byte[]? content, string why)
    {
        var path = content is null ? Path.Combine(_folder.FullName, name) : Write(name, content);

        var message = Assert.Throws<CaptureException>(() => CaptureFile.Open(path)).Message;

        Assert.StartsWith(path + ": ", message);
        Assert.Contains(why, message);
        Assert.DoesNotContain('\n', message);
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private sealed class CountingSink : IFrameSink
    {
        public int Count { get; private set; }

        public void BeginBatch()
        {
        }

        public void OnFrame(in RawFrame frame) => Count++;

        public void EndBatch()
        {
        }

        public void OnIdle(long now)
        {
        }
    }
}
