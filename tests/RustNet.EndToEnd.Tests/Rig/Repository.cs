namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Where things lie in the source tree the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The committed golden files, to be rewritten on request only.</summary>
    public static string Fixtures { get; } = Path.Combine(Root, "tests", "RustNet.EndToEnd.Tests", "Fixtures");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RustNet.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No RustNet.sln above {AppContext.BaseDirectory}.");
    }
}
