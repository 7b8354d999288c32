using System.Text;
using RustNet.Host.Linux.Containers;
using RustNet.Testing;

namespace RustNet.Host.Tests.Linux.Containers;

public sealed class ContainerNamesTests : IDisposable
{
    private const string Id = "3f5a9c1b0d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("rustnet-containers-");
    private readonly SkippingTime _clock = new();

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

        var info = new ContainerNames(_clock, _root.FullName).Describe(new ContainerPath(runtime, Id, "pod"), "/home/anna");

        Assert.Equal((runtime, Id[..12], name, "pod"), (info.Runtime, info.Id, info.Name, info.Pod));
    }

    [Fact]
    public void Describe_tries_again_after_a_while()
    {
        var names = new ContainerNames(_clock, _root.FullName);
        var container = new ContainerPath("docker", Id, null);
        Assert.Null(names.Describe(container, null).Name);
        var path = Path.Combine(_root.FullName, $"var/lib/docker/containers/{Id}");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.v2.json"), """{"Name":"/late"}""");

        Assert.Null(names.Describe(container, null).Name);
        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("late", names.Describe(container, null).Name);
    }

    [Fact]
    public void JsonText_takes_any_damage() =>
        Damage.Try(
            Encoding.UTF8.GetBytes("""[{"id":"aa","names":["x\ud83d\ude00","y"],"b":{"Name":[1,{"c":null}]}}]"""),
            static input =>
            {
                JsonText.FindNameOf(input, "aa");
                JsonText.Find(input, "b", "Name");
                JsonText.Find(input.Length > 1 ? input[1..] : input, "b", "Name");
            });

    public void Dispose() => _root.Delete(recursive: true);
}
