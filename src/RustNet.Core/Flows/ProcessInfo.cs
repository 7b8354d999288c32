using System.Collections.Immutable;

namespace RustNet.Core.Flows;

/// <summary>
/// What is known of a process. Immutable; outlives the process itself. Everything but the id and the name may be unknown:
/// a process that lived for milliseconds leaves no more. All text is cleaned of control characters.
/// </summary>
/// <param name="Id">Process id as this program's own namespace numbers it.</param>
/// <param name="Name">
/// Name of the process (never of one of its threads); from the executable where that tells more than the 15 characters that
/// Linux keeps.
/// </param>
public sealed record ProcessInfo(int Id, string Name)
{
    /// <summary>Path of the executable.</summary>
    public string? Executable { get; init; }

    /// <summary>Arguments joined by spaces, the program's own name first; cut where it is very long.</summary>
    public string? CommandLine { get; init; }

    /// <summary>User id it runs under, or <see langword="null"/>.</summary>
    public uint? UserId { get; init; }

    /// <summary>Name of that user; its number where it has none.</summary>
    public string? User { get; init; }

    /// <summary>When it started, nanoseconds since 1970 UTC, or <see langword="null"/>.</summary>
    public long? StartTime { get; init; }

    /// <summary>Parent, its parent and so on: at most four, the nearest first.</summary>
    public ImmutableArray<ProcessParent> Parents { get; init; } = [];

    /// <summary>The systemd unit it belongs to, such as <c>sshd.service</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>The container it runs in.</summary>
    public ContainerInfo? Container { get; init; }

    /// <summary>Inode of its network namespace where that is not this program's own; 0 where it is, or is unknown.</summary>
    public ulong ForeignNetworkNamespace { get; init; }
}

/// <summary>A process further up.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Name">Name, cleaned.</param>
public readonly record struct ProcessParent(int Id, string Name);

/// <summary>A container as its control group names it.</summary>
/// <param name="Runtime">docker, podman, containerd, cri-o, lxc, kubernetes, systemd-nspawn.</param>
/// <param name="Id">Its id as the runtime prints it (12 characters of a hexadecimal one), or its name where the path has one.</param>
public sealed record ContainerInfo(string Runtime, string Id)
{
    /// <summary>Its name, where it can be read without asking a daemon.</summary>
    public string? Name { get; init; }

    /// <summary>UID of the Kubernetes pod it belongs to.</summary>
    public string? Pod { get; init; }
}
