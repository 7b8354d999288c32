using System.Buffers.Binary;
using System.Net;
using RustNet.Core.Wire;

namespace RustNet.Host.Tests.Linux.FirstPackets;

/// <summary>Packets from the network header on.</summary>
internal static class PacketBytes
{
    public const byte Syn = 0x02;
    public const byte SynAck = 0x12;

    public static byte[] IPv4(IpProtocol protocol, string source, string destination, byte[] segment, int options = 0, ushort fragment = 0x4000)
    {
        var packet = new byte[20 + options + segment.Length];
        packet[0] = (byte)(0x40 | (20 + options) / 4);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), fragment);
        packet[8] = 64;
        packet[9] = (byte)protocol;
        IPAddress.Parse(source).TryWriteBytes(packet.AsSpan(12), out _);
        IPAddress.Parse(destination).TryWriteBytes(packet.AsSpan(16), out _);
        segment.CopyTo(packet, 20 + options);
        return packet;
    }

    /// <param name="nextHeader">An extension header to put in between, or <see langword="null"/>.</param>
    public static byte[] IPv6(IpProtocol protocol, string source, string destination, byte[] segment, byte? nextHeader = null, int extension = 8)
    {
        var between = nextHeader is null ? 0 : extension;
        var packet = new byte[40 + between + segment.Length];
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(packet.Length - 40));
        packet[6] = nextHeader ?? (byte)protocol;
        packet[7] = 64;
        IPAddress.Parse(source).TryWriteBytes(packet.AsSpan(8), out _);
        IPAddress.Parse(destination).TryWriteBytes(packet.AsSpan(24), out _);
        if (nextHeader is not null)
        {
            packet[40] = (byte)protocol;
            packet[41] = (byte)(extension / 8 - 1);
        }

        segment.CopyTo(packet, 40 + between);
        return packet;
    }

    public static byte[] Tcp(ushort source, ushort destination, byte flags = Syn, uint sequence = 0x01020304)
    {
        var segment = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(segment, source);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        segment[12] = 0x50;
        segment[13] = flags;
        return segment;
    }

    public static byte[] Udp(ushort source, ushort destination)
    {
        var segment = new byte[9];
        BinaryPrimitives.WriteUInt16BigEndian(segment, source);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), destination);
        segment[5] = 9;
        return segment;
    }
}
