using System.Buffers;
using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Host.Linux.Containers;

/// <summary>A container as a directory in the tree of control groups names it. Texts are cleaned.</summary>
/// <param name="Runtime">As in <see cref="Core.Flows.ContainerInfo.Runtime"/>.</param>
/// <param name="Id">Its whole id or its name.</param>
/// <param name="Pod">UID of the Kubernetes pod around it.</param>
internal sealed record ContainerPath(string Runtime, string Id, string? Pod)
{
    private const int IdLength = 64;
    private const int ShownIdLength = 12;
    private const int LongestName = 128;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<char> s_hexCharacters = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<byte> s_podCharacters = SearchValues.Create("0123456789abcdef-_"u8);

    /// <summary>The id as runtimes print it: 12 characters of a hexadecimal one.</summary>
    public string ShownId => IsHexId ? Id[..ShownIdLength] : Id;

    /// <summary>The id is a hexadecimal one: safe as a part of a path, too.</summary>
    public bool IsHexId => Id.Length == IdLength && !Id.AsSpan().ContainsAnyExcept(s_hexCharacters);

    /// <summary>Recognises the directory of a container.</summary>
    /// <param name="segment">Name of the directory.</param>
    /// <param name="parent">Name of the one around it.</param>
    /// <param name="pod">UID of the pod around it, or <see langword="null"/>.</param>
    /// <param name="container">The container.</param>
    public static bool TryParse(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> parent, string? pod, out ContainerPath? container)
    {
        container = ByPrefix(segment, pod) ?? ByParent(segment, parent, pod) ?? OfMachine(segment, parent);
        return container is not null;
    }

    /// <summary>UID of the pod, if the directory is one's: <c>pod&lt;uid&gt;</c> or <c>kubepods[-class]-pod&lt;uid&gt;.slice</c>.</summary>
    public static string? PodOf(ReadOnlySpan<byte> segment)
    {
        if (segment.EndsWith(".slice"u8))
        {
            var start = segment.LastIndexOf("-pod"u8);
            if (start < 0 || segment.IndexOf("kubepods"u8) < 0)
            {
                return null;
            }

            segment = segment[(start + 1)..^".slice"u8.Length];
        }

        // A uid is a UUID, with underscores under systemd, or for a static pod 32 hexadecimal digits.
        return segment.StartsWith("pod"u8) && segment.Length - 3 is 32 or 36 && !segment[3..].ContainsAnyExcept(s_podCharacters)
            ? Encoding.ASCII.GetString(segment[3..]).Replace('_', '-')
            : null;
    }

    // runtime-<id>.scope under systemd, runtime-<id> without it, slice:runtime:<id> where the two were mixed up
    private static ContainerPath? ByPrefix(ReadOnlySpan<byte> segment, string? pod)
    {
        var name = segment.EndsWith(".scope"u8) ? segment[..^".scope"u8.Length] : segment;
        if (name.Length <= IdLength || !IsHex(name[^IdLength..]))
        {
            return null;
        }

        var prefix = name[..^IdLength];
        var divider = prefix[^1];
        prefix = prefix[..^1];
        if (divider == ':')
        {
            prefix = prefix[(prefix.LastIndexOf((byte)':') + 1)..];
        }
        else if (divider != '-')
        {
            return null;
        }

        // The monitors (libpod-conmon, crio-conmon) run outside of the container that they watch.
        var runtime = prefix.SequenceEqual("docker"u8) ? "docker"
            : prefix.SequenceEqual("libpod"u8) || prefix.SequenceEqual("libpod-payload"u8) ? "podman"
            : prefix.SequenceEqual("cri-containerd"u8) || prefix.SequenceEqual("nerdctl"u8) ? "containerd"
            : prefix.SequenceEqual("crio"u8) ? "cri-o"
            : null;
        return runtime is null ? null : new ContainerPath(runtime, Encoding.ASCII.GetString(name[^IdLength..]), pod);
    }

    // docker/<id>, kubepods/.../pod<uid>/<id>, <namespace>/<id>; lxc/<name>, lxc.payload/<name>
    private static ContainerPath? ByParent(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> parent, string? pod)
    {
        if (segment.Length == IdLength && IsHex(segment))
        {
            var runtime = parent.SequenceEqual("docker"u8) ? "docker" : pod is not null ? "kubernetes" : "containerd";
            return new ContainerPath(runtime, Encoding.ASCII.GetString(segment), pod);
        }

        var name = segment.StartsWith("lxc.payload."u8) ? segment["lxc.payload."u8.Length..]
            : parent.SequenceEqual("lxc"u8) || parent.SequenceEqual("lxc.payload"u8) ? segment
            : default;
        return name.IsEmpty ? null : new ContainerPath("lxc", WireText.Clean(name, LongestName), pod);
    }

    // machine.slice/machine-<name>.scope, machine.slice/systemd-nspawn@<name>.service; virtual machines are there, too
    private static ContainerPath? OfMachine(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> parent)
    {
        if (!parent.SequenceEqual("machine.slice"u8))
        {
            return null;
        }

        if (segment.StartsWith("systemd-nspawn@"u8) && segment.EndsWith(".service"u8))
        {
            return new ContainerPath("systemd-nspawn", Unescape(segment["systemd-nspawn@"u8.Length..^".service"u8.Length]), Pod: null);
        }

        if (!segment.StartsWith("machine-"u8) || !segment.EndsWith(".scope"u8))
        {
            return null;
        }

        var name = Unescape(segment["machine-"u8.Length..^".scope"u8.Length]);
        return name.StartsWith("qemu-", StringComparison.Ordinal) ? null
            : name.StartsWith("lxc-", StringComparison.Ordinal) ? new ContainerPath("lxc", AfterNumber(name["lxc-".Length..]), Pod: null)
            : new ContainerPath("systemd-nspawn", name, Pod: null);
    }

    // libvirt numbers what it starts: lxc-12-name
    private static string AfterNumber(string name)
    {
        var hyphen = name.IndexOf('-', StringComparison.Ordinal);
        return hyphen > 0 && hyphen < name.Length - 1 && !name.AsSpan(0, hyphen).ContainsAnyExceptInRange('0', '9') ? name[(hyphen + 1)..] : name;
    }

    // systemd.unit(5): characters that a unit's name may not have are \xNN
    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        Span<byte> plain = stackalloc byte[Math.Min(escaped.Length, 256)];
        var length = 0;
        while (!escaped.IsEmpty && length < plain.Length)
        {
            if (escaped.Length >= 4 && escaped[0] == '\\' && escaped[1] == 'x' && Proc.Fields.TryHex(escaped[2..4], out var value))
            {
                plain[length++] = (byte)value;
                escaped = escaped[4..];
            }
            else
            {
                plain[length++] = escaped[0];
                escaped = escaped[1..];
            }
        }

        return WireText.Clean(plain[..length], LongestName);
    }

    private static bool IsHex(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(s_hex);
}
