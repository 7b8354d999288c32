using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.Linux.Containers;
using RustNet.Host.Linux.Proc;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux;

/// <summary>A /proc of the test's own: files and links in a temporary directory, as the kernel would show them.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeProc : IDisposable
{
    public const ulong OwnNamespace = 4026531840;

    private readonly DirectoryInfo _root;

    public FakeProc()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is read by system calls of Linux");
        _root = System.IO.Directory.CreateTempSubdirectory("rustnet-proc-");
        System.IO.Directory.CreateDirectory(At("thread-self/net"));
        System.IO.Directory.CreateDirectory(At("thread-self/ns"));
        Write("thread-self/net/tcp", "");
        Write("loadavg", "0.20 0.18 0.12 1/80 99999\n");
        Link("thread-self/ns/net", $"net:[{OwnNamespace}]");
        Link("thread-self/ns/pid", $"pid:[{0xEFFF_FFFC}]");
        AddProcess(1, "init", parent: 0, startTicks: 1);
        Directory = new ProcDirectory(_root.FullName);
    }

    /// <summary>It, opened.</summary>
    public ProcDirectory Directory { get; }

    /// <summary>When the machine was started, nanoseconds since 1970.</summary>
    public static long BootTime(TimeProvider clock) => (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100 - 1_000_000_000_000;

    /// <summary>Start time, in hundredths of seconds since boot, of what starts so long after the test began.</summary>
    public static long Ticks(double seconds) => (long)(100 * (1000 + seconds));

    /// <summary>What is known of its processes.</summary>
    public ProcessFacts Facts(SkippingTime clock)
    {
        var boot = BootTime(clock);
        return new ProcessFacts(
            Directory, new UserNames(clock, At("passwd")), new ContainerNames(clock, _root.FullName), () => boot);
    }

    public void AddProcess(int id, string name, int parent = 1, long startTicks = 100, int session = 0, string? executable = null, string arguments = "", uint user = 0, string group = "0::/\n", ulong network = OwnNamespace)
    {
        System.IO.Directory.CreateDirectory(At($"{id}/fd"));
        System.IO.Directory.CreateDirectory(At($"{id}/ns"));
        Write($"{id}/stat", string.Create(CultureInfo.InvariantCulture, $"{id} ({name}) S {parent} {id} {(session == 0 ? id : session)} 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 {startTicks} 1 1\n"));
        Write($"{id}/status", string.Create(CultureInfo.InvariantCulture, $"Name:\t{name}\nUid:\t{user}\t{user}\t{user}\t{user}\n"));
        Write($"{id}/cmdline", arguments);
        Write($"{id}/cgroup", group);
        Link($"{id}/ns/net", $"net:[{network}]");
        if (executable is not null)
        {
            Link($"{id}/exe", executable);
        }
    }

    public void RemoveProcess(int id) => System.IO.Directory.Delete(At(id.ToString(CultureInfo.InvariantCulture)), recursive: true);

    public void OpenSocket(int process, int descriptor, ulong inode) => Link($"{process}/fd/{descriptor}", $"socket:[{inode}]");

    public void OpenFile(int process, int descriptor, string target) => Link($"{process}/fd/{descriptor}", target);

    public void Close(int process, int descriptor) => File.Delete(At($"{process}/fd/{descriptor}"));

    /// <summary>Writes a file, with the directories around it.</summary>
    public void Write(string path, string content)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content, new UTF8Encoding(false));
    }

    public void Dispose()
    {
        Directory.Dispose();
        _root.Delete(recursive: true);
    }

    private void Link(string path, string target)
    {
        File.Delete(At(path));
        File.CreateSymbolicLink(At(path), target);
    }

    private string At(string path) => Path.Combine(_root.FullName, path);
}
