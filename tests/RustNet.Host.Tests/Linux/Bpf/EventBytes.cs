using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>Writes events as the programs do (struct event of Programs/records.h).</summary>
internal static class EventBytes
{
    public static byte[] Of(
        SocketEventKind kind, long at, ulong cookie, SocketEnds ends, int process = 0, long startedAt = 0, string name = "", int parent = 0, uint user = 0, uint flags = 0, ulong group = 0)
    {
        var bytes = new byte[SocketEvent.Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, process);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), parent);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), user);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), flags);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), group);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), startedAt);
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(32, 15));
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(80), ends.LocalAddress);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(96), ends.RemoteAddress);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(112), ends.LocalPort);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(114), ends.RemotePort);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(116), ends.Protocol);
        bytes[118] = (byte)(ends.Family == AddressFamily.InterNetworkV6 ? 10 : 2);
        bytes[119] = ends.State;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(120), ends.NetworkNamespace);
        bytes[124] = (byte)(ends.IsIPv6Only ? 1 : 0);
        bytes[125] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(128), at);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(136), cookie);
        return bytes;
    }

    public static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));
}
