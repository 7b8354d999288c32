using System.Buffers.Binary;
using RustNet.Core.Wire;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Linux.Netlink;

/// <summary>Writes requests about sockets: struct nlmsghdr and struct inet_diag_req_v2 (sock_diag(7)).</summary>
internal static class InetDiagRequest
{
    /// <summary>Bytes of a request.</summary>
    public const int Length = NetlinkMessage.HeaderLength + 56;

    /// <summary>Every state that a process may hold: neither TIME_WAIT nor a handshake in progress, which have no inode.</summary>
    public const uint HeldStates = ~(1u << (int)SocketState.TimeWait | 1u << (int)SocketState.NewSynReceived);

    private const ushort Request = 0x1; // NLM_F_REQUEST
    private const ushort Dump = 0x300;  // NLM_F_DUMP
    private const byte IPv4 = 2;        // AF_INET
    private const byte IPv6 = 10;       // AF_INET6
    private const uint NoCookie = uint.MaxValue; // INET_DIAG_NOCOOKIE

    /// <summary>Asks for every socket of a family and protocol, or for those with that local port only.</summary>
    public static void WriteDump(Span<byte> into, uint sequence, IpProtocol protocol, bool isIPv6, ushort localPort = 0)
    {
        WriteHeader(into, sequence, Request | Dump, protocol, isIPv6, HeldStates);
        BinaryPrimitives.WriteUInt16BigEndian(into[24..], localPort);
    }

    /// <summary>
    /// Asks for the socket that gets what the remote end sends. The kernel looks up TCP as seen from the socket and UDP as seen
    /// from a packet that arrives for it: source and destination swapped.
    /// </summary>
    public static void WriteLookup(Span<byte> into, uint sequence, in SocketKey key)
    {
        var isIPv6 = key.Local >> 32 != 0xffff;
        WriteHeader(into, sequence, Request, key.Protocol, isIPv6, uint.MaxValue);
        var (source, destination) = key.Protocol == IpProtocol.Udp
            ? ((key.Remote, key.RemotePort), (key.Local, key.LocalPort))
            : ((key.Local, key.LocalPort), (key.Remote, key.RemotePort));
        BinaryPrimitives.WriteUInt16BigEndian(into[24..], source.Item2);
        BinaryPrimitives.WriteUInt16BigEndian(into[26..], destination.Item2);
        WriteAddress(into.Slice(28, 16), source.Item1, isIPv6);
        WriteAddress(into.Slice(44, 16), destination.Item1, isIPv6);
        HostOrder.Write(into[64..], NoCookie);
        HostOrder.Write(into[68..], NoCookie);
    }

    private static void WriteHeader(Span<byte> into, uint sequence, ushort flags, IpProtocol protocol, bool isIPv6, uint states)
    {
        // len:4 | type:2 | flags:2 | seq:4 | pid:4 | family:1 | protocol:1 | ext:1 | pad:1 | states:4
        // | sport:2 | dport:2 | src:16 | dst:16 | if:4 | cookie:8
        into[..Length].Clear();
        HostOrder.Write(into, (uint)Length);
        HostOrder.Write(into[4..], (ushort)NetlinkType.SocketDiagnosis);
        HostOrder.Write(into[6..], flags);
        HostOrder.Write(into[8..], sequence);
        into[16] = isIPv6 ? IPv6 : IPv4;
        into[17] = (byte)protocol;
        HostOrder.Write(into[20..], states);
    }

    private static void WriteAddress(Span<byte> into, UInt128 address, bool isIPv6)
    {
        if (isIPv6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(into, address);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(into, (uint)address);
        }
    }
}
