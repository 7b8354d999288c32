using System.Runtime.InteropServices;
using RustNet.Core.Wire;

namespace RustNet.Host.Linux.Sockets;

/// <summary>The sockets of a network namespace at one time, to be looked up as the kernel does. Immutable.</summary>
internal sealed class SocketTable
{
    private readonly Dictionary<SocketKey, int> _connected;
    private readonly Dictionary<(IpProtocol Protocol, ushort Port), List<SocketEntry>> _waiting = [];
    private readonly List<SocketEntry> _entries;

    /// <summary>Indexes them; the list is the table's from now on.</summary>
    public SocketTable(List<SocketEntry> entries)
    {
        _entries = entries;
        _connected = new Dictionary<SocketKey, int>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.IsWaiting)
            {
                ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, (entry.Protocol, entry.LocalPort), out _);
                (waiting ??= []).Add(entry);
            }
            else if (!_connected.TryAdd(entry.Key, i) && entry.Inode != 0)
            {
                _connected[entry.Key] = i; // what is left of an older one may be listed as well
            }
        }
    }

    /// <summary>No sockets.</summary>
    public static SocketTable Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<SocketEntry> Entries => _entries;

    /// <summary>The connected socket with these ends.</summary>
    public bool TryConnected(in SocketKey key, out SocketEntry entry)
    {
        var isFound = _connected.TryGetValue(key, out var index);
        entry = isFound ? _entries[index] : default;
        return isFound;
    }

    /// <summary>The connected socket, or else the one that waits for what comes from the remote end: the closest, then the first.</summary>
    public bool TryFind(in SocketKey key, out SocketEntry entry)
    {
        if (TryConnected(in key, out entry))
        {
            return true;
        }

        var best = 0;
        foreach (var waiting in Waiting(key.Protocol, key.LocalPort))
        {
            var fit = waiting.Fit(key.Local);
            if (fit > best)
            {
                best = fit;
                entry = waiting;
            }
        }

        return best > 0;
    }

    /// <summary>The sockets that wait at a port, on whatever address.</summary>
    public ReadOnlySpan<SocketEntry> Waiting(IpProtocol protocol, ushort port) =>
        _waiting.TryGetValue((protocol, port), out var found) ? CollectionsMarshal.AsSpan(found) : [];
}
