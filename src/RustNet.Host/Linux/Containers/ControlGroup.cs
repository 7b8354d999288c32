using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Containers;

/// <summary>
/// Where a process is in the tree of control groups, as <c>/proc/PID/cgroup</c> says (cgroups(7)): which systemd unit and which
/// container. Immutable, texts cleaned.
/// </summary>
/// <param name="Unit">The innermost service or scope that tells; <see langword="null"/> where only a container does.</param>
/// <param name="Container">The innermost container.</param>
internal readonly record struct ControlGroup(string? Unit, ContainerPath? Container)
{
    /// <summary>
    /// Reads the file, whose lines are <c>hierarchy:controllers:path</c>. Version 2 has one line, of hierarchy 0; version 1 one for
    /// each hierarchy; a mixture has both, and then either may be the one that tells. Never throws.
    /// </summary>
    public static ControlGroup Parse(ReadOnlySpan<byte> text)
    {
        string? unit = null;
        ContainerPath? container = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var first = line.IndexOf((byte)':');
            var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':');
            if (second < 0)
            {
                continue;
            }

            var controllers = line.Slice(first + 1, second);
            var found = OfPath(line[(first + second + 2)..]);
            container ??= found.Container;
            // Only these two are systemd's; a controller of version 1 may be anybody's.
            if (controllers.IsEmpty || controllers.SequenceEqual("name=systemd"u8))
            {
                unit ??= found.Unit;
            }
        }

        return new ControlGroup(unit, container);
    }

    /// <summary>Reads a path in the tree.</summary>
    public static ControlGroup OfPath(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> unit = default;
        ReadOnlySpan<byte> application = default;
        ContainerPath? container = null;
        string? pod = null;
        ReadOnlySpan<byte> parent = default;
        foreach (var range in path.Split((byte)'/'))
        {
            var segment = path[range];
            if (segment.IsEmpty)
            {
                continue;
            }

            pod = ContainerPath.PodOf(segment) ?? pod;
            if (ContainerPath.TryParse(segment, parent, pod, out var found))
            {
                // What encloses a container is not the container's: only a unit inside it is the process's own.
                container = found;
                unit = default;
                application = default;
            }
            else if (segment.EndsWith(".slice"u8))
            {
                application = segment.StartsWith("app-"u8) ? segment : application;
            }
            else if (IsTelling(segment, isNested: !unit.IsEmpty))
            {
                unit = segment.StartsWith("vte-spawn-"u8) && !application.IsEmpty ? application : segment;
            }

            parent = segment;
        }

        return new ControlGroup(unit.IsEmpty ? null : WireText.Clean(unit), container);
    }

    // A manager puts itself into init.scope below its own service; the service says whose manager it is.
    private static bool IsTelling(ReadOnlySpan<byte> segment, bool isNested) =>
        segment.EndsWith(".service"u8) || (segment.EndsWith(".scope"u8) && !(isNested && segment.SequenceEqual("init.scope"u8)));
}
