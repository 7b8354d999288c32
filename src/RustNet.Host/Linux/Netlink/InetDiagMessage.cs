using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Netlink;

/// <summary>Reads struct inet_diag_msg (sock_diag(7)), the kernel's answer about one socket. Never throws.</summary>
internal static class InetDiagMessage
{
    /// <summary>Bytes of the structure; attributes may follow.</summary>
    public const int Length = 72;

    private const byte IPv4 = 2;  // AF_INET
    private const byte IPv6 = 10; // AF_INET6
    private const int AttributeHeader = 4; // struct nlattr: len:2 | type:2
    private const ushort IPv6Only = 11; // INET_DIAG_SKV6ONLY, told of sockets that wait or are not connected

    /// <summary>The socket.</summary>
    /// <param name="payload">What follows the netlink header.</param>
    /// <param name="protocol">The one that was asked about; the answer does not repeat it.</param>
    /// <param name="entry">The socket.</param>
    public static bool TryParse(ReadOnlySpan<byte> payload, IpProtocol protocol, out SocketEntry entry)
    {
        // family:1 | state:1 | timer:1 | retrans:1 | sport:2 | dport:2 | src:16 | dst:16 | if:4 | cookie:8
        // | expires:4 | rqueue:4 | wqueue:4 | uid:4 | inode:4
        entry = default;
        if (payload.Length < Length || payload[0] is not (IPv4 or IPv6))
        {
            return false;
        }

        var isIPv6 = payload[0] == IPv6;
        entry = new SocketEntry(
            protocol, isIPv6, (SocketState)payload[1],
            Address(payload[8..24], isIPv6), BinaryPrimitives.ReadUInt16BigEndian(payload[4..]),
            Address(payload[24..40], isIPv6), BinaryPrimitives.ReadUInt16BigEndian(payload[6..]),
            HostOrder.UInt32(payload[68..]), HostOrder.UInt32(payload[64..]))
        {
            IsIPv6Only = isIPv6 && IsIPv6OnlyBy(payload[Length..]),
        };
        return true;
    }

    private static bool IsIPv6OnlyBy(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length >= AttributeHeader)
        {
            int length = HostOrder.UInt16(attributes);
            if (length < AttributeHeader || length > attributes.Length)
            {
                return false;
            }

            if (HostOrder.UInt16(attributes[2..]) == IPv6Only)
            {
                return length > AttributeHeader && attributes[AttributeHeader] != 0;
            }

            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..]; // NLA_ALIGN
        }

        return false;
    }

    private static UInt128 Address(ReadOnlySpan<byte> bytes, bool isIPv6) => isIPv6
        ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
        : FlowText.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
