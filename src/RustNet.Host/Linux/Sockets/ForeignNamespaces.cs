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
    private readonly HashSet<ulong> _namespaces = [];
    private readonly HashSet<ulong> _tableInodes = [];
    private long _beganAt;
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

        _beganAt = clock.GetTimestamp();
        Look();
        _hasLooked = true;
        _lookedAt = clock.GetTimestamp();
        _work = clock.GetElapsedTime(_beganAt, _lookedAt);
    }

    /// <summary>Their sockets and addresses as of the last reading.</summary>
    public ForeignSockets Sockets { get; private set; } = new();

    /// <summary>They were read at that time or later, nanoseconds since 1970 UTC.</summary>
    public bool HasLookedSince(long time) =>
        _hasLooked && clock.GetElapsedTime(_beganAt).Ticks * TimeSpan.NanosecondsPerTick <= UnixTime.Now(clock) - time;

    private void Look()
    {
        var sockets = new ForeignSockets();
        _namespaces.Clear();
        _tableInodes.Clear();
        var own = proc.OwnNamespace("net"u8);
        _tableInodes.Add(proc.InodeOf("thread-self/net/tcp\0"u8));
        proc.ListProcesses(_processes);
        foreach (var process in _processes)
        {
            var inode = proc.Namespace(process, "net"u8, out var isDenied);
            if (inode == own || (inode == 0 && !isDenied) || _namespaces.Contains(inode) || _namespaces.Count >= MostNamespaces)
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
                _namespaces.Add(inode != 0 ? inode : table);
                sockets.Add(new SocketTable(entries), AddressesOf(process));
            }
        }

        Sockets = sockets;
    }

    private HashSet<UInt128> AddressesOf(int process)
    {
        var addresses = new HashSet<UInt128>();
        using var directory = proc.OpenProcess(process);
        NamespaceAddresses.AddIPv4(proc.Read(directory, "net/fib_trie\0"u8), addresses);
        NamespaceAddresses.AddIPv6(proc.Read(directory, "net/if_inet6\0"u8), addresses);
        return addresses;
    }
}
