using System.Collections.Concurrent;
using System.Diagnostics;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>Commands that undo what a test has set up, run when the test process ends before the test could do it itself.</summary>
internal static class ExitCommands
{
    private static readonly ConcurrentDictionary<object, (string File, string[] Arguments)> s_commands = new();

    static ExitCommands() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAll();

    public static void Add(object owner, string file, params string[] arguments) => s_commands[owner] = (file, arguments);

    /// <summary>The owner has cleaned up.</summary>
    public static void Remove(object owner) => s_commands.TryRemove(owner, out _);

    private static void RunAll()
    {
        foreach (var (file, arguments) in s_commands.Values)
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true });
            process?.WaitForExit(TimeSpan.FromSeconds(2));
        }
    }
}
