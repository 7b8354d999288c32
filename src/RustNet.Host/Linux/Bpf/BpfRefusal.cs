using System.Globalization;

namespace RustNet.Host.Linux.Bpf;

/// <summary>Says in one line of plain words why the kernel refused BPF.</summary>
internal static class BpfRefusal
{
    /// <summary>What a kernel without type information, or a machine that hides it, gives.</summary>
    public const string NoTypes = "the kernel has no BTF (/sys/kernel/btf/vmlinux)";

    private const int SystemAdministrator = 21; // CAP_SYS_ADMIN, which once included the two others
    private const int PerformanceMonitor = 38;  // CAP_PERFMON
    private const int Bpf = 39;                 // CAP_BPF

    /// <summary>The reason behind an error number of bpf(2).</summary>
    /// <param name="what">What was tried, as the subject of a sentence: <c>the BPF program used</c>.</param>
    /// <param name="error">errno.</param>
    /// <param name="capabilities">The effective capabilities of the thread, as <see cref="ParseCapabilities"/> gives them.</param>
    public static string Explain(string what, int error, ulong? capabilities) => error switch
    {
        1 or 13 when LacksCapabilities(capabilities) => "BPF needs CAP_BPF and CAP_PERFMON (or root)", // EPERM, EACCES
        1 => $"{what} is not permitted here, by a container, lockdown or a security module",
        12 => $"no memory for {what}",                                  // ENOMEM
        22 => $"the kernel does not accept {what}",                     // EINVAL
        7 => $"the kernel does not know all that {what} asks for",      // E2BIG
        38 => "the kernel is built without bpf(2)",                     // ENOSYS
        13 => $"the kernel's verifier does not accept {what}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{what} failed with error {error}"),
    };

    /// <summary>Whether a program was looked at before it was refused, so that what it misses may be the reason.</summary>
    public static bool IsByVerifier(int error, ulong? capabilities) => error is 13 or 22 && !LacksCapabilities(capabilities);

    /// <summary>The line <c>CapEff:</c> of /proc/thread-self/status, or <see langword="null"/>.</summary>
    public static ulong? ParseCapabilities(string status)
    {
        foreach (var line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("CapEff:", StringComparison.Ordinal))
            {
                return ulong.TryParse(line[7..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var set) ? set : null;
            }
        }

        return null;
    }

    private static bool LacksCapabilities(ulong? capabilities) =>
        capabilities is { } set && !Has(set, SystemAdministrator) && !(Has(set, Bpf) && Has(set, PerformanceMonitor));

    private static bool Has(ulong set, int capability) => (set >> capability & 1) != 0;
}
