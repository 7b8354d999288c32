using System.Net.Sockets;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>The kernel's number for a socket, as a program itself can ask for it: SO_COOKIE of SOL_SOCKET.</summary>
internal static class SocketCookie
{
    public static ulong Of(Socket socket)
    {
        Span<byte> cookie = stackalloc byte[8];
        socket.GetRawSocketOption(1, 57, cookie);
        return BitConverter.ToUInt64(cookie);
    }
}
