using System.Runtime.InteropServices;

namespace RustNet.App.Interop;

/// <summary>The other side of standard output has closed it: <c>rustnet --headless | head</c>. Not a failure of ours.</summary>
internal sealed class ClosedPipeException() : IOException("standard output was closed");

/// <summary>
/// Standard output as a plain stream of bytes. Needed because the framework's console stream drops everything silently
/// once the pipe is closed, and its file stream writes at an offset of its own, which breaks outputs shared with others
/// (<c>{ rustnet ...; date; } &gt; file</c>). Unbuffered.
/// </summary>
internal static partial class StandardOutput
{
    /// <summary>Opens it.</summary>
    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new PosixStream();

    private sealed partial class PosixStream : Stream
    {
        private const int Descriptor = 1;
        private const int EINTR = 4;
        private const int EPIPE = 32;
        private const short POLLOUT = 4;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var written = WriteSystemCall(Descriptor, buffer, buffer.Length);
                if (written >= 0)
                {
                    buffer = buffer[(int)written..];
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case EINTR:
                        break;
                    case EPIPE:
                        throw new ClosedPipeException();
                    case var again when again == (OperatingSystem.IsLinux() ? 11 : 35): // EAGAIN: whoever shares it made it non-blocking
                        var poll = new PollDescriptor { Descriptor = Descriptor, Events = POLLOUT };
                        _ = Poll(ref poll, 1, -1);
                        break;
                    case var error:
                        throw new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
                }
            }
        }

        [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
        private static partial nint WriteSystemCall(int descriptor, ReadOnlySpan<byte> bytes, nint count);

        [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
        private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

        // struct pollfd
        [StructLayout(LayoutKind.Sequential)]
        private struct PollDescriptor
        {
            public int Descriptor;
            public short Events;
            public short Returned;
        }
    }
}
