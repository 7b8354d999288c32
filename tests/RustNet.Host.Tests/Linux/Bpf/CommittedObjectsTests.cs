using System.Diagnostics;
using System.Text;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Btf;

namespace RustNet.Host.Tests.Linux.Bpf;

/// <summary>
/// The objects in the repository are what their sources give. Two tests, because a compiler of another version gives other
/// instructions: the first needs no compiler and always runs, the second compiles.
/// </summary>
public class CommittedObjectsTests
{
    private static readonly string s_programs = Path.Combine(Repository(), "src", "RustNet.Host", "Linux", "Bpf", "Programs");

    [Fact]
    public void Objects_were_built_from_the_sources_beside_them()
    {
        var listed = ReadList(s_programs).Hashes;

        var files = Directory.EnumerateFiles(s_programs).Where(f => Path.GetExtension(f) is ".c" or ".h" or ".o").ToArray();
        Assert.Equal(6, files.Length);
        Assert.Equal(listed, files.ToDictionary(f => Path.GetFileName(f), HashOf)); // else: scripts/build/build_bpf.sh
        Assert.All(EmbeddedObjects.Names, name => Assert.Equal(listed[name], EmbeddedObjects.Hash(EmbeddedObjects.Read(name))));
    }

    [Fact]
    public void Objects_come_out_the_same_when_built_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the BPF programs are compiled on Linux");
        foreach (var tool in new[] { "bash", "clang", "llvm-objcopy" })
        {
            var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
            Assert.True(isThere || Environment.GetEnvironmentVariable("CI") != "true", $"{tool} is missing, and a build server must have it");
            Assert.SkipUnless(isThere, $"needs {tool} to compile the BPF programs (Debian: clang llvm)");
        }

        var output = Directory.CreateTempSubdirectory("rustnet-bpf-");
        try
        {
            Run("bash", Path.Combine(Repository(), "scripts", "build", "build_bpf.sh"), output.FullName);

            foreach (var name in EmbeddedObjects.Names)
            {
                var committed = EmbeddedObjects.Read(name);
                var rebuilt = File.ReadAllBytes(Path.Combine(output.FullName, name));
                AssertEquivalent(EmbeddedObjects.Parse(committed), EmbeddedObjects.Parse(rebuilt));
                if (ReadList(s_programs).Compiler == ReadList(output.FullName).Compiler)
                {
                    Assert.Equal(EmbeddedObjects.Hash(committed), EmbeddedObjects.Hash(rebuilt)); // the same compiler: the same bytes
                }
            }
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    // What holds with any compiler: the maps, the programs, what they read of the kernel and which helpers they call.
    private static void AssertEquivalent(BpfObject committed, BpfObject rebuilt)
    {
        Assert.Equal(committed.License, rebuilt.License);
        Assert.Equal(committed.Maps.OrderBy(m => m.Name, StringComparer.Ordinal), rebuilt.Maps.OrderBy(m => m.Name, StringComparer.Ordinal));
        Assert.Equal(committed.Programs.Select(p => (p.Name, p.Section)), rebuilt.Programs.Select(p => (p.Name, p.Section)));
        foreach (var (left, right) in committed.Programs.Zip(rebuilt.Programs))
        {
            Assert.Equal(MembersOf(committed, left), MembersOf(rebuilt, right));
            Assert.Equal(HelpersOf(left), HelpersOf(right));
            Assert.Equal(MapsOf(committed, left), MapsOf(rebuilt, right));
        }
    }

    private static SortedSet<string> MembersOf(BpfObject source, BpfProgramCode program)
    {
        var resolver = new CoreResolver(source.Types, source.Types);
        return [.. program.Relocations.Select(r => $"{r.Kind} {resolver.Describe(r)}")];
    }

    private static SortedSet<int> HelpersOf(BpfProgramCode program) =>
        [.. program.Instructions.ToArray().Chunk(BpfObject.InstructionSize).Where(i => i[0] == 0x85).Select(i => BitConverter.ToInt32(i, 4))];

    private static SortedSet<(string Map, uint? Offset)> MapsOf(BpfObject source, BpfProgramCode program) =>
        [.. program.Maps.Select(m => (source.Maps[m.Map].Name, m.ValueOffset))];

    // A checkout may have made the ends of lines its own.
    private static string HashOf(string file) => Path.GetExtension(file) == ".o"
        ? EmbeddedObjects.Hash(File.ReadAllBytes(file))
        : EmbeddedObjects.Hash(Encoding.UTF8.GetBytes(File.ReadAllText(file).ReplaceLineEndings("\n")));

    private static (string Compiler, Dictionary<string, string> Hashes) ReadList(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "objects.txt"));
        Assert.StartsWith("compiler ", lines[0], StringComparison.Ordinal);
        return (lines[0], lines[1..].Select(l => l.Split("  ")).ToDictionary(p => p[1], p => p[0]));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RustNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the repository was not found above the tests");
    }
}
