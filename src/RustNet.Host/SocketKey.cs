using RustNet.Core.Wire;

namespace RustNet.Host;

/// <summary>A connection as one of its ends names it.</summary>
/// <param name="Protocol">Protocol.</param>
/// <param name="Local">Local address, IPv4 mapped.</param>
/// <param name="LocalPort">Local port.</param>
/// <param name="Remote">Remote address.</param>
/// <param name="RemotePort">Remote port.</param>
internal readonly record struct SocketKey(IpProtocol Protocol, UInt128 Local, ushort LocalPort, UInt128 Remote, ushort RemotePort)
{
    /// <summary>The connection that is asked for.</summary>
    public static SocketKey Of(in SocketQuery socket) => new(socket.Protocol, socket.Local, socket.LocalPort, socket.Remote, socket.RemotePort);

    /// <summary>The same connection seen from its other end.</summary>
    public SocketKey Reversed => new(Protocol, Remote, RemotePort, Local, LocalPort);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine((ulong)Local, (ulong)(Local >> 64), (ulong)Remote, (ulong)(Remote >> 64), (uint)LocalPort << 16 | RemotePort, Protocol);
}
