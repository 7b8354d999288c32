using RustNet.Core.Flows;

namespace RustNet.Host.Sockets;

/// <summary>
/// What is known of processes, remembered by id and start, so that one that has taken over an id is not mistaken for its
/// predecessor. Bounded. One thread.
/// </summary>
internal sealed class KnownProcesses(IProcessReader reader, TimeProvider clock)
{
    private const int Remembered = 4096;

    // Start times are rounded, and by another clock than the list's.
    private const long StartTolerance = 20_000_000;

    private readonly RecentEntries<int, Known> _known = new(Remembered);

    /// <summary>The process that has this id; <see langword="null"/> if there is none, or not the one that was listed.</summary>
    /// <param name="process">Process id.</param>
    /// <param name="listedAt">
    /// When it was listed with a socket, nanoseconds since 1970 UTC: who started later has only been given the same id.
    /// </param>
    public ProcessInfo? Find(int process, long listedAt)
    {
        if (reader.Identify(process) is not { } identity || HasStartedAfter(identity, listedAt))
        {
            return null;
        }

        if (_known.TryGet(process, out var known) && known.Identity == identity)
        {
            return known.Info;
        }

        // It is read in several steps, between which another one may have taken over.
        if (reader.Read(process) is not { } info || reader.Identify(process) != identity)
        {
            return null;
        }

        _known.Set(process, new Known(identity, info));
        return info;
    }

    /// <summary>The process that had this id when it was last asked for, which may be gone; not one that started after the list.</summary>
    public ProcessInfo? FindGone(int process, long listedAt) =>
        _known.TryGet(process, out var known) && !HasStartedAfter(known.Identity, listedAt) ? known.Info : null;

    // A start in the future tells only that the clock was set back since.
    private bool HasStartedAfter(ProcessIdentity identity, long time) =>
        identity.StartTime > time + StartTolerance && identity.StartTime <= UnixTime.Now(clock);

    private readonly record struct Known(ProcessIdentity Identity, ProcessInfo Info);
}
