namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>One machine of the test network: a network namespace with an interface <c>lan0</c>.</summary>
internal sealed record NetworkNamespace(string Name, string IPv4, string IPv6)
{
    public RunningProcess Start(
        string file, IEnumerable<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? variables = null) =>
        RunningProcess.Start("ip", [.. Prefix, file, .. arguments], workingDirectory, variables);

    /// <summary>Runs a command in it to its end, which must be exit code 0.</summary>
    public Task<string> RunAsync(string file, params string[] arguments) =>
        RunningProcess.RunAsync("ip", [.. Prefix, file, .. arguments]);

    /// <summary>The words to put before a command.</summary>
    public IEnumerable<string> Prefix => ["netns", "exec", Name];
}
