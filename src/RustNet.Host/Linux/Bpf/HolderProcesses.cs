using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// What is known of the processes that records name: from /proc while they live, and of those that were gone before anybody looked
/// what the record itself says and what their parent and their control group tell. Bounded. One thread.
/// </summary>
/// <param name="proc">/proc.</param>
/// <param name="facts">What it tells of processes.</param>
/// <param name="hasSameIds">
/// Records and /proc mean the same process by an id. They do not in a PID namespace of this program's own; /proc is not asked then.
/// </param>
[SupportedOSPlatform("linux")]
internal sealed class HolderProcesses(ProcDirectory proc, ProcessFacts facts, bool hasSameIds) : IHolderLineage
{
    private const int Remembered = 4096;
    private const int MostParents = 4;

    private readonly RecentEntries<(int Id, long StartedAt), ProcessInfo> _known = new(Remembered);
    private readonly RecentEntries<ulong, (string? Unit, ContainerInfo? Container)> _groups = new(Remembered);

    /// <summary>Records and /proc mean the same process by an id.</summary>
    public bool HasSameIds => hasSameIds;

    /// <summary>When the machine started, nanoseconds since 1970 UTC: what the times of records count from.</summary>
    public long BootTime => facts.BootTime;

    /// <summary>The process; <see langword="null"/> where it is gone and its record had no name.</summary>
    public ProcessInfo? Find(HolderRecord holder)
    {
        if (hasSameIds && facts.Find(holder.ProcessId, holder.StartedAt / ProcessStat.NanosecondsPerTick) is { } alive)
        {
            if (holder.ControlGroup != 0)
            {
                _groups.Set(holder.ControlGroup, (alive.Unit, alive.Container));
            }

            return alive;
        }

        if (string.IsNullOrEmpty(holder.Name))
        {
            return null;
        }

        var identity = (holder.ProcessId, holder.StartedAt);
        if (!_known.TryGet(identity, out var info))
        {
            info = FromRecord(holder, holder.Name);
            _known.Set(identity, info);
        }

        return info;
    }

    /// <inheritdoc/>
    public SocketHolder Of(HolderRecord holder)
    {
        var isAlive = ProcessStat.TryParse(hasSameIds ? proc.ReadStat(holder.ProcessId) : default, out var stat)
            && stat.StartTicks == holder.StartedAt / ProcessStat.NanosecondsPerTick;

        // The parent that it had when it was recorded: since then that one may have ended, and init be in its place.
        var parent = holder.ParentId != 0 || !isAlive ? holder.ParentId : stat.Parent;
        return new SocketHolder(holder.ProcessId, parent, isAlive ? stat.Session : 0, holder.StartedAt);
    }

    /// <inheritdoc/>
    public int ParentOf(int process) => hasSameIds && ProcessStat.TryParse(proc.ReadStat(process), out var stat) ? stat.Parent : 0;

    private ProcessInfo FromRecord(HolderRecord holder, string name)
    {
        var started = BootTime + holder.StartedAt;
        var parent = hasSameIds && holder.ParentId > 0 ? facts.Find(holder.ParentId) : null;
        if (parent?.StartTime > started)
        {
            parent = null; // another process with the id of the parent, which is gone
        }

        _groups.TryGet(holder.ControlGroup, out var group);
        return new ProcessInfo(holder.ProcessId, name)
        {
            UserId = holder.UserId,
            User = holder.UserId is { } user ? facts.UserName(user) : null,
            StartTime = started,
            Parents = parent is null ? [] : [.. parent.Parents.Prepend(new ProcessParent(parent.Id, parent.Name)).Take(MostParents)],
            Unit = group.Unit,
            Container = group.Container,
        };
    }
}
