using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Owners of SCTP associations, where the kernel lists them. An association may have several addresses at either end, of which
/// the kernel names one; its ports are the same for all. One thread.
/// </summary>
internal sealed class SctpSockets(ISocketSource source, TimeProvider clock)
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);

    private readonly List<SocketEntry> _entries = [];
    private long _readAt;
    private bool _isListed;
    private bool _hasRead;

    /// <summary>The socket of an association, and how sure that is; false where there is none, or several might be it.</summary>
    /// <param name="socket">The association.</param>
    /// <param name="entry">The socket.</param>
    /// <param name="match">How it was found.</param>
    /// <param name="isListed">False where the kernel does not list such sockets, so that nothing follows from there being none.</param>
    public bool TryFind(in SocketQuery socket, out SocketEntry entry, out OwnerMatch match, out bool isListed)
    {
        ReadIfDue();
        isListed = _isListed;
        entry = default;
        match = OwnerMatch.Exact;
        var found = 0;
        foreach (var candidate in _entries)
        {
            if (candidate.LocalPort != socket.LocalPort || candidate.RemotePort != socket.RemotePort || candidate.State == SocketState.Listen)
            {
                continue;
            }

            if (candidate.Local == socket.Local && candidate.Remote == socket.Remote)
            {
                entry = candidate;
                return true;
            }

            entry = candidate;
            found++;
        }

        match = OwnerMatch.Guess;
        return found == 1 || (found == 0 && TryWaiting(in socket, out entry, out match));
    }

    private bool TryWaiting(in SocketQuery socket, out SocketEntry entry, out OwnerMatch match)
    {
        match = OwnerMatch.Listener;
        entry = default;
        if (socket.IsInitiator)
        {
            return false;
        }

        foreach (var candidate in _entries)
        {
            if (candidate.State == SocketState.Listen && candidate.LocalPort == socket.LocalPort)
            {
                entry = candidate;
                return true;
            }
        }

        return false;
    }

    private void ReadIfDue()
    {
        if (_hasRead && clock.GetElapsedTime(_readAt) < s_rest)
        {
            return;
        }

        _entries.Clear();
        _isListed = source.TryDumpSctp(_entries);
        _readAt = clock.GetTimestamp();
        _hasRead = true;
    }
}
