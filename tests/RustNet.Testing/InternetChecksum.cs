using System.Buffers.Binary;
using System.Net;
using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>The one's complement sum of IP, TCP, UDP and ICMP (RFC 1071), written apart from the code under test.</summary>
public static class InternetChecksum
{
    public static ushort Of(ReadOnlySpan<byte> bytes, uint start = 0)
    {
        var sum = start;
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        if (bytes.Length % 2 == 1)
        {
            sum += (uint)bytes[^1] << 8;
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>Checksum of a transport segment with the pseudo-header of its addresses (RFC 9293 §3.1, RFC 8200 §8.1).</summary>
    public static ushort OfTransport(IPAddress source, IPAddress destination, IpProtocol protocol, ReadOnlySpan<byte> segment)
    {
        var pseudo = new WireBytes()
            .Append(source.GetAddressBytes())
            .Append(destination.GetAddressBytes())
            .U32(segment.Length)
            .U32((int)protocol)
            .ToArray();
        return Of(segment, (ushort)~Of(pseudo));
    }
}
