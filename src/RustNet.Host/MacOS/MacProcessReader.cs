using System.Collections.Immutable;
using System.Globalization;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Host.Sockets;
using Layout = RustNet.Host.MacOS.ProcInfoLayout;

namespace RustNet.Host.MacOS;

/// <summary>Facts of processes on macOS; of those of other users, without root, only name, user and parents. One thread.</summary>
internal sealed class MacProcessReader(ILibproc libproc) : IProcessReader
{
    private const int MostParents = 4;
    private const int MostUsers = 256;
    private const int LongestPath = 1024;
    private const int PathBuffer = 4096; // PROC_PIDPATHINFO_MAXSIZE, 4 * MAXPATHLEN

    private readonly RecentEntries<uint, string> _users = new(MostUsers);
    private readonly byte[] _info = new byte[256];
    private readonly byte[] _parentInfo = new byte[256];
    private readonly byte[] _path = new byte[PathBuffer];

    /// <inheritdoc/>
    public ProcessIdentity? Identify(int process) => TryInfo(process, _info, out var info)
        ? new ProcessIdentity(info.StartTime, WireText.Clean(info.Name.IsEmpty ? info.Command : info.Name))
        : null;

    /// <inheritdoc/>
    public ProcessInfo? Read(int process)
    {
        if (!TryInfo(process, _info, out var info))
        {
            return null;
        }

        var executable = Executable(process);
        return new ProcessInfo(process, MacProcessName.Choose(in info, executable))
        {
            Executable = executable.IsEmpty ? null : WireText.Clean(executable, LongestPath),
            CommandLine = CommandLineText.Join(ProcessArguments.Parse(libproc.Arguments(process))),
            UserId = info.User,
            User = UserName(info.User),
            StartTime = info.StartTime == 0 ? null : info.StartTime,
            Parents = ParentsFrom(info.Parent),
        };
    }

    private ImmutableArray<ProcessParent> ParentsFrom(int parent)
    {
        var parents = ImmutableArray.CreateBuilder<ProcessParent>(MostParents);
        while (parent > 0 && parents.Count < MostParents && TryInfo(parent, _parentInfo, out var info))
        {
            parents.Add(new ProcessParent(parent, MacProcessName.Choose(in info, Executable(parent))));
            parent = info.Parent == parent ? 0 : info.Parent;
        }

        return parents.DrainToImmutable();
    }

    private bool TryInfo(int process, byte[] buffer, out MacProcess info) =>
        MacProcess.TryParse(Written(buffer, libproc.ProcessInfo(process, buffer.AsSpan(0, Layout.Process.Length))), out info)
        || MacProcess.TryParseShort(Written(buffer, libproc.ShortProcessInfo(process, buffer.AsSpan(0, Layout.ShortProcess.Length))), out info);

    private ReadOnlySpan<byte> Executable(int process) => Written(_path, libproc.ExecutablePath(process, _path));

    private static ReadOnlySpan<byte> Written(byte[] buffer, int length) => buffer.AsSpan(0, Math.Clamp(length, 0, buffer.Length));

    private string UserName(uint user)
    {
        if (!_users.TryGet(user, out var name))
        {
            name = libproc.UserName(user) is { Length: > 0 } known ? WireText.Clean(known) : user.ToString(CultureInfo.InvariantCulture);
            _users.Set(user, name);
        }

        return name;
    }
}
