using System.Runtime.InteropServices;

namespace RustNet.App.Interop;

/// <summary>The other side of standard output has closed it: <c>rustnet --headless | head</c>. Not a failure of ours.</summary>
internal sealed class ClosedPipeException() : IOException("standard output was closed");

/// <summary>
/// Standard output and standard error as plain streams of bytes, unbuffered. Needed because the framework's console
/// writers set up the terminal on first use (they switch its keypad mode, and nobody switches it back), its console stream
/// drops everything silently once the pipe is closed, and its file stream writes at an offset of its own, which breaks outputs
/// shared with others (<c>{ rustnet ...; date; } &gt; file</c>).
/// </summary>
internal static partial class StandardStreams
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Columns of a standard output that is no terminal, or that does not say.</summary>
    private const int UsualWidth = 80;

    /// <summary>Opens standard output. Writing throws a <see cref="ClosedPipeException"/> once its reader is gone.</summary>
    public static Stream OpenOutput() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new PosixStream(StandardOutput);

    /// <summary>Opens standard error. What cannot be written there is lost: there is nobody left to tell.</summary>
    public static TextWriter OpenError() =>
        OperatingSystem.IsWindows() ? Console.Error : new StreamWriter(new PosixStream(StandardError)) { AutoFlush = true };

    /// <summary>Columns of the terminal behind standard output, or 80.</summary>
    public static int OutputWidth()
    {
        if (Console.IsOutputRedirected)
        {
            return UsualWidth;
        }

        if (OperatingSystem.IsWindows())
        {
            return Console.WindowWidth;
        }

        // Only on Linux: elsewhere ioctl takes its last argument in another way than LibraryImport passes it.
        return OperatingSystem.IsLinux() && GetWindowSize(StandardOutput, TIOCGWINSZ, out var size) == 0 && size.Columns > 0 ? size.Columns : UsualWidth;
    }

    private const nuint TIOCGWINSZ = 0x5413;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int GetWindowSize(int descriptor, nuint request, out WindowSize size);

    // struct winsize
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsWide;
        public ushort PixelsHigh;
    }

    private sealed partial class PosixStream(int descriptor) : Stream
    {
        private const int EINTR = 4;
        private const int EPIPE = 32;
        private const short POLLOUT = 4;
        private static readonly int EAGAIN = OperatingSystem.IsLinux() ? 11 : 35;

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
                var written = WriteSystemCall(descriptor, buffer, buffer.Length);
                if (written >= 0)
                {
                    buffer = buffer[(int)written..];
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == EAGAIN)
                {
                    // Whoever shares it made it non-blocking.
                    var poll = new PollDescriptor { Descriptor = descriptor, Events = POLLOUT };
                    _ = Poll(ref poll, 1, -1);
                }
                else if (error != EINTR)
                {
                    if (descriptor == StandardError)
                    {
                        return;
                    }

                    throw error == EPIPE ? new ClosedPipeException() : new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
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
