using System.Xml.Linq;

namespace RustNet.Core.Tests;

/// <summary>Which project may know which: App -> Tui, Export, Capture, Host -> Core, App -> Sandbox, and nothing else.</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["RustNet.Core"] = [],
        ["RustNet.Capture"] = ["RustNet.Core"],
        ["RustNet.Host"] = ["RustNet.Core"],
        ["RustNet.Export"] = ["RustNet.Core"],
        ["RustNet.Tui"] = ["RustNet.Core"],
        ["RustNet.Sandbox"] = [],
        ["RustNet.App"] = ["RustNet.Core", "RustNet.Capture", "RustNet.Host", "RustNet.Export", "RustNet.Tui", "RustNet.Sandbox"],
    };

    public static TheoryData<string> Projects => [.. Directory.EnumerateFiles(Source(), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_layer_may_know(string project)
    {
        Assert.True(s_allowed.TryGetValue(project, out var allowed), $"{project} is not in the picture of the architecture");

        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.Empty(references.Except(allowed!));
    }

    [Theory]
    [InlineData("PacketDotNet", "RustNet.Core")]
    [InlineData("SharpPcap", "RustNet.Capture")]
    [InlineData("Terminal.Gui", "RustNet.Tui")]
    [InlineData("System.CommandLine", "RustNet.App")]
    public void A_library_is_known_to_one_project(string package, string project)
    {
        var users = Projects.Select(row => row.Data).Where(user => Items(user, "PackageReference").Contains(package));

        Assert.Empty(users.Except([project]));
    }

    [Fact]
    public void Core_is_built_on_the_framework_and_the_packet_library_only()
    {
        var core = typeof(Core.Wire.FrameParser).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.All(core, name => Assert.True(name is "PacketDotNet" || name.StartsWith("System.", StringComparison.Ordinal), name));
        Assert.Equal(["PacketDotNet"], Items("RustNet.Core", "PackageReference"));
    }

    private static List<string> Items(string project, string kind) =>
        [.. XDocument.Load(Path.Combine(Source(), project, project + ".csproj")).Descendants(kind).Select(item => (string)item.Attribute("Include")!)];

    // Upward from where the tests run to the folder with the solution.
    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RustNet.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "src");
    }
}
