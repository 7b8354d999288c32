using RustNet.Core.Flows;

namespace RustNet.Host.Sockets;

/// <summary>
/// What is known of processes, remembered by id and start, so that one that has taken over an id is not mistaken for its
/// predecessor. Bounded. One thread.
/// </summary>
internal sealed class KnownProcesses(IProcessReader reader)
{
    private const int Remembered = 4096;

    private readonly RecentEntries<int, Known> _known = new(Remembered);

    /// <summary>The process that has this id now; <see langword="null"/> if there is none.</summary>
    public ProcessInfo? Find(int process)
    {
        if (reader.Identify(process) is not { } identity)
        {
            return null;
        }

        if (_known.TryGet(process, out var known) && known.Identity == identity)
        {
            return known.Info;
        }

        if (reader.Read(process) is not { } info)
        {
            return null;
        }

        _known.Set(process, new Known(identity, info));
        return info;
    }

    /// <summary>The process that had this id when it was last asked for, which may be gone.</summary>
    public ProcessInfo? FindGone(int process) => _known.TryGet(process, out var known) ? known.Info : null;

    private readonly record struct Known(ProcessIdentity Identity, ProcessInfo Info);
}
