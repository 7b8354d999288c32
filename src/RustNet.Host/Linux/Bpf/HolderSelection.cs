using System.Runtime.InteropServices;

namespace RustNet.Host.Linux.Bpf;

/// <summary>Who descends from whom.</summary>
internal interface IHolderLineage
{
    /// <summary>What is known of a process's parent and session.</summary>
    SocketHolder Of(HolderRecord holder);

    /// <summary>Process id of a parent; 0 if it is not known.</summary>
    int ParentOf(int process);
}

/// <summary>Selects the process that is shown for a socket, under the rules of <see cref="HolderChoice"/>. One thread.</summary>
internal sealed class HolderSelection(IHolderLineage lineage, EndEvidence evidence)
{
    private readonly List<HolderRecord> _records = [];
    private readonly List<SocketHolder> _holders = [];
    private readonly Dictionary<(int Process, long StartedAt, int Parent), SocketHolder> _known = [];
    private readonly Dictionary<int, int> _parents = [];
    private Func<int, int>? _parentOf;

    /// <summary>
    /// From here on processes are asked for anew. What they have said is remembered until the next pass, because many sockets of one place
    /// may be open in the same processes (a server with workers and SO_REUSEPORT).
    /// </summary>
    public void BeginPass()
    {
        _known.Clear();
        _parents.Clear();
    }

    /// <summary>The process behind a socket at a time; <see langword="null"/> if nobody comes into question.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="at">Nanoseconds since boot.</param>
    /// <param name="isSender">It sent a packet then.</param>
    /// <param name="isCertain">False where it is one of several strangers, or only closed it.</param>
    public HolderRecord? Select(HeldSocket socket, long at, bool isSender, out bool isCertain)
    {
        _records.Clear();
        var kind = socket.AddHolders(at, isSender, evidence, _records);
        isCertain = kind is HoldKind.Worked or HoldKind.Held;
        if (_records.Count <= 1)
        {
            return _records.Count == 0 ? null : _records[0];
        }

        _holders.Clear();
        foreach (var record in _records)
        {
            _holders.Add(Of(record));
        }

        var chosen = HolderChoice.Choose(CollectionsMarshal.AsSpan(_holders), _parentOf ??= ParentOf, out var areRelated);
        isCertain &= areRelated;
        return _records[_holders.IndexOf(chosen)];
    }

    private SocketHolder Of(HolderRecord record)
    {
        var key = (record.ProcessId, record.StartedAt, record.ParentId);
        if (!_known.TryGetValue(key, out var holder))
        {
            _known.Add(key, holder = lineage.Of(record));
        }

        return holder;
    }

    private int ParentOf(int process)
    {
        if (!_parents.TryGetValue(process, out var parent))
        {
            _parents.Add(process, parent = lineage.ParentOf(process));
        }

        return parent;
    }
}
