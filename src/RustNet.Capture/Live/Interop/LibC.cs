using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace RustNet.Capture.Live.Interop;

/// <summary>What the capture needs of the C library of Linux and macOS.</summary>
internal static unsafe partial class LibC
{
    private const short PollIn = 1;
    private const int InterfaceNameSize = 16; // IFNAMSIZ, the terminating zero included
    private const int InterfaceRequestSize = 40; // struct ifreq
    private const nuint GetHardwareAddress = 0x8927; // SIOCGIFHWADDR

    /// <summary>Waits until the descriptor can be read or is in error, at most that long. A signal ends the wait early.</summary>
    internal static void WaitReadable(int descriptor, int milliseconds)
    {
        var request = new PollRequest { Descriptor = descriptor, Events = PollIn };
        _ = Poll(&request, 1, milliseconds);
    }

    /// <summary>Name of the interface with this index in the calling thread's network namespace, or <see langword="null"/>.</summary>
    internal static string? InterfaceName(int index)
    {
        var name = stackalloc byte[InterfaceNameSize];
        return index <= 0 || IndexToName((uint)index, name) == null ? null : Marshal.PtrToStringUTF8((nint)name);
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
            && Control(socket.SafeHandle, GetHardwareAddress, request) == 0
            ? *(ushort*)(request + InterfaceNameSize)
            : -1;
    }

    /// <summary>Effective user id of the calling thread.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeHandle file, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollRequest* requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "if_indextoname")]
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
