using System.Runtime.Versioning;
using RustNet.Host.MacOS.Interop;
using RustNet.Host.Sockets;

namespace RustNet.Host.MacOS;

/// <summary>
/// Chooses how processes are found on macOS: by libproc, or else by lsof. Where the packet tap is captured on, most packets name
/// their process themselves, and none of this is asked about those.
/// </summary>
[SupportedOSPlatform("macos")]
internal static class MacAttribution
{
    private const string OwnUserOnly = "without root only the own user's processes are seen";

    /// <summary>The attributor; <see langword="null"/> where the system lists nothing.</summary>
    public static IProcessAttributor? Create(TimeProvider clock)
    {
        var isRoot = Libproc.EffectiveUser() == 0;
        var limits = isRoot ? null : OwnUserOnly;
        if (StartLibproc(clock, limits, out var refusal) is { } attributor)
        {
            return attributor;
        }

        var lsof = new LsofSource(() => LsofSource.RunLsof(clock), !isRoot);
        return lsof.TryList([])
            ? new OwnedSocketAttributor("lsof", lsof, lsof, clock, limits is null ? refusal : refusal + "; " + limits)
            : null;
    }

    private static OwnedSocketAttributor? StartLibproc(TimeProvider clock, string? limits, out string? refusal)
    {
        refusal = null;
        try
        {
            var libproc = new Libproc();
            var source = new LibprocSource(libproc);
            if (source.TryList([]))
            {
                return new OwnedSocketAttributor("libproc", source, new MacProcessReader(libproc), clock, limits);
            }

            refusal = "libproc: lists no descriptors";
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            refusal = "libproc: not on this system";
        }

        return null;
    }
}
