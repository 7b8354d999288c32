namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>
/// The program under test, as a process: <c>RUSTNET_BINARY</c>, else the published one in artifacts/, else the Release build.
/// </summary>
internal static class RustNetProgram
{
    private static readonly Lazy<string> s_path = new(Find);

    public static string FilePath => s_path.Value;

    /// <summary>True for the single-file program, which can be copied and given file capabilities; the build output cannot.</summary>
    public static bool IsPublished => !File.Exists(Path.ChangeExtension(FilePath, ".dll")) && !File.Exists(FilePath + ".dll");

    public static RunningProcess Start(NetworkNamespace? within, params string[] arguments) => Start(within, null, null, arguments);

    public static RunningProcess Start(
        NetworkNamespace? within, string? workingDirectory, IReadOnlyDictionary<string, string?>? variables, params string[] arguments) =>
        within is null
            ? RunningProcess.Start(FilePath, arguments, workingDirectory, variables)
            : within.Start(FilePath, arguments, workingDirectory, variables);

    /// <summary>Runs it to its end without input; for what ends by itself.</summary>
    public static Task<ProgramResult> RunAsync(params string[] arguments) => RunInAsync(null, null, arguments);

    public static async Task<ProgramResult> RunInAsync(NetworkNamespace? within, string? workingDirectory, params string[] arguments)
    {
        await using var process = Start(within, workingDirectory, null, arguments);
        process.Input.Close();
        var exitCode = await process.WaitForExitAsync();
        return new ProgramResult(exitCode, process.Output.Text, process.Error.Text);
    }

    private static string Find()
    {
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("RUSTNET_BINARY"),
            Path.Combine(Repository.Root, "artifacts", "rustnet"),
            Path.Combine(Repository.Root, "src", "RustNet.App", "bin", "Release", "net10.0", "rustnet"),
        ];
        return candidates.FirstOrDefault(path => !string.IsNullOrEmpty(path) && File.Exists(path))
            ?? throw new FileNotFoundException(
                $"No program to test: build it first (scripts/publish.sh, or dotnet build -c Release), or name it in RUSTNET_BINARY. Looked for: {string.Join(", ", candidates)}");
    }
}

/// <summary>How a run ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
