using System.Buffers.Binary;
using System.Net.Sockets;

namespace RustNet.Host.Linux.Bpf.Records;

/// <summary>The two ends of a socket, as the programs write them (struct endpoints of Programs/records.h).</summary>
internal readonly record struct SocketEnds
{
    /// <summary>Bytes it takes in a record.</summary>
    public const int Size = 48;

    private const byte InternetV6 = 10; // AF_INET6 of Linux

    /// <summary>Own address, IPv4 as <c>::ffff:a.b.c.d</c>; all zeros, or <c>::ffff:0.0.0.0</c>, where it is bound to none.</summary>
    public UInt128 LocalAddress { get; init; }

    /// <summary>The peer's address in the same form; all zeros, or <c>::ffff:0.0.0.0</c>, if the socket is not connected.</summary>
    public UInt128 RemoteAddress { get; init; }

    /// <summary>Own port; the identifier for an ICMP echo socket, the protocol for a raw one.</summary>
    public ushort LocalPort { get; init; }

    /// <summary>The peer's port, or 0.</summary>
    public ushort RemotePort { get; init; }

    /// <summary>IPPROTO_ number: 6 TCP, 17 UDP; 262 is MPTCP, TCP on the wire.</summary>
    public ushort Protocol { get; init; }

    /// <summary>The socket's own family; an IPv6 socket may talk IPv4, which its addresses show.</summary>
    public AddressFamily Family { get; init; }

    /// <summary>TCP_ number of the kernel (1 established, 10 listening); UDP has 1 connected and 7 not.</summary>
    public byte State { get; init; }

    /// <summary>Inode of its network namespace, as <c>/proc/PID/ns/net</c> names it.</summary>
    public uint NetworkNamespace { get; init; }

    /// <summary>An IPv6 socket that takes no IPv4.</summary>
    public bool IsIPv6Only { get; init; }

    /// <summary>True for TCP and MPTCP.</summary>
    public bool IsTcp => Protocol is 6 or 262;

    /// <summary>Whether there is a peer.</summary>
    public bool IsConnected => RemotePort != 0;

    /// <summary>Reads it from at least <see cref="Size"/> bytes.</summary>
    public static SocketEnds Read(ReadOnlySpan<byte> bytes) => new()
    {
        LocalAddress = BinaryPrimitives.ReadUInt128BigEndian(bytes),
        RemoteAddress = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]),
        LocalPort = BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]),
        RemotePort = BinaryPrimitives.ReadUInt16LittleEndian(bytes[34..]),
        Protocol = BinaryPrimitives.ReadUInt16LittleEndian(bytes[36..]),
        Family = bytes[38] == InternetV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
        State = bytes[39],
        NetworkNamespace = BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]),
        IsIPv6Only = bytes[44] != 0,
    };
}
