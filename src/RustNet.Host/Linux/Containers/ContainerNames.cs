using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Host.Linux.Interop;

namespace RustNet.Host.Linux.Containers;

/// <summary>
/// Names of containers from the files of their runtimes, without asking a daemon; those of root's containers need root. Remembers
/// what it found, and for a while what it did not. Users write what is below their homes, so that is read with care. One thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ContainerNames(TimeProvider clock, string root = "/")
{
    private const int LargestFile = 4 << 20;
    private const int Remembered = 1024;
    private static readonly TimeSpan s_nextTry = TimeSpan.FromSeconds(10); // a container is started before its name is on disk

    // By user as well: what a user's home says of an id holds for that user's processes, not for the container of another.
    private readonly RecentEntries<(string Id, uint User), Known> _known = new(Remembered);

    /// <summary>The container with its name, where that can be read.</summary>
    /// <param name="container">As its control group names it.</param>
    /// <param name="user">The user it runs under.</param>
    /// <param name="home">That user's home directory, for containers without root; or <see langword="null"/>.</param>
    public ContainerInfo Describe(ContainerPath container, uint user, string? home) => new(container.Runtime, container.ShownId)
    {
        Name = container.IsHexId ? Find(container, new Home(user, home)) : null,
        Pod = container.Pod,
    };

    private string? Find(ContainerPath container, Home home)
    {
        var key = (container.Id, home.User);
        if (_known.TryGet(key, out var known) && (known.Name is not null || clock.GetElapsedTime(known.At) < s_nextTry))
        {
            return known.Name;
        }

        var name = container.Runtime switch
        {
            "docker" => OfDocker(container.Id, home),
            "podman" => OfPodman(container.Id, home),
            "cri-o" => OfBundle($"run/containers/storage/overlay-containers/{container.Id}/userdata/config.json"),
            _ => OfBundle($"run/containerd/io.containerd.runtime.v2.task/k8s.io/{container.Id}/config.json")
                ?? OfBundle($"run/containerd/io.containerd.runtime.v2.task/default/{container.Id}/config.json"),
        };
        _known.Set(key, new Known(name, clock.GetTimestamp()));
        return name;
    }

    private string? OfDocker(string id, Home home)
    {
        var file = $"containers/{id}/config.v2.json";
        return (JsonText.Find(Read("var/lib/docker/" + file), "Name") ?? JsonText.Find(ReadAt(home, ".local/share/docker/" + file), "Name"))
            ?.TrimStart('/');
    }

    private string? OfPodman(string id, Home home)
    {
        const string File = "containers/storage/overlay-containers/containers.json";
        return JsonText.FindNameOf(Read("var/lib/" + File), id) ?? JsonText.FindNameOf(ReadAt(home, ".local/share/" + File), id);
    }

    // The OCI bundle that the runtime was given; those who start containers put their own names into its annotations.
    private string? OfBundle(string path)
    {
        var json = Read(path);
        return json.Length == 0 ? null
            : JsonText.Find(json, "annotations", "io.kubernetes.cri.container-name")
            ?? JsonText.Find(json, "annotations", "io.kubernetes.container.name")
            ?? JsonText.Find(json, "annotations", "nerdctl/name");
    }

    private byte[] ReadAt(Home home, string path) => home.Path is { Length: > 1 } directory
        ? UntrustedFile.ReadBelow(Path.Combine(root, directory.TrimStart('/')), path, home.User, LargestFile)
        : [];

    private byte[] Read(string path) => UntrustedFile.Read(Path.Combine(root, path), LargestFile);

    private readonly record struct Home(uint User, string? Path);

    private readonly record struct Known(string? Name, long At);
}
