using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host;

/// <summary>
/// Finds the process that owns a connection. One implementation per operating-system mechanism, and one that asks several in
/// their order. Used by one thread at a time, the attribution loop's.
/// </summary>
public interface IProcessAttributor : IDisposable
{
    /// <summary>Name of the mechanism in use, for the side panel: <c>BPF events</c>, <c>sock_diag</c>.</summary>
    string Method { get; }

    /// <summary>Why a better mechanism is not in use, or <see langword="null"/>.</summary>
    string? Degradation { get; }

    /// <summary>Takes in what happened since: events, or the next full look when it is due. May block for some milliseconds.</summary>
    void Refresh();

    /// <summary>
    /// The owner of the socket, or <see langword="null"/> while it is not known; asked again later. May ask the system about this one
    /// socket, so it is called for each new connection once at once, a few times more while nothing is found, and seldom for one that lives on.
    /// </summary>
    FlowOwner? Find(in SocketQuery socket);
}

/// <summary>A socket whose owner is wanted.</summary>
/// <param name="Protocol">TCP, UDP, or what the packet has.</param>
/// <param name="Local">Local address, 128 bits; IPv4 mapped.</param>
/// <param name="LocalPort">Local port; for ICMP echo the identifier.</param>
/// <param name="Remote">Remote address.</param>
/// <param name="RemotePort">Remote port.</param>
/// <param name="Direction">Relation to this machine.</param>
/// <param name="IsInitiator">True when the local end began the connection: a listening socket cannot be its owner then.</param>
/// <param name="SeenAt">Capture time of the packet whose owner is wanted, nanoseconds since 1970 UTC: the first, or of one that lives on the last.</param>
/// <param name="Attempt">How often it was asked before.</param>
public readonly record struct SocketQuery(
    IpProtocol Protocol, UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort, FlowDirection Direction, bool IsInitiator, long SeenAt, int Attempt);

/// <summary>A socket that waits: in state LISTEN (TCP), or bound without a peer (UDP).</summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Local">Address it is bound to, IPv4 mapped; for any address <c>::</c> (all zero) or <c>0.0.0.0</c> (mapped), as the socket has it.</param>
/// <param name="Port">Port.</param>
/// <param name="IsAnyAddress">Bound to any address.</param>
/// <param name="IsIPv6">An IPv6 socket (which may accept IPv4 too).</param>
/// <param name="Owner">Its process, as far as known.</param>
public sealed record ListeningSocket(IpProtocol Protocol, UInt128 Local, ushort Port, bool IsAnyAddress, bool IsIPv6, FlowOwner? Owner);

/// <summary>An attributor that can also name the sockets that wait for connections.</summary>
public interface IListeningSockets
{
    /// <summary>The sockets as of the last <see cref="IProcessAttributor.Refresh"/>; a new list each time it changes.</summary>
    IReadOnlyList<ListeningSocket> Listening { get; }
}
