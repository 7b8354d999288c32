using RustNet.Core.Flows;

namespace RustNet.Host.Linux.Containers;

/// <summary>
/// Names of containers from the files of their runtimes, without asking a daemon; those of root's containers need root. Remembers
/// what it found, and for a while what it did not. One thread.
/// </summary>
internal sealed class ContainerNames(TimeProvider clock, string root = "/")
{
    private const int LargestFile = 4 << 20;
    private const int Remembered = 1024;
    private static readonly TimeSpan s_nextTry = TimeSpan.FromSeconds(10); // a container is started before its name is on disk

    private readonly RecentEntries<string, Known> _known = new(Remembered);

    /// <summary>The container with its name, where that can be read.</summary>
    /// <param name="container">As its control group names it.</param>
    /// <param name="home">Home directory of the user it runs under, for those without root; or <see langword="null"/>.</param>
    public ContainerInfo Describe(ContainerPath container, string? home) => new(container.Runtime, container.ShownId)
    {
        Name = container.IsHexId ? Find(container, home) : null,
        Pod = container.Pod,
    };

    private string? Find(ContainerPath container, string? home)
    {
        if (_known.TryGet(container.Id, out var known) && (known.Name is not null || clock.GetElapsedTime(known.At) < s_nextTry))
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
        _known.Set(container.Id, new Known(name, clock.GetTimestamp()));
        return name;
    }

    private string? OfDocker(string id, string? home)
    {
        var file = $"containers/{id}/config.v2.json";
        return (JsonText.Find(Read("var/lib/docker/" + file), "Name") ?? JsonText.Find(ReadAt(home, ".local/share/docker/" + file), "Name"))
            ?.TrimStart('/');
    }

    private string? OfPodman(string id, string? home)
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

    private byte[] ReadAt(string? home, string path) => home is { Length: > 1 } ? Read(home[1..] + "/" + path) : [];

    private byte[] Read(string path)
    {
        try
        {
            var file = new FileInfo(Path.Combine(root, path));
            return file.Exists && file.Length <= LargestFile ? File.ReadAllBytes(file.FullName) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // not for this user, or just removed
        }
    }

    private readonly record struct Known(string? Name, long At);
}
