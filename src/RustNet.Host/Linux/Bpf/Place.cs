using RustNet.Core.Wire;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>Where a socket is: the ends by which packets find it.</summary>
/// <param name="IsOwnNamespace">In this program's network namespace; the others share one space, and their sockets are told apart where it matters.</param>
/// <param name="Protocol">Protocol on the wire.</param>
/// <param name="Local">Local address, IPv4 mapped; one of the two that stand for any, where it is bound to none.</param>
/// <param name="LocalPort">Local port; for ICMP echo the identifier.</param>
/// <param name="Remote">Remote address; zero without a peer.</param>
/// <param name="RemotePort">Remote port; 0 without a peer.</param>
internal readonly record struct Place(bool IsOwnNamespace, IpProtocol Protocol, UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort)
{
    private const ushort MultipathTcp = 262;

    /// <summary>The same connection at its other end.</summary>
    public Place Reversed => new(IsOwnNamespace, Protocol, Remote, RemotePort, Local, LocalPort);

    /// <summary>The place of a socket that takes what comes to this end from anybody.</summary>
    public Place WithoutPeer => this with { Remote = UInt128.Zero, RemotePort = 0 };

    /// <summary>
    /// The place of a socket. False for one that no packet can be matched with: without a port, and raw ones, whose port is the number of
    /// their protocol and not an identifier of ICMP.
    /// </summary>
    public static bool TryOf(in SocketEnds ends, ulong ownNamespace, out Place place)
    {
        place = new Place(
            ends.NetworkNamespace == ownNamespace,
            ends.Protocol == MultipathTcp ? IpProtocol.Tcp : (IpProtocol)ends.Protocol,
            ends.LocalAddress,
            ends.LocalPort,
            ends.IsConnected ? ends.RemoteAddress : UInt128.Zero,
            ends.RemotePort);
        var isRaw = place.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp) && ends.LocalPort == ends.Protocol;
        return ends.LocalPort != 0 && !isRaw;
    }
}
