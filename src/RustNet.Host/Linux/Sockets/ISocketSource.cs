namespace RustNet.Host.Linux.Sockets;

/// <summary>Where the sockets of this program's network namespace are read from. One thread at a time.</summary>
internal interface ISocketSource : IDisposable
{
    /// <summary>
    /// Adds all TCP and UDP sockets that a process may hold; false if they could not be read. Dearer than a lookup, but sees those
    /// bound to a device, too.
    /// </summary>
    bool TryDump(List<SocketEntry> into);

    /// <summary>
    /// The socket that gets the packets of a connection now: the connected one, with the same ends; or the one that waits for them.
    /// </summary>
    bool TryLookup(in SocketKey key, out SocketEntry entry);

    /// <summary>Adds the SCTP associations and the sockets that wait for them; false where they are not listed.</summary>
    bool TryDumpSctp(List<SocketEntry> into);
}
