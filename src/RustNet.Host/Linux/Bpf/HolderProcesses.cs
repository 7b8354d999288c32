using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Proc;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// What is known of the processes that records name: from /proc while they live, and of those that were gone before anybody looked
/// what the record itself says and what their parent and their control group tell. Bounded. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class HolderProcesses(ProcessFacts facts)
{
    private const int Remembered = 4096;
    private const int MostParents = 4;

    private readonly RecentEntries<(int Id, long StartedAt), ProcessInfo> _known = new(Remembered);
    private readonly RecentEntries<ulong, (string? Unit, ContainerInfo? Container)> _groups = new(Remembered);

    /// <summary>The process; <see langword="null"/> where it is gone and its record had no name.</summary>
    public ProcessInfo? Find(HolderRecord holder)
    {
        if (facts.Find(holder.ProcessId, holder.StartedAt / ProcessStat.NanosecondsPerTick) is { } alive)
        {
            if (holder.ControlGroup != 0)
            {
                _groups.Set(holder.ControlGroup, (alive.Unit, alive.Container));
            }

            return alive;
        }

        if (holder.Name is null)
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

    private ProcessInfo FromRecord(HolderRecord holder, string name)
    {
        var parent = holder.ParentId > 0 ? facts.Find(holder.ParentId) : null;
        _groups.TryGet(holder.ControlGroup, out var group);
        return new ProcessInfo(holder.ProcessId, name)
        {
            UserId = holder.UserId,
            User = holder.UserId is { } user ? facts.UserName(user) : null,
            StartTime = facts.BootTime + holder.StartedAt,
            Parents = parent is null ? [] : [.. parent.Parents.Prepend(new ProcessParent(parent.Id, parent.Name)).Take(MostParents)],
            Unit = group.Unit,
            Container = group.Container,
        };
    }
}
