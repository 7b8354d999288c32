using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace RustNet.Capture.Live.Interop;

/// <summary>What the capture needs of the C library of Linux and macOS.</summary>
internal static unsafe partial class LibC
{
    private const short PollIn = 1;
    private const int InterfaceNameSize = 16; // IFNAMSIZ, the terminating zero included
    private const int InterfaceRequestSize = 40; // struct ifreq, also room for a bare name
    private const nuint GetName = 0x8910;            // SIOCGIFNAME
    private const nuint GetHardwareAddress = 0x8927; // SIOCGIFHWADDR
    private const int NoSuchAddress = 6; // ENXIO
    private const int NoSuchDevice = 19; // ENODEV

    /// <summary>Waits until the descriptor can be read or is in error, at most that long. A signal ends the wait early.</summary>
    internal static void WaitReadable(int descriptor, int milliseconds)
    {
        var request = new PollRequest { Descriptor = descriptor, Events = PollIn };
        _ = Poll(&request, 1, milliseconds);
    }

    /// <summary>
    /// Name of the interface with this index, or <see langword="null"/>. <paramref name="gone"/> tells whether that is
    /// because there is no such interface; it stays false where the system refuses to say.
    /// </summary>
    /// <param name="socket">
    /// On Linux any socket: it is asked about its own network namespace, and no other has to be opened, which a sandbox
    /// may forbid. Not used elsewhere.
    /// </param>
    /// <param name="index">The kernel's number of the interface.</param>
    /// <param name="gone">True if no interface has that number.</param>
    internal static string? InterfaceName(int socket, int index, out bool gone)
    {
        var request = stackalloc byte[InterfaceRequestSize]; // name 16 | index 4
        new Span<byte>(request, InterfaceRequestSize).Clear();
        *(int*)(request + InterfaceNameSize) = index;
        var found = OperatingSystem.IsLinux()
            ? Control(socket, GetName, request) == 0
            : IndexToName((uint)index, request) != null;
        gone = !found && Marshal.GetLastPInvokeError() is NoSuchAddress or NoSuchDevice;
        return found ? Marshal.PtrToStringUTF8((nint)request) : null;
    }

    /// <summary>Index of an interface in the calling thread's network namespace, or 0.</summary>
    internal static int InterfaceIndex(string name) => (int)NameToIndex(name);

    /// <summary>
    /// Hardware type (ARPHRD_) of an interface in the calling thread's network namespace, or -1. Linux only; from the
    /// kernel itself, because /sys may show the interfaces of another namespace.
    /// </summary>
    internal static int HardwareType(Socket socket, string interfaceName)
    {
        var request = stackalloc byte[InterfaceRequestSize]; // name 16 | family 2 | address
        new Span<byte>(request, InterfaceRequestSize).Clear();
        return Encoding.UTF8.TryGetBytes(interfaceName, new Span<byte>(request, InterfaceNameSize - 1), out _)
            && Control((int)socket.Handle, GetHardwareAddress, request) == 0
            ? *(ushort*)(request + InterfaceNameSize)
            : -1;
    }

    /// <summary>Effective user id of the calling thread.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int socket, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollRequest* requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    private static partial byte* IndexToName(uint index, byte* name);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint NameToIndex(string name);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }
}
