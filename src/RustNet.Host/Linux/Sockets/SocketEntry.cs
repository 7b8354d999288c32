using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Linux.Sockets;

/// <summary>One socket as the kernel lists it.</summary>
/// <param name="Protocol">TCP or UDP; ICMP for ping sockets; of a raw socket the protocol it is for.</param>
/// <param name="IsIPv6">An IPv6 socket, which may carry IPv4 too.</param>
/// <param name="State">State.</param>
/// <param name="Local">Local address, IPv4 mapped.</param>
/// <param name="LocalPort">Local port; of a ping socket the identifier.</param>
/// <param name="Remote">Remote address.</param>
/// <param name="RemotePort">Remote port; 0 without a peer.</param>
/// <param name="Inode">Number of the socket; 0 where no process holds it (any more, or yet).</param>
/// <param name="UserId">User who made it.</param>
internal readonly record struct SocketEntry(
    IpProtocol Protocol, bool IsIPv6, SocketState State, UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort, ulong Inode, uint UserId)
{
    /// <summary>An IPv6 socket that takes no IPv4, as far as the system tells.</summary>
    public bool IsIPv6Only { get; init; }

    /// <summary>What identifies it.</summary>
    public SocketKey Key => new(Protocol, Local, LocalPort, Remote, RemotePort);

    /// <summary>It waits for connections, or for datagrams from anybody.</summary>
    public bool IsWaiting => Protocol == IpProtocol.Tcp ? State == SocketState.Listen : LocalPort != 0 && RemotePort == 0 && IsAny(Remote);

    /// <summary>Closed by its process: what is left of it has no inode.</summary>
    public bool IsLeft => State is SocketState.FinWait1 or SocketState.FinWait2 or SocketState.TimeWait or SocketState.LastAck or SocketState.Closing;

    /// <summary>True for <c>0.0.0.0</c> and <c>::</c>.</summary>
    public static bool IsAny(UInt128 address) => BoundAddress.IsAny(address);

    /// <summary>True for 127.0.0.0/8 and ::1.</summary>
    public static bool IsLoopback(UInt128 address) => address == UInt128.One || address >> 24 == 0xffff_7f;

    /// <summary>How well packets to that address reach a socket that waits: 0 not at all, more is closer.</summary>
    public int Fit(UInt128 destination) => IsIPv6Only && FlowText.IsIPv4(destination) ? 0 : BoundAddress.Fit(Local, destination);
}
