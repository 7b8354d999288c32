using System.Runtime.Versioning;
using RustNet.Host.Sockets;
using RustNet.Host.Windows.Interop;

namespace RustNet.Host.Windows;

/// <summary>Chooses how processes are found on Windows: by the tables of the IP Helper, which every user may read.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsAttribution
{
    /// <summary>The attributor; <see langword="null"/> where the system lists no sockets.</summary>
    public static IProcessAttributor? Create(TimeProvider clock)
    {
        var source = new IpHelperSource(new IpHelper());
        return source.TryList([])
            ? new OwnedSocketAttributor("IP Helper", source, new WindowsProcessReader(new ProcessCalls(), clock), clock)
            : null;
    }
}
