using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// Finds owners in other network namespaces: of what this machine forwards for its containers, or translates for them. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ForeignAttribution(ForeignNamespaces namespaces, OwnerFinder owners)
{
    private static readonly FlowOwner s_exited = new(null, OwnerMatch.Exited);
    private static readonly FlowOwner s_otherNamespace = new(null, OwnerMatch.OtherNamespace);
    private static readonly FlowOwner s_forwarded = new(null, OwnerMatch.Forwarded);

    /// <summary>As <see cref="IProcessAttributor.Refresh"/>.</summary>
    public void Refresh() => namespaces.Refresh(isUrgent: false);

    /// <summary>What was read of the other namespaces is older than the connection: it may be in one of them.</summary>
    public bool MayHave(in SocketQuery socket) =>
        !namespaces.Sockets.IsEmpty && !SocketEntry.IsLoopback(socket.Local) && !namespaces.HasLookedSince(socket.SeenAt);

    /// <summary>A connection of a container behind address translation has its socket under another local address.</summary>
    public FlowOwner? FindTranslated(in SocketQuery socket, in SocketKey key)
    {
        if (socket.Attempt == 0 || SocketEntry.IsLoopback(key.Local))
        {
            return null; // every namespace has a loopback of its own
        }

        namespaces.Refresh(isUrgent: true);
        return namespaces.Sockets.TryTranslated(in key, socket.IsInitiator, out var entry) ? OwnerOf(in entry, in socket, OwnerMatch.Guess) : null;
    }

    /// <summary>Through a bridge or a veth, one end is the address of a container; who began it is shown as local.</summary>
    public FlowOwner? FindForwarded(in SocketQuery socket)
    {
        namespaces.Refresh(isUrgent: true);
        var foreign = namespaces.Sockets;
        if (!foreign.Has(socket.Local) && !foreign.Has(socket.Remote))
        {
            return s_forwarded;
        }

        var key = SocketKey.Of(in socket);
        var reversed = key.Reversed;
        var answer = foreign.TryConnected(in key, out var entry) || foreign.TryConnected(in reversed, out entry)
                ? OwnerOf(in entry, in socket, OwnerMatch.Exact)
            : socket.Attempt == 0 ? null // the tables may be older than it
            : socket.Protocol == IpProtocol.Udp && (foreign.TryWaiting(in key, out entry) || foreign.TryWaiting(in reversed, out entry))
                ? OwnerOf(in entry, in socket, OwnerMatch.Wildcard)
            : socket.Protocol == IpProtocol.Tcp && foreign.TryWaiting(in reversed, out entry)
                ? OwnerOf(in entry, in socket, OwnerMatch.Listener)
            : namespaces.HasLookedSince(socket.SeenAt) ? s_forwarded
            : null;
        return answer?.Match == OwnerMatch.Exited ? s_forwarded : answer;
    }

    private FlowOwner? OwnerOf(in SocketEntry entry, in SocketQuery socket, OwnerMatch match)
    {
        if (entry.Inode == 0)
        {
            return socket.Attempt == 0 ? null : s_exited;
        }

        return owners.Find(entry.Inode, socket.SeenAt) is { } owner ? owner.As(match)
            : socket.Attempt == 0 ? null
            : owners.SeesAll ? s_exited : s_otherNamespace;
    }
}
