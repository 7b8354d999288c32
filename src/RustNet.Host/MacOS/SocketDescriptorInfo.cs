using System.Buffers.Binary;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Sockets;
using Layout = RustNet.Host.MacOS.ProcInfoLayout.Socket;

namespace RustNet.Host.MacOS;

/// <summary>
/// Reads struct socket_fdinfo, what macOS tells of a descriptor that is a socket. Numbers are little-endian, as every Mac that .NET
/// runs on. Never throws.
/// </summary>
internal static class SocketDescriptorInfo
{
    /// <summary>The socket; false for sockets of other families, and for those bound to nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, int process, out OwnedSocket socket)
    {
        socket = default;
        if (bytes.Length < Layout.Needed)
        {
            return false;
        }

        var family = BinaryPrimitives.ReadInt32LittleEndian(bytes[Layout.Family..]);
        var kind = BinaryPrimitives.ReadInt32LittleEndian(bytes[Layout.Kind..]);
        var isTcp = kind == Layout.KindTcp;
        if (family is not (Layout.FamilyIPv4 or Layout.FamilyIPv6) || (!isTcp && kind != Layout.KindInternet))
        {
            return false;
        }

        var protocol = isTcp ? IpProtocol.Tcp : (IpProtocol)bytes[Layout.Protocol];
        var isIPv6 = family == Layout.FamilyIPv6;
        // An IPv6 socket that talks IPv4 has only that version left, and an IPv4 address.
        var hasIPv6Addresses = isIPv6 && (bytes[Layout.Versions] & Layout.VersionIPv6) != 0;
        var local = Address(bytes[Layout.LocalAddress..], hasIPv6Addresses);
        var localPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[Layout.LocalPort..]);
        if (protocol is not (IpProtocol.Tcp or IpProtocol.Udp))
        {
            socket = OwnedSocket.Waiting(protocol, isIPv6, local, 0, process) with { IsIPv6Only = isIPv6 };
            return protocol != 0;
        }

        var remote = Address(bytes[Layout.RemoteAddress..], hasIPv6Addresses);
        var remotePort = BinaryPrimitives.ReadUInt16BigEndian(bytes[Layout.RemotePort..]);
        var state = isTcp ? BinaryPrimitives.ReadInt32LittleEndian(bytes[Layout.TcpState..]) : Layout.StateClosed;
        var isWaiting = isTcp ? state == Layout.StateListen : remotePort == 0 && BoundAddress.IsAny(remote);
        socket = isWaiting
            ? OwnedSocket.Waiting(protocol, isIPv6, local, localPort, process) with
            {
                IsIPv6Only = isIPv6 && (bytes[Layout.Versions] & Layout.VersionIPv4) == 0,
            }
            : OwnedSocket.Connected(protocol, isIPv6, local, localPort, remote, remotePort, process);
        return localPort != 0 && (!isTcp || state != Layout.StateClosed);
    }

    private static UInt128 Address(ReadOnlySpan<byte> field, bool isIPv6) => isIPv6
        ? MacAddress.WithoutScope(BinaryPrimitives.ReadUInt128BigEndian(field))
        : FlowText.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(field[Layout.IPv4OfAddress..]));
}
