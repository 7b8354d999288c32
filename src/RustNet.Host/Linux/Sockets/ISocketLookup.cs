using RustNet.Core.Wire;

namespace RustNet.Host.Linux.Sockets;

/// <summary>Asks the kernel about single sockets of this program's network namespace. One thread at a time.</summary>
internal interface ISocketLookup : IDisposable
{
    /// <summary>As <see cref="ISocketSource.TryLookup"/>.</summary>
    bool TryLookup(in SocketKey key, out SocketEntry entry);

    /// <summary>Adds all sockets with that local port, whatever their address; false if they could not be read.</summary>
    bool TryListAt(IpProtocol protocol, ushort localPort, List<SocketEntry> into);
}
