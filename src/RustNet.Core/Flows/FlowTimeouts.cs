using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>How long a connection stays in the table (SPEC §7). Pure; all times in nanoseconds of packet time.</summary>
internal static class FlowTimeouts
{
    /// <summary>No timeout is longer, whatever a peer announces (QUIC's max_idle_timeout is its own word).</summary>
    public const long Longest = PacketTime.Minute * 60;

    /// <summary>
    /// The timeout in force for a connection of this kind that has been idle for <paramref name="idle"/>. What inspection
    /// knows replaces the value of an open connection, not that of one that is opening or closing.
    /// </summary>
    public static long InForce(NetworkLayer network, IpProtocol protocol, TcpState state, AppInfo? app, long idle) => (network, protocol, state) switch
    {
        (NetworkLayer.Arp, _, _) => 30 * PacketTime.Second,
        (_, IpProtocol.Tcp, TcpState.Established) => OfApp(app, idle) ?? (idle < PacketTime.Minute ? 10 : 5) * PacketTime.Minute,
        (_, IpProtocol.Tcp, TcpState.Closed) => 5 * PacketTime.Second,
        (_, IpProtocol.Tcp, TcpState.TimeWait or TcpState.Closing) => 30 * PacketTime.Second,
        (_, IpProtocol.Tcp, _) => 60 * PacketTime.Second,
        (_, IpProtocol.Udp, _) => OfApp(app, idle) ?? 60 * PacketTime.Second,
        _ => 30 * PacketTime.Second,
    };

    /// <summary>How long the connection may be idle before it leaves: its timeout once the one for longer silence is in force.</summary>
    public static long Lifetime(NetworkLayer network, IpProtocol protocol, TcpState state, AppInfo? app) =>
        InForce(network, protocol, state, app, PacketTime.Minute);

    /// <summary>True for states whose age counts from when they were entered: what comes later does not prolong them.</summary>
    public static bool AgesFromEntry(TcpState state) => state is TcpState.TimeWait or TcpState.Closed;

    private static long? OfApp(AppInfo? app, long idle) =>
        (idle < PacketTime.Minute ? app?.FreshIdleTimeout : app?.IdleTimeout) is { } timeout ? Math.Clamp(timeout, PacketTime.Second, Longest) : null;
}
