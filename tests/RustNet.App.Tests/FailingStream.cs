namespace RustNet.App.Tests;

/// <summary>An output that takes no more: a closed pipe, a full disk.</summary>
internal sealed class FailingStream(IOException failure, int bytesBefore = 0) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Length + buffer.Length > bytesBefore)
        {
            throw failure;
        }

        base.Write(buffer.ToArray(), 0, buffer.Length); // the base class calls back for spans
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}
