using System.Runtime.InteropServices;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// The sockets of several network namespaces at one time, to be looked up without going through them all. Immutable once looked up.
/// </summary>
internal sealed class ForeignSockets
{
    private readonly Dictionary<SocketKey, Candidate> _connected = [];
    private readonly Dictionary<SocketKey, Candidate> _byRemote = [];
    private readonly Dictionary<UInt128, List<SocketTable>> _byAddress = [];

    /// <summary>There are no such namespaces.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Adds those of one namespace, and its addresses.</summary>
    public void Add(SocketTable table, IEnumerable<UInt128> addresses)
    {
        IsEmpty = false;
        foreach (var address in addresses)
        {
            ref var tables = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, address, out _);
            (tables ??= []).Add(table);
        }

        foreach (var entry in table.Entries)
        {
            if (entry.IsWaiting || !table.TryConnected(entry.Key, out var current) || current != entry)
            {
                continue; // what is left of an older one
            }

            Add(_connected, entry.Key, in entry);
            if (entry.Inode != 0)
            {
                Add(_byRemote, RemoteOf(entry.Key, 0), in entry);
                Add(_byRemote, RemoteOf(entry.Key, entry.LocalPort), in entry);
            }
        }
    }

    /// <summary>True if one of them has that address.</summary>
    public bool Has(UInt128 address) => _byAddress.ContainsKey(address);

    /// <summary>The connected socket with these ends; false also where several namespaces have one.</summary>
    public bool TryConnected(in SocketKey key, out SocketEntry entry) => TryOnly(_connected, in key, out entry);

    /// <summary>The socket that waits for what comes to these ends, in the namespace that has the address; false also where there are several.</summary>
    public bool TryWaiting(in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        var found = 0;
        if (_byAddress.TryGetValue(key.Local, out var tables))
        {
            foreach (var table in tables)
            {
                if (table.TryFind(in key, out var candidate))
                {
                    entry = candidate;
                    found++;
                }
            }
        }

        return found == 1;
    }

    /// <summary>
    /// The connected socket with that remote end, whatever its local address: network address translation may have changed that.
    /// False also where there are several.
    /// </summary>
    /// <param name="key">The ends as seen here.</param>
    /// <param name="isSourceTranslated">It was begun from inside, where translation keeps the local port if it can.</param>
    /// <param name="entry">The socket.</param>
    public bool TryTranslated(in SocketKey key, bool isSourceTranslated, out SocketEntry entry)
    {
        entry = default;
        return !(isSourceTranslated && key.LocalPort == 0) && TryOnly(_byRemote, RemoteOf(in key, isSourceTranslated ? key.LocalPort : (ushort)0), out entry);
    }

    private static SocketKey RemoteOf(in SocketKey key, ushort localPort) => key with { Local = UInt128.Zero, LocalPort = localPort };

    private static void Add(Dictionary<SocketKey, Candidate> index, SocketKey key, in SocketEntry entry)
    {
        ref var candidate = ref CollectionsMarshal.GetValueRefOrAddDefault(index, key, out var isKnown);
        candidate = new Candidate(entry, IsOnly: !isKnown);
    }

    private static bool TryOnly(Dictionary<SocketKey, Candidate> index, in SocketKey key, out SocketEntry entry)
    {
        var isOnly = index.TryGetValue(key, out var candidate) && candidate.IsOnly;
        entry = isOnly ? candidate.Entry : default;
        return isOnly;
    }

    private readonly record struct Candidate(SocketEntry Entry, bool IsOnly);
}
