using RustNet.Core.Wire;

namespace RustNet.Host.Sockets;

/// <summary>One socket as a system lists it that names the process with it.</summary>
/// <param name="Ends">Its ends; the remote one is zero without a peer. Ports are 0 of what has none (ICMP, raw sockets).</param>
/// <param name="IsIPv6">An IPv6 socket, which may carry IPv4 too.</param>
/// <param name="IsWaiting">It waits for connections, or for datagrams from anybody.</param>
/// <param name="Process">Process id; 0 where no process has it any more.</param>
internal readonly record struct OwnedSocket(SocketKey Ends, bool IsIPv6, bool IsWaiting, int Process)
{
    /// <summary>An IPv6 socket that takes no IPv4, as far as the system tells.</summary>
    public bool IsIPv6Only { get; init; }

    /// <summary>A socket with a peer.</summary>
    public static OwnedSocket Connected(
        IpProtocol protocol, bool isIPv6, UInt128 local, ushort localPort, UInt128 remote, ushort remotePort, int process) =>
        new(new SocketKey(protocol, local, localPort, remote, remotePort), isIPv6, IsWaiting: false, process);

    /// <summary>A socket without a peer.</summary>
    public static OwnedSocket Waiting(IpProtocol protocol, bool isIPv6, UInt128 local, ushort localPort, int process) =>
        new(new SocketKey(protocol, local, localPort, UInt128.Zero, 0), isIPv6, IsWaiting: true, process);
}
