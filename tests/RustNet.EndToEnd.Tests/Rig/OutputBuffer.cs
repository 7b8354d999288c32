using System.Buffers;
using System.Text;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Collects what a process writes, byte for byte, on its own task. Any thread may read it.</summary>
internal sealed class OutputBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public OutputBuffer(Stream source) => Completion = CopyAsync(source);

    /// <summary>Done when the stream is at its end.</summary>
    public Task Completion { get; }

    public byte[] Bytes
    {
        get
        {
            lock (_bytes)
            {
                return _bytes.WrittenSpan.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The lines that are complete (ended by a line feed).</summary>
    public string[] Lines
    {
        get
        {
            var text = Text;
            var end = text.LastIndexOf('\n');
            return end < 0 ? [] : text[..end].Split('\n');
        }
    }

    private async Task CopyAsync(Stream source)
    {
        var chunk = new byte[16 * 1024];
        try
        {
            while (await source.ReadAsync(chunk) is var count and > 0)
            {
                lock (_bytes)
                {
                    _bytes.Write(chunk.AsSpan(0, count));
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The test closed its end; what was read until then stays.
        }
    }
}
