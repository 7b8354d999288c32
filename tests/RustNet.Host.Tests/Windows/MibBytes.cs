using System.Buffers.Binary;
using System.Net;
using RustNet.Host.Windows;

namespace RustNet.Host.Tests.Windows;

/// <summary>Tables as GetExtendedTcpTable and GetExtendedUdpTable write them, member by member in the order of the headers.</summary>
internal sealed class MibBytes
{
    private readonly List<byte> _rows = [];
    private uint _count;

    public MibBytes Tcp4(MibTcpState state, string local, ushort localPort, string remote, ushort remotePort, uint process)
    {
        _count++;
        return UInt32((uint)state).Address(local).Port(localPort).Address(remote).Port(remotePort).UInt32(process);
    }

    public MibBytes Tcp6(MibTcpState state, string local, ushort localPort, string remote, ushort remotePort, uint process, uint scope = 0)
    {
        _count++;
        return Address(local).UInt32(scope).Port(localPort).Address(remote).UInt32(scope).Port(remotePort).UInt32((uint)state).UInt32(process);
    }

    public MibBytes Udp4(string local, ushort localPort, uint process)
    {
        _count++;
        return Address(local).Port(localPort).UInt32(process);
    }

    public MibBytes Udp6(string local, ushort localPort, uint process, uint scope = 0)
    {
        _count++;
        return Address(local).UInt32(scope).Port(localPort).UInt32(process);
    }

    /// <summary>The table; with another number of rows than it has, if one is given.</summary>
    public byte[] ToArray(uint? count = null)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(header, count ?? _count);
        return [.. header, .. _rows];
    }

    private MibBytes Address(string text)
    {
        _rows.AddRange(IPAddress.Parse(text).GetAddressBytes());
        return this;
    }

    // The upper half of the DWORD is not defined.
    private MibBytes Port(ushort port)
    {
        _rows.AddRange([(byte)(port >> 8), (byte)port, 0xcd, 0xcd]);
        return this;
    }

    private MibBytes UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _rows.AddRange(bytes);
        return this;
    }
}
