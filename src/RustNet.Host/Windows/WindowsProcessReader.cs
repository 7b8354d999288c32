using System.Collections.Immutable;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Host.Sockets;

namespace RustNet.Host.Windows;

/// <summary>
/// Facts of processes on Windows. A snapshot of all of them gives names and parents, also of those that may not be opened (the
/// system's own, other users' without Administrator); opening one gives the rest. One thread.
/// </summary>
internal sealed class WindowsProcessReader(IWindowsProcesses processes, TimeProvider clock) : IProcessReader
{
    private const int MostParents = 4;
    private const int MostAccounts = 256;
    private const int LongestPath = 1024;
    private const int LongestCommandLine = 1024;
    private const int NanosecondsPerTick = 100;

    private static readonly TimeSpan s_snapshotAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(200);
    private static readonly long s_epoch = DateTime.UnixEpoch.ToFileTimeUtc();

    private readonly RecentEntries<string, string> _accounts = new(MostAccounts);
    private Dictionary<int, ProcessEntry> _snapshot = [];
    private long _snapshotAt;
    private long _snapshotTakenAt;
    private bool _hasSnapshot;

    /// <inheritdoc/>
    public ProcessIdentity? Identify(int process) => processes.TryStart(process, out var started)
        ? new ProcessIdentity(FromFileTime(started), "")
        : Entry(process) is { } entry ? new ProcessIdentity(0, entry.Name) : null;

    /// <inheritdoc/>
    public ProcessInfo? Read(int process)
    {
        long? started = processes.TryStart(process, out var fileTime) ? FromFileTime(fileTime) : null;
        var entry = Entry(process, started ?? 0);
        var isOpen = processes.TryDescribe(process, out var description);
        if (entry is null && !isOpen)
        {
            return null;
        }

        return new ProcessInfo(process, Name(process, entry, description.Executable))
        {
            Executable = description.Executable is { } path ? WireText.Clean(path, LongestPath) : null,
            CommandLine = description.CommandLine is { Length: > 0 } line ? WireText.Clean(line, LongestCommandLine) : null,
            User = description.UserSid is { } sid ? Account(sid) : null,
            StartTime = started,
            Parents = ParentsFrom(entry?.Parent ?? 0, started),
        };
    }

    private static string Name(int process, ProcessEntry? entry, string? executable) =>
        entry is { Name.Length: > 0 } known ? WireText.Clean(known.Name)
        : executable is { Length: > 0 } path ? WireText.Clean(path.AsSpan(path.LastIndexOf('\\') + 1))
        : FormattableString.Invariant($"process {process}");

    private ImmutableArray<ProcessParent> ParentsFrom(int parent, long? childStarted)
    {
        var parents = ImmutableArray.CreateBuilder<ProcessParent>(MostParents);
        while (parent > 0 && parents.Count < MostParents && _snapshot.TryGetValue(parent, out var entry))
        {
            // The id of a parent that is gone may be another's by now, who is younger than the child.
            long? started = processes.TryStart(parent, out var fileTime) ? FromFileTime(fileTime) : null;
            if (started > childStarted)
            {
                break;
            }

            parents.Add(new ProcessParent(parent, Name(parent, entry, null)));
            childStarted = started ?? childStarted;
            parent = entry.Parent == parent ? 0 : entry.Parent;
        }

        return parents.DrainToImmutable();
    }

    /// <summary>The process in a snapshot.</summary>
    /// <param name="process">Process id.</param>
    /// <param name="started">When it started, nanoseconds since 1970 UTC, if that is known: an older snapshot has another one under its id.</param>
    private ProcessEntry? Entry(int process, long started = 0)
    {
        var age = clock.GetElapsedTime(_snapshotAt);
        var isOfAnother = started > _snapshotTakenAt && started <= UnixTime.Now(clock); // else the clock was set back
        if (!_hasSnapshot || age >= s_snapshotAge || (age >= s_shortestRest && (isOfAnother || !_snapshot.ContainsKey(process))))
        {
            var entries = new List<ProcessEntry>(_snapshot.Count);
            if (processes.TryList(entries))
            {
                var next = new Dictionary<int, ProcessEntry>(entries.Count);
                foreach (var entry in entries)
                {
                    next[entry.Id] = entry;
                }

                _snapshot = next;
            }

            _hasSnapshot = true;
            _snapshotAt = clock.GetTimestamp();
            _snapshotTakenAt = UnixTime.Now(clock);
            isOfAnother = false;
        }

        return !isOfAnother && _snapshot.TryGetValue(process, out var found) ? found : null;
    }

    // A domain controller may be asked for it, which takes its time: once for each user.
    private string? Account(byte[] sid)
    {
        if (SecurityIdentifier.Format(sid) is not { } text)
        {
            return null;
        }

        if (!_accounts.TryGet(text, out var name))
        {
            name = processes.AccountName(SecurityIdentifier.At(sid)) is { Length: > 0 } account ? WireText.Clean(account) : text;
            _accounts.Set(text, name);
        }

        return name;
    }

    private static long FromFileTime(long fileTime)
    {
        var ticks = fileTime - s_epoch;
        return ticks is > 0 and < long.MaxValue / NanosecondsPerTick ? ticks * NanosecondsPerTick : 0;
    }
}
