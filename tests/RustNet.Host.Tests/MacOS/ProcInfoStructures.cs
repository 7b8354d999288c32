using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustNet.Host.Tests.MacOS;

#pragma warning disable CS0649, CS0169, IDE0044, IDE0051, CA1823 // what is not written is zero, or only takes its place

/// <summary>
/// The structures of XNU's bsd/sys/proc_info.h, declared member by member in its order and laid out by the rules of C: what tests
/// hold the offsets against, and build their fixtures with.
/// </summary>
internal static class ProcInfoStructures
{
    /// <summary>Where a member is in its structure.</summary>
    public static int Offset<TStructure, TField>(ref TStructure structure, ref TField field) =>
        (int)Unsafe.ByteOffset(ref Unsafe.As<TStructure, byte>(ref structure), ref Unsafe.As<TField, byte>(ref field));

    /// <summary>The bytes of a structure.</summary>
    public static byte[] Bytes<TStructure>(in TStructure structure)
        where TStructure : struct =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<TStructure>(in structure)).ToArray();
}

[InlineArray(16)]
internal struct Bytes16
{
    private byte _first;
}

[InlineArray(32)]
internal struct Bytes32
{
    private byte _first;
}

[InlineArray(510)]
internal struct TwoUnixAddresses // two unions of SOCK_MAXADDRLEN (255) bytes
{
    private byte _first;
}

[InlineArray(4)]
internal struct Timers // tcpsi_timer[TSI_T_NTIMERS]
{
    private int _first;
}

[StructLayout(LayoutKind.Sequential)]
internal struct ProcFileInfo
{
    public uint OpenFlags;
    public uint Status;
    public long Offset;
    public int Type;
    public uint GuardFlags;
}

[StructLayout(LayoutKind.Sequential)]
internal struct VinfoStat
{
    public uint Device;
    public ushort Mode;
    public ushort Links;
    public ulong Inode;
    public uint User;
    public uint Group;
    public long AccessTime, AccessNanoseconds, ModifyTime, ModifyNanoseconds, ChangeTime, ChangeNanoseconds, BirthTime, BirthNanoseconds;
    public long Size;
    public long Blocks;
    public int BlockSize;
    public uint Flags;
    public uint Generation;
    public uint RawDevice;
    public long Spare0, Spare1;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SockbufInfo
{
    public uint Count, HighWater, MemoryCount, MemoryMost, LowWater;
    public short Flags;
    public short Timeout;
}

[StructLayout(LayoutKind.Sequential)]
internal struct InSockinfoV6
{
    public byte HopLimit;
    public int Checksum;
    public ushort InterfaceIndex;
    public short Hops;
}

[StructLayout(LayoutKind.Sequential)]
internal struct InSockinfo
{
    public int ForeignPort;
    public int LocalPort;
    public ulong Generation;
    public uint Flags;
    public uint Flow;
    public byte Versions;
    public byte TimeToLive;
    public uint Reserved;
    public Bytes16 ForeignAddress;
    public Bytes16 LocalAddress;
    public byte TypeOfService;
    public InSockinfoV6 V6;
}

[StructLayout(LayoutKind.Sequential)]
internal struct TcpSockinfo
{
    public InSockinfo Internet;
    public int State;
    public Timers Timers;
    public int MaximumSegment;
    public uint Flags;
    public uint Reserved;
    public ulong ControlBlock;
}

[StructLayout(LayoutKind.Sequential)]
internal struct UnSockinfo
{
    public ulong ConnectedSocket;
    public ulong ConnectedControlBlock;
    public TwoUnixAddresses Addresses;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SocketInfo
{
    public VinfoStat Stat;
    public ulong Socket;
    public ulong ControlBlock;
    public int Type;
    public int Protocol;
    public int Family;
    public short Options, Linger, State, Queue, IncompleteQueue, QueueLimit, Timeout;
    public ushort Error;
    public uint OutOfBandMark;
    public SockbufInfo Receive;
    public SockbufInfo Send;
    public int Kind;
    public uint Reserved;
    public SocketProtocol Protocols;
}

[StructLayout(LayoutKind.Explicit)]
internal struct SocketProtocol // soi_proto, a union; un_sockinfo is the largest
{
    [FieldOffset(0)]
    public TcpSockinfo Tcp;

    [FieldOffset(0)]
    public UnSockinfo Unix;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SocketFdinfo
{
    public ProcFileInfo File;
    public SocketInfo Info;
}

[StructLayout(LayoutKind.Sequential)]
internal struct ProcFdinfo
{
    public int Descriptor;
    public uint Type;
}

[StructLayout(LayoutKind.Sequential)]
internal struct ProcBsdinfo
{
    public uint Flags, Status, ExitStatus, Id, Parent, User, Group, RealUser, RealGroup, SavedUser, SavedGroup, Reserved;
    public Bytes16 Command;
    public Bytes32 Name;
    public uint Files, ProcessGroup, JobControl, Terminal, TerminalGroup;
    public int Nice;
    public ulong StartSeconds;
    public ulong StartMicroseconds;
}

[StructLayout(LayoutKind.Sequential)]
internal struct ProcBsdshortinfo
{
    public uint Id, Parent, ProcessGroup, Status;
    public Bytes16 Command;
    public uint Flags, User, Group, RealUser, RealGroup, SavedUser, SavedGroup, Reserved;
}
