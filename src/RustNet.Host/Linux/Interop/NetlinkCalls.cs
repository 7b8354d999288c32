using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RustNet.Host.Linux.Interop;

/// <summary>A netlink socket; the framework's Socket does not know that family.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class NetlinkCalls
{
    private const int Netlink = 16; // AF_NETLINK
    private const int Raw = 3 | 0x80000; // SOCK_RAW | SOCK_CLOEXEC
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReceiveTimeout = 20; // SO_RCVTIMEO

    /// <summary>Opens a socket of one netlink protocol; an invalid one with the error where the system refuses.</summary>
    public static FileDescriptor Open(int protocol, out LinuxError error)
    {
        var descriptor = SocketSystemCall(Netlink, Raw, protocol);
        error = descriptor < 0 ? LastError() : LinuxError.None;
        return new FileDescriptor(descriptor);
    }

    /// <summary>How long a receive waits at most.</summary>
    public static void SetReceiveTimeout(FileDescriptor socket, int milliseconds)
    {
        var time = stackalloc nint[2]; // struct timeval
        time[0] = milliseconds / 1000;
        time[1] = milliseconds % 1000 * 1000;
        _ = SetOption(socket, SocketLevel, ReceiveTimeout, time, (uint)(2 * sizeof(nint)));
    }

    /// <summary>Sends to the kernel: no address is named, so that a sandbox may forbid those.</summary>
    public static bool Send(FileDescriptor socket, ReadOnlySpan<byte> message, out LinuxError error)
    {
        fixed (byte* bytes = message)
        {
            var sent = SendSystemCall(socket, bytes, (nuint)message.Length, 0, null, 0);
            error = sent < 0 ? LastError() : LinuxError.None;
            return sent == message.Length;
        }
    }

    /// <summary>Takes one datagram; its length, or negative with the error.</summary>
    public static int Receive(FileDescriptor socket, Span<byte> into, out LinuxError error)
    {
        fixed (byte* bytes = into)
        {
            nint count;
            do
            {
                count = ReceiveSystemCall(socket, bytes, (nuint)into.Length, 0);
                error = count < 0 ? LastError() : LinuxError.None;
            }
            while (error == LinuxError.Interrupted);

            return (int)count;
        }
    }

    private static LinuxError LastError() => (LinuxError)Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketSystemCall(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(FileDescriptor socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendSystemCall(FileDescriptor socket, byte* bytes, nuint length, int flags, void* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveSystemCall(FileDescriptor socket, byte* bytes, nuint length, int flags);
}
