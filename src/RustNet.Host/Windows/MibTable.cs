using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;

namespace RustNet.Host.Windows;

/// <summary>
/// Reads the tables of the IP Helper (<see cref="MibLayout"/>). A number of rows that the bytes do not have is cut to those that are
/// there. Numbers are little-endian, as Windows is on every architecture. Never throws.
/// </summary>
internal static class MibTable
{
    /// <summary>Adds the sockets of a table.</summary>
    public static void Read(MibTableKind kind, ReadOnlySpan<byte> table, List<OwnedSocket> into)
    {
        if (table.Length < MibLayout.HeaderLength)
        {
            return;
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(table);
        var rows = table[MibLayout.HeaderLength..];
        var length = RowLength(kind);
        for (uint i = 0; i < count && rows.Length >= length; i++, rows = rows[length..])
        {
            if (TryReadRow(kind, rows[..length], out var socket))
            {
                into.Add(socket);
            }
        }
    }

    /// <summary>Bytes of a row.</summary>
    public static int RowLength(MibTableKind kind) => kind switch
    {
        MibTableKind.Tcp4 => MibLayout.Tcp4.Length,
        MibTableKind.Tcp6 => MibLayout.Tcp6.Length,
        MibTableKind.Udp4 => MibLayout.Udp4.Length,
        _ => MibLayout.Udp6.Length,
    };

    private static bool TryReadRow(MibTableKind kind, ReadOnlySpan<byte> row, out OwnedSocket socket)
    {
        switch (kind)
        {
            case MibTableKind.Tcp4:
                return TryTcp(
                    false,
                    State(row[MibLayout.Tcp4.State..]),
                    IPv4(row[MibLayout.Tcp4.LocalAddress..]),
                    Port(row[MibLayout.Tcp4.LocalPort..]),
                    IPv4(row[MibLayout.Tcp4.RemoteAddress..]),
                    Port(row[MibLayout.Tcp4.RemotePort..]),
                    Process(row[MibLayout.Tcp4.Process..]),
                    out socket);
            case MibTableKind.Tcp6:
                return TryTcp(
                    true,
                    State(row[MibLayout.Tcp6.State..]),
                    IPv6(row[MibLayout.Tcp6.LocalAddress..]),
                    Port(row[MibLayout.Tcp6.LocalPort..]),
                    IPv6(row[MibLayout.Tcp6.RemoteAddress..]),
                    Port(row[MibLayout.Tcp6.RemotePort..]),
                    Process(row[MibLayout.Tcp6.Process..]),
                    out socket);
            case MibTableKind.Udp4:
                return TryUdp(
                    false,
                    IPv4(row[MibLayout.Udp4.LocalAddress..]),
                    Port(row[MibLayout.Udp4.LocalPort..]),
                    Process(row[MibLayout.Udp4.Process..]),
                    out socket);
            default:
                return TryUdp(
                    true,
                    IPv6(row[MibLayout.Udp6.LocalAddress..]),
                    Port(row[MibLayout.Udp6.LocalPort..]),
                    Process(row[MibLayout.Udp6.Process..]),
                    out socket);
        }
    }

    private static bool TryTcp(
        bool isIPv6, MibTcpState state, UInt128 local, ushort localPort, UInt128 remote, ushort remotePort, int process, out OwnedSocket socket)
    {
        socket = state == MibTcpState.Listen
            ? OwnedSocket.Waiting(IpProtocol.Tcp, isIPv6, local, localPort, process)
            : OwnedSocket.Connected(IpProtocol.Tcp, isIPv6, local, localPort, remote, remotePort, process);
        return state != MibTcpState.Closed && localPort != 0;
    }

    // The peer of a UDP socket is not in the table, whether it has one or not.
    private static bool TryUdp(bool isIPv6, UInt128 local, ushort localPort, int process, out OwnedSocket socket)
    {
        socket = OwnedSocket.Waiting(IpProtocol.Udp, isIPv6, local, localPort, process);
        return localPort != 0;
    }

    private static MibTcpState State(ReadOnlySpan<byte> field) => (MibTcpState)BinaryPrimitives.ReadUInt32LittleEndian(field);

    private static UInt128 IPv4(ReadOnlySpan<byte> field) => FlowText.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(field));

    // The scope stands in a field of its own; packets do not carry it.
    private static UInt128 IPv6(ReadOnlySpan<byte> field) => BinaryPrimitives.ReadUInt128BigEndian(field);

    private static ushort Port(ReadOnlySpan<byte> field) => BinaryPrimitives.ReadUInt16BigEndian(field);

    // A process id is a DWORD, but no system numbers so high that it were negative; such a row has no owner.
    private static int Process(ReadOnlySpan<byte> field) => Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(field));
}

/// <summary>The tables of sockets that Windows keeps.</summary>
internal enum MibTableKind
{
    /// <summary>MIB_TCPTABLE_OWNER_PID.</summary>
    Tcp4,

    /// <summary>MIB_TCP6TABLE_OWNER_PID.</summary>
    Tcp6,

    /// <summary>MIB_UDPTABLE_OWNER_PID.</summary>
    Udp4,

    /// <summary>MIB_UDP6TABLE_OWNER_PID.</summary>
    Udp6,
}
