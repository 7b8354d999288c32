using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.Linux.Containers;
using RustNet.Host.Linux.Interop;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Containers;

[SupportedOSPlatform("linux")]
public sealed class ContainerNamesTests : IDisposable
{
    private const string Id = "3f5a9c1b0d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("rustnet-containers-");
    private readonly SkippingTime _clock = new();

    public ContainerNamesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files are read by system calls of Linux");
    }

    [Theory]
    [InlineData("docker", $"var/lib/docker/containers/{Id}/config.v2.json", """{"State":{"Running":true,"Name":"/no"},"ID":"x","Name":"/web-1","Driver":"overlay2"}""", "web-1")]
    [InlineData("docker", $"home/anna/.local/share/docker/containers/{Id}/config.v2.json", """{"Name":"/mine"}""", "mine")]
    [InlineData("podman", "var/lib/containers/storage/overlay-containers/containers.json", $$"""[{"id":"00","names":["no"]},{"id":"{{Id}}","names":["db","alias"],"image":"y"}]""", "db")]
    [InlineData("podman", "home/anna/.local/share/containers/storage/overlay-containers/containers.json", $$"""[{"names":["first"],"id":"{{Id}}"}]""", "first")]
    [InlineData("containerd", $"run/containerd/io.containerd.runtime.v2.task/k8s.io/{Id}/config.json", """{"process":{"args":["annotations"]},"annotations":{"a":"b","io.kubernetes.cri.container-name":"coredns"}}""", "coredns")]
    [InlineData("cri-o", $"run/containers/storage/overlay-containers/{Id}/userdata/config.json", """{"annotations":{"io.kubernetes.container.name":"proxy"}}""", "proxy")]
    [InlineData("docker", $"var/lib/docker/containers/{Id}/config.v2.json", """{"Name":"/we""", null)]
    [InlineData("docker", $"var/lib/docker/containers/{Id}/config.v2.json", """{"Name":7}""", null)]
    [InlineData("docker", "elsewhere", "", null)]
    public void Describe_reads_the_name_the_runtime_keeps(string runtime, string file, string content, string? name)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);

        var info = new ContainerNames(_clock, _root.FullName).Describe(new ContainerPath(runtime, Id, "pod"), FileCalls.EffectiveUser(), "/home/anna");

        Assert.Equal((runtime, Id[..12], name, "pod"), (info.Runtime, info.Id, info.Name, info.Pod));
    }

    [Fact]
    public void Describe_tries_again_after_a_while()
    {
        var names = new ContainerNames(_clock, _root.FullName);
        var container = new ContainerPath("docker", Id, null);
        Assert.Null(names.Describe(container, 0, null).Name);
        var path = Path.Combine(_root.FullName, $"var/lib/docker/containers/{Id}");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.v2.json"), """{"Name":"/late"}""");

        Assert.Null(names.Describe(container, 0, null).Name);
        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("late", names.Describe(container, 0, null).Name);
    }

    [Fact]
    public void Describe_takes_what_a_home_says_for_processes_of_its_user_only()
    {
        var names = new ContainerNames(_clock, _root.FullName);
        var container = new ContainerPath("docker", Id, null);
        var user = FileCalls.EffectiveUser();
        var path = Path.Combine(_root.FullName, $"home/eve/.local/share/docker/containers/{Id}");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.v2.json"), """{"Name":"/of-eve"}""");

        Assert.Equal("of-eve", names.Describe(container, user, "/home/eve").Name);
        Assert.Null(names.Describe(container, user + 1, "/home/anna").Name);
        Assert.Equal("of-eve", names.Describe(container, user, "/home/eve").Name);
    }

    // Whoever owns the home may put anything there, and RustNet may be root.
    [Theory]
    [InlineData("pipe")]
    [InlineData("endless device")]
    [InlineData("link to the file itself")]
    [InlineData("directory linked elsewhere")]
    [InlineData("a file of somebody else")]
    [InlineData("directory in place of the file")]
    [InlineData("longer than it may be")]
    public void Describe_takes_no_name_from_what_is_no_plain_file_of_the_user(string kind)
    {
        var folder = Path.Combine(_root.FullName, "home/anna/.local/share/containers/storage/overlay-containers");
        var file = Path.Combine(folder, "containers.json");
        var elsewhere = Path.Combine(_root.FullName, "elsewhere");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(elsewhere);
        var real = Path.Combine(elsewhere, "containers.json");
        File.WriteAllText(real, $$"""[{"id":"{{Id}}","names":["secret"]}]""");
        var user = FileCalls.EffectiveUser();
        if (kind == "directory linked elsewhere")
        {
            Directory.CreateSymbolicLink(folder, elsewhere);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }

        switch (kind)
        {
            case "pipe":
                using (var made = Process.Start("mkfifo", [file]))
                {
                    made.WaitForExit();
                    Assert.Equal(0, made.ExitCode);
                }

                break;
            case "endless device":
                File.CreateSymbolicLink(file, "/dev/zero");
                break;
            case "link to the file itself":
                File.CreateSymbolicLink(file, real);
                break;
            case "a file of somebody else":
                File.Copy(real, file);
                user++;
                break;
            case "directory in place of the file":
                Directory.CreateDirectory(file);
                break;
            case "longer than it may be":
                File.Copy(real, file);
                using (var stream = File.OpenWrite(file))
                {
                    stream.SetLength((4 << 20) + 1);
                }

                break;
            default:
                break;
        }

        var info = new ContainerNames(_clock, _root.FullName).Describe(new ContainerPath("podman", Id, null), user, "/home/anna");

        Assert.Null(info.Name);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("endless device")]
    public void Describe_takes_no_name_from_a_pipe_or_device_of_the_system(string kind)
    {
        var file = Path.Combine(_root.FullName, $"var/lib/docker/containers/{Id}/config.v2.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (kind == "pipe")
        {
            using var made = Process.Start("mkfifo", [file]);
            made.WaitForExit();
        }
        else
        {
            File.CreateSymbolicLink(file, "/dev/zero");
        }

        Assert.Null(new ContainerNames(_clock, _root.FullName).Describe(new ContainerPath("docker", Id, null), 0, null).Name);
    }

    [Theory]
    [InlineData("""{"\ud83d":1,"Name":"x"}""")]
    [InlineData("""{"Name":"\ud83d"}""")]
    [InlineData("""[{"id":"\udc00","names":["x"]}]""")]
    [InlineData("""[{"\ud83dnames":["x"]}]""")]
    [InlineData("""[{"id":"aa","names":["\ude00"]}]""")]
    public void JsonText_takes_halves_of_surrogate_pairs(string json)
    {
        JsonText.Find(Encoding.UTF8.GetBytes(json), "Name");
        Assert.Null(JsonText.FindNameOf(Encoding.UTF8.GetBytes(json), "aa"));
    }

    [Fact]
    public void JsonText_takes_any_damage() =>
        Damage.Try(
            Encoding.UTF8.GetBytes("""[{"i\ud83d\ude00":1,"id":"a\ud83d\ude00","\u006eames":["x\ud83d\ude00","y"],"b":{"N\ud83d\ude00":2,"Name":[1,{"c":null}]}}]"""),
            static input =>
            {
                JsonText.FindNameOf(input, "a\ud83d\ude00");
                JsonText.Find(input, "b", "Name");
                JsonText.Find(input.Length > 1 ? input[1..] : input, "b", "Name");
            });

    public void Dispose() => _root.Delete(recursive: true);
}
