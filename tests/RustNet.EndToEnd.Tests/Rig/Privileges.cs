namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Skips, with the reason, what this machine cannot do.</summary>
internal static class Privileges
{
    /// <summary>Capturing and network namespaces need root and the tools of iproute2.</summary>
    public static void RequireNetworkNamespaces()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces exist on Linux only");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it makes network namespaces and captures on them");
        RequireTools("ip", "python3");
    }

    public static void RequireTools(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.SkipUnless(IsOnPath(name), $"needs the program {name}");
        }
    }

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
