using System.Runtime.Versioning;

namespace RustNet.Host.Linux.Bpf;

/// <summary>
/// What BPF gives here, started together so that the kernel's types are read once. Each half can be missing, with its
/// reason in one line for the user. Whoever started it disposes it.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BpfMechanisms : IBpfSources
{
    private BpfMechanisms(BpfEvents? events, string? whyNoEvents, BpfSnapshot? snapshot, string? whyNoSnapshot)
    {
        Events = events;
        WhyNoEvents = whyNoEvents;
        Snapshot = snapshot;
        WhyNoSnapshot = whyNoSnapshot;
    }

    /// <summary>Who uses sockets, as it happens; or <see langword="null"/>.</summary>
    public BpfEvents? Events { get; }

    /// <inheritdoc/>
    public string? WhyNoEvents { get; }

    /// <summary>Who holds sockets now; or <see langword="null"/>.</summary>
    public BpfSnapshot? Snapshot { get; }

    /// <inheritdoc/>
    public string? WhyNoSnapshot { get; }

    ISocketEvents? IBpfSources.Events => Events;

    ISocketSnapshot? IBpfSources.Snapshot => Snapshot;

    /// <summary>
    /// Starts what can be. Takes some 50 ms and needs CAP_BPF and CAP_PERFMON; afterwards both work without any right, also
    /// under a seccomp filter that leaves of bpf(2) only BPF_ITER_CREATE. Events are started first, so that nothing falls
    /// between them and the first snapshot.
    /// </summary>
    public static BpfMechanisms Start()
    {
        if (!BpfKernel.TryOpen(out var kernel, out var whyNot))
        {
            return new BpfMechanisms(null, whyNot, null, whyNot);
        }

        BpfEvents.TryStart(kernel!, out var events, out var whyNoEvents);
        BpfSnapshot.TryOpen(kernel!, out var snapshot, out var whyNoSnapshot);
        return new BpfMechanisms(events, whyNoEvents, snapshot, whyNoSnapshot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Events?.Dispose();
        Snapshot?.Dispose();
    }
}
