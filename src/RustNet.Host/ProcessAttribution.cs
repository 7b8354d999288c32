using RustNet.Host.Linux;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.MacOS;
using RustNet.Host.Windows;

namespace RustNet.Host;

/// <summary>Chooses how processes are found on this system.</summary>
public static class ProcessAttribution
{
    /// <summary>
    /// The best mechanism that this system and this program's rights allow, loaded and ready, with the next ones behind it;
    /// <see langword="null"/> where there is none. Never throws: what is missing is a <see cref="IProcessAttributor.Degradation"/>.
    /// </summary>
    public static IProcessAttributor? Load(TimeProvider clock) =>
        OperatingSystem.IsLinux() ? LinuxAttribution.Create(clock, out _, BpfAttributor.Start)
        : OperatingSystem.IsMacOS() ? MacAttribution.Create(clock)
        : OperatingSystem.IsWindows() ? WindowsAttribution.Create(clock)
        : null;
}
