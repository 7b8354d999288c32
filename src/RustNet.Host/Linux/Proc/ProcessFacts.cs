using System.Collections.Immutable;
using System.Runtime.Versioning;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Containers;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Linux.Proc;

/// <summary>
/// What /proc tells of a process, remembered by process id and start time, so that one that has taken over an id is not mistaken for
/// its predecessor; read again where its name has changed, which execve(2) does. Bounded. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcessFacts
{
    private const int Remembered = 4096;
    private const int MostParents = 4;
    private const int CommandLineRead = 4096;
    private const int LongestPath = 1024;

    private readonly ProcDirectory _proc;
    private readonly UserNames _users;
    private readonly ContainerNames _containers;
    private readonly Func<long> _bootTime;
    private readonly RecentEntries<int, Known> _known = new(Remembered);
    private readonly ulong _ownNamespace;

    /// <summary>Facts of the processes in a /proc.</summary>
    /// <param name="proc">Where they are read.</param>
    /// <param name="users">Names of users.</param>
    /// <param name="containers">Names of containers.</param>
    /// <param name="bootTime">When the machine started, nanoseconds since 1970 UTC.</param>
    public ProcessFacts(ProcDirectory proc, UserNames users, ContainerNames containers, Func<long> bootTime)
    {
        _proc = proc;
        _users = users;
        _containers = containers;
        _bootTime = bootTime;
        _ownNamespace = proc.OwnNamespace("net"u8);
    }

    /// <summary>The facts of the machine this program runs on.</summary>
    public static ProcessFacts OfThisMachine(ProcDirectory proc, TimeProvider clock) =>
        new(proc, new UserNames(clock), new ContainerNames(clock), BootClock.StartedAt);

    /// <summary>When the machine started, nanoseconds since 1970 UTC.</summary>
    public long BootTime => _bootTime();

    /// <summary>Name of a user; the number where it has none.</summary>
    public string UserName(uint user) => _users.Name(user);

    /// <summary>
    /// What is known of a process; <see langword="null"/> if it is gone, or is not the one that was meant, and nothing is remembered.
    /// </summary>
    /// <param name="process">Process id.</param>
    /// <param name="startTicks">
    /// When the one that is meant started, hundredths of seconds since boot; <see langword="null"/> for the one that has the id now.
    /// </param>
    public ProcessInfo? Find(int process, long? startTicks = null)
    {
        var isRemembered = _known.TryGet(process, out var known) && (startTicks is null || known.StartTicks == startTicks);
        using var directory = _proc.OpenProcess(process);
        if (!ProcessStat.TryParse(_proc.Read(directory, "stat\0"u8), out var stat) || (startTicks is { } wanted && stat.StartTicks != wanted))
        {
            return isRemembered && startTicks is not null ? InfoOf(process, in known) : null;
        }

        if (isRemembered && known.StartTicks == stat.StartTicks && stat.Name.SequenceEqual(known.KernelName))
        {
            return InfoOf(process, in known);
        }

        var fresh = Read(process, directory, stat.Name.ToArray(), stat.StartTicks, stat.Parent);
        _known.Set(process, fresh);
        return fresh.Info;
    }

    private Known Read(int process, FileDescriptor directory, byte[] kernelName, long startTicks, int parent)
    {
        var executable = ProcessName.WithoutDeletedMark(_proc.ReadLink(directory, "exe\0"u8)).ToArray();
        var arguments = _proc.Read(directory, "cmdline\0"u8, CommandLineRead);
        var name = ProcessName.Choose(kernelName, executable, arguments);
        var commandLine = CommandLineText.Join(arguments);
        uint? user = ProcessStatus.TryUser(_proc.Read(directory, "status\0"u8), out var id) ? id : null;
        var group = ControlGroup.Parse(_proc.Read(directory, "cgroup\0"u8));
        var network = LinkTarget.TryInode(_proc.ReadLink(directory, "ns/net\0"u8), "net"u8, out var inode) ? inode : 0;
        var info = new ProcessInfo(process, name)
        {
            Executable = executable.Length == 0 ? null : WireText.Clean(executable, LongestPath),
            CommandLine = commandLine,
            UserId = user,
            User = user is { } number ? _users.Name(number) : null,
            StartTime = _bootTime() + startTicks * ProcessStat.NanosecondsPerTick,
            Parents = ParentsFrom(parent),
            Unit = group.Unit,
            Container = group.Container is { } container ? Describe(container, user) : null,
            ForeignNetworkNamespace = network == _ownNamespace ? 0 : network,
        };
        return new Known(startTicks, kernelName, info, info.Container is { Name: null } && group.Container!.IsHexId ? group.Container : null);
    }

    private ContainerInfo Describe(ContainerPath container, uint? user) =>
        _containers.Describe(container, user.GetValueOrDefault(), user is { } owner ? _users.Home(owner) : null);

    // What was remembered; with the name of the container, if that was not on disk yet when the process was first looked at.
    private ProcessInfo InfoOf(int process, in Known known)
    {
        if (known.Unnamed is not { } container || Describe(container, known.Info.UserId) is not { Name: not null } named)
        {
            return known.Info;
        }

        var info = known.Info with { Container = named };
        _known.Set(process, known with { Info = info, Unnamed = null });
        return info;
    }

    private ImmutableArray<ProcessParent> ParentsFrom(int parent)
    {
        var parents = ImmutableArray.CreateBuilder<ProcessParent>(MostParents);
        while (parent > 0 && parents.Count < MostParents && ProcessStat.TryParse(_proc.ReadStat(parent), out var stat))
        {
            var next = stat.Parent;
            parents.Add(new ProcessParent(parent, NameOf(parent, stat.Name.ToArray(), stat.StartTicks)));
            parent = next;
        }

        return parents.DrainToImmutable();
    }

    private string NameOf(int process, byte[] kernelName, long startTicks)
    {
        if (_known.TryGet(process, out var known) && known.StartTicks == startTicks && kernelName.AsSpan().SequenceEqual(known.KernelName))
        {
            return known.Info.Name;
        }

        if (ProcessName.IsTelling(kernelName))
        {
            return WireText.Clean(kernelName);
        }

        using var directory = _proc.OpenProcess(process);
        var executable = _proc.ReadLink(directory, "exe\0"u8).ToArray();
        return ProcessName.Choose(kernelName, executable, _proc.Read(directory, "cmdline\0"u8, CommandLineRead));
    }

    private readonly record struct Known(long StartTicks, byte[] KernelName, ProcessInfo Info, ContainerPath? Unnamed);
}
