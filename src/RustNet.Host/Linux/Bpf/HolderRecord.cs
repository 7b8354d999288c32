using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Host.Linux.Bpf;

/// <summary>A process that had a socket, copied from the record that said so. Immutable.</summary>
/// <param name="ProcessId">Process id.</param>
/// <param name="StartedAt">When that process started, nanoseconds since boot.</param>
internal sealed record HolderRecord(int ProcessId, long StartedAt)
{
    /// <summary>Its parent's process id; 0 where the record does not say.</summary>
    public int ParentId { get; init; }

    /// <summary>User it ran under, the effective one; <see langword="null"/> where the record does not say.</summary>
    public uint? UserId { get; init; }

    /// <summary>The kernel itself.</summary>
    public bool IsKernelThread { get; init; }

    /// <summary>Id of its control group; 0 where the record does not say.</summary>
    public ulong ControlGroup { get; init; }

    /// <summary>Name of the process, whole where the executable tells; <see langword="null"/> where the record does not say.</summary>
    public string? Name { get; init; }

    /// <summary>True for another record of the same process.</summary>
    public bool IsSameProcess(HolderRecord other) => ProcessId == other.ProcessId && StartedAt == other.StartedAt;

    /// <summary>Copies what an event says.</summary>
    public static HolderRecord Of(in SocketOwner owner)
    {
        const int NameLength = 15; // what the kernel keeps
        var name = owner.Name;
        return new HolderRecord(owner.ProcessId, owner.StartedAt)
        {
            ParentId = owner.ParentId,
            UserId = owner.UserId,
            IsKernelThread = owner.IsKernelThread,
            ControlGroup = owner.ControlGroup,
            Name = name.Length >= NameLength && owner.ExecutableName is { } executable && executable.StartsWith(name, StringComparison.Ordinal) ? executable : name,
        };
    }
}
