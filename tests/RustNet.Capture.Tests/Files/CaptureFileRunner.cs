using RustNet.Capture.Files;
using RustNet.Testing;

namespace RustNet.Capture.Tests.Files;

/// <summary>Runs capture bytes in memory through <see cref="CaptureFile"/>.</summary>
internal static class CaptureFileRunner
{
    public static CaptureFile Open(byte[] bytes) => CaptureFile.Open("test.pcap", CaptureInput.Of(new MemoryStream(bytes)));

    public static CaptureEnd Run(byte[] bytes, out RecordingSink sink)
    {
        sink = new RecordingSink();
        using var file = Open(bytes);
        var end = file.Run(sink, CancellationToken.None);
        Assert.Empty(sink.Breaches);
        Assert.Equal(sink.Frames.Count, file.Statistics.Received);
        return end;
    }

    public static RecordingSink RunToEnd(byte[] bytes)
    {
        Assert.Equal(new CaptureEnd(CaptureEndKind.EndOfFile), Run(bytes, out var sink));
        return sink;
    }
}
