using System.Runtime.Versioning;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Sockets;

/// <summary>
/// The sockets in other network namespaces, which is where containers have theirs: each namespace's own tables, read
/// through /proc of one of its processes. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ForeignNamespaces(ProcDirectory proc, TimeProvider clock)
{
    private const int RestPerWork = 20; // of all time, at most a twentieth goes into reading them
    private const int MostNamespaces = 256;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_urgentInterval = TimeSpan.FromMilliseconds(250);

    private readonly ProcNetTables _tables = new(proc);
    private readonly List<int> _processes = [];
    private readonly Dictionary<ulong, ForeignNamespace> _namespaces = [];
    private readonly HashSet<ulong> _tableInodes = [];
    private long _lookedAt;
    private TimeSpan _work;
    private bool _hasLooked;

    /// <summary>Reads the tables again where that is due.</summary>
    /// <param name="isUrgent">A connection waits for it.</param>
    public void Refresh(bool isUrgent)
    {
        var interval = isUrgent ? s_urgentInterval : s_interval;
        var rest = _work * RestPerWork;
        if (_hasLooked && clock.GetElapsedTime(_lookedAt) < (rest > interval ? rest : interval))
        {
            return;
        }

        var begin = clock.GetTimestamp();
        Look();
        _hasLooked = true;
        _lookedAt = clock.GetTimestamp();
        _work = clock.GetElapsedTime(begin, _lookedAt);
    }

    /// <summary>True if one of them has that address.</summary>
    public bool Has(UInt128 address)
    {
        foreach (var (_, addresses) in _namespaces.Values)
        {
            if (addresses.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The connected socket with these ends; false also where several namespaces have one.</summary>
    public bool TryConnected(in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        var found = 0;
        foreach (var (table, _) in _namespaces.Values)
        {
            if (table.TryConnected(in key, out var candidate))
            {
                entry = candidate;
                found++;
            }
        }

        return found == 1;
    }

    /// <summary>The socket that waits for what comes to these ends, in the namespace that has the address; false also where there are several.</summary>
    public bool TryWaiting(in SocketKey key, out SocketEntry entry)
    {
        entry = default;
        var found = 0;
        foreach (var (table, addresses) in _namespaces.Values)
        {
            if (addresses.Contains(key.Local) && table.TryFind(in key, out var candidate))
            {
                entry = candidate;
                found++;
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
        var found = 0;
        foreach (var (table, _) in _namespaces.Values)
        {
            foreach (var candidate in table.Entries)
            {
                if (candidate.RemotePort == key.RemotePort && candidate.Remote == key.Remote && candidate.Protocol == key.Protocol
                    && (!isSourceTranslated || candidate.LocalPort == key.LocalPort) && !candidate.IsWaiting && candidate.Inode != 0)
                {
                    entry = candidate;
                    found++;
                }
            }
        }

        return found == 1;
    }

    private void Look()
    {
        _namespaces.Clear();
        _tableInodes.Clear();
        var own = proc.OwnNamespace("net"u8);
        _tableInodes.Add(proc.InodeOf("thread-self/net/tcp\0"u8));
        proc.ListProcesses(_processes);
        foreach (var process in _processes)
        {
            var inode = proc.Namespace(process, "net"u8, out var isDenied);
            if (inode == own || (inode == 0 && !isDenied) || _namespaces.ContainsKey(inode) || _namespaces.Count >= MostNamespaces)
            {
                continue;
            }

            // The tables may be read where the name of the namespace may not: each namespace has a file of its own.
            if (!proc.TryStat(process, "net/tcp"u8, out var table, out _) || !_tableInodes.Add(table))
            {
                continue;
            }

            var entries = new List<SocketEntry>();
            if (_tables.TryReadSockets(process, entries))
            {
                _namespaces[inode != 0 ? inode : table] = new ForeignNamespace(new SocketTable(entries), AddressesOf(process));
            }
        }
    }

    private HashSet<UInt128> AddressesOf(int process)
    {
        var addresses = new HashSet<UInt128>();
        using var directory = proc.OpenProcess(process);
        NamespaceAddresses.AddIPv4(proc.Read(directory, "net/fib_trie\0"u8), addresses);
        NamespaceAddresses.AddIPv6(proc.Read(directory, "net/if_inet6\0"u8), addresses);
        return addresses;
    }

    private readonly record struct ForeignNamespace(SocketTable Table, HashSet<UInt128> Addresses);
}
