using RustNet.Capture.Files;

namespace RustNet.Capture.Tests.Files;

public sealed class ReadWindowTests
{
    [Fact]
    public void Keeps_what_was_not_consumed_in_one_piece()
    {
        var bytes = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i % 251)).ToArray();
        using var window = new ReadWindow(CaptureInput.Of(new MemoryStream(bytes)));
        var random = new Random(3);
        var position = 0;
        while (window.Fill(1, CancellationToken.None))
        {
            Assert.Equal(position, window.Offset);
            Assert.True(window.Available.SequenceEqual(bytes.AsSpan(position, window.Available.Length)));
            var count = random.Next(window.Available.Length);
            window.Consume(count);
            position += count;
        }

        Assert.Equal(bytes.Length - position, window.Available.Length);
    }
}
