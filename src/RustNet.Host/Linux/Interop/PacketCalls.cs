using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Host.Linux.FirstPackets;

namespace RustNet.Host.Linux.Interop;

/// <summary>A packet socket (packet(7)), and waiting for one.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class PacketCalls
{
    private const int Packet = 17; // AF_PACKET
    private const int Datagram = 2 | 0x80000 | 0x800; // SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PacketLevel = 263; // SOL_PACKET
    private const int ReceiveBuffer = 8; // SO_RCVBUF
    private const int AttachFilter = 26; // SO_ATTACH_FILTER
    private const int Statistics = 6; // PACKET_STATISTICS
    private const int AllProtocols = 0x0300; // ETH_P_ALL in network order
    private const int AllProtocolsSwapped = 0x0003;
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const short Readable = 1; // POLLIN
    private const int EventFlags = 0x80000 | 0x800; // EFD_CLOEXEC | EFD_NONBLOCK

    // The 64-bit kinds have always had 64-bit times; of the others SO_TIMESTAMPNS_NEW (Linux 5.1) has.
    private static readonly int s_timestamps = nint.Size == 8 ? 35 : 64;
    private static readonly int s_controlHeader = nint.Size == 8 ? 16 : 12; // struct cmsghdr

    /// <summary>
    /// Opens a packet socket that gets nothing yet, delivers from the network header on, and stamps packets; an invalid one with the error where
    /// the system refuses. It is of the network namespace of the calling thread.
    /// </summary>
    public static FileDescriptor Open(int receiveBuffer, out LinuxError error)
    {
        var socket = new FileDescriptor(SocketSystemCall(Packet, Datagram, 0));
        if (socket.IsInvalid)
        {
            error = LastError();
            return socket;
        }

        var on = 1;
        _ = SetOption(socket, SocketLevel, ReceiveBuffer, &receiveBuffer, sizeof(int));
        if (SetOption(socket, SocketLevel, s_timestamps, &on, sizeof(int)) == 0)
        {
            error = LinuxError.None;
            return socket;
        }

        error = LastError();
        socket.Dispose();
        return new FileDescriptor(-1);
    }

    /// <summary>Lets through only what the filter passes, from the next packet on.</summary>
    public static bool SetFilter(FileDescriptor socket, ReadOnlySpan<FilterInstruction> filter, out LinuxError error)
    {
        fixed (FilterInstruction* instructions = filter)
        {
            var program = new FilterProgram { Length = (ushort)filter.Length, Instructions = instructions };
            var isSet = SetOption(socket, SocketLevel, AttachFilter, &program, (uint)sizeof(FilterProgram)) == 0;
            error = isSet ? LinuxError.None : LastError();
            return isSet;
        }
    }

    /// <summary>From now on it gets the packets of all interfaces.</summary>
    public static bool BindToAll(FileDescriptor socket, out LinuxError error)
    {
        var address = stackalloc byte[20]; // struct sockaddr_ll: family:2 | protocol:2 | ifindex:4 | ...
        new Span<byte>(address, 20).Clear();
        *(ushort*)address = Packet;
        *(ushort*)(address + 2) = BitConverter.IsLittleEndian ? (ushort)AllProtocols : (ushort)AllProtocolsSwapped;
        var isBound = BindSystemCall(socket, address, 20) == 0;
        error = isBound ? LinuxError.None : LastError();
        return isBound;
    }

    /// <summary>
    /// Takes a packet without waiting; its length, cut to <paramref name="into"/>, or negative with the error. Time is nanoseconds since 1970 UTC, 0 if it has none.
    /// </summary>
    public static int Receive(FileDescriptor socket, Span<byte> into, out long time, out LinuxError error)
    {
        const int ControlLength = 64;
        var control = stackalloc byte[ControlLength];
        fixed (byte* bytes = into)
        {
            var part = new Part { Bytes = bytes, Length = (nuint)into.Length };
            nint count;
            Message message;
            do
            {
                message = new Message { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlLength };
                count = ReceiveSystemCall(socket, &message, DontWait);
                error = count < 0 ? LastError() : LinuxError.None;
            }
            while (error == LinuxError.Interrupted);

            time = count < 0 ? 0 : Timestamp(new ReadOnlySpan<byte>(control, (int)Math.Min(message.ControlLength, ControlLength)));
            return (int)count;
        }
    }

    /// <summary>Packets that passed the filter and found no room, since this was asked last.</summary>
    public static long TakeLost(FileDescriptor socket)
    {
        var statistics = stackalloc uint[2]; // struct tpacket_stats: packets:4 | drops:4
        uint length = 2 * sizeof(uint);
        return GetOption(socket, PacketLevel, Statistics, statistics, &length) == 0 ? statistics[1] : 0;
    }

    /// <summary>Something another thread can wake a <see cref="Wait"/> with.</summary>
    public static FileDescriptor OpenEvent(out LinuxError error)
    {
        var number = EventSystemCall(0, EventFlags);
        error = number < 0 ? LastError() : default;
        return new FileDescriptor(number);
    }

    /// <summary>Wakes.</summary>
    public static void Signal(FileDescriptor wakeUp)
    {
        ulong one = 1;
        _ = WriteSystemCall(wakeUp, &one, sizeof(ulong));
    }

    /// <summary>
    /// Waits until the one is signalled or the other has a packet, or for so many milliseconds; -1 for as long as it takes. May return
    /// earlier.
    /// </summary>
    /// <returns>0, or why it did not wait.</returns>
    public static LinuxError Wait(FileDescriptor wakeUp, FileDescriptor? socket, int milliseconds)
    {
        var waits = stackalloc PollEntry[2];
        waits[0] = new PollEntry { Descriptor = wakeUp.Number, Events = Readable };
        waits[1] = new PollEntry { Descriptor = socket?.Number ?? -1, Events = Readable };
        return PollSystemCall(waits, 2, milliseconds) >= 0 ? default : LastError();
    }

    private static long Timestamp(ReadOnlySpan<byte> control)
    {
        // struct cmsghdr: len:nint | level:4 | type:4, then struct timespec
        if (control.Length < s_controlHeader + 16
            || MemoryMarshal.Read<int>(control[nint.Size..]) != SocketLevel
            || MemoryMarshal.Read<int>(control[(nint.Size + 4)..]) != s_timestamps)
        {
            return 0;
        }

        var seconds = MemoryMarshal.Read<long>(control[s_controlHeader..]);
        return seconds is < 0 or > long.MaxValue / 1_000_000_000 - 1 ? 0
            : seconds * 1_000_000_000 + MemoryMarshal.Read<long>(control[(s_controlHeader + 8)..]);
    }

    private static LinuxError LastError() => (LinuxError)Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketSystemCall(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindSystemCall(FileDescriptor socket, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(FileDescriptor socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetOption(FileDescriptor socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveSystemCall(FileDescriptor socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventSystemCall(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteSystemCall(FileDescriptor descriptor, void* bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollSystemCall(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
