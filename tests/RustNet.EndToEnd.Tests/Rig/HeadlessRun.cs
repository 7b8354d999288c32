using System.Text.Json;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>The program running live with <c>--headless</c>, and what it reports.</summary>
internal sealed class HeadlessRun : IAsyncDisposable
{
    private HeadlessRun(RunningProcess process) => Process = process;

    public RunningProcess Process { get; }

    public IEnumerable<HeadlessEvent> Events => Process.Output.Lines.Select(HeadlessEvent.Parse);

    /// <summary>Starts it and waits until it captures: its first statistics have come.</summary>
    public static Task<HeadlessRun> StartAsync(NetworkNamespace on, params string[] options) =>
        StartAsync(RustNetProgram.Start(on, ["--headless", .. options]));

    /// <summary>Takes over a process that was started another way.</summary>
    public static async Task<HeadlessRun> StartAsync(RunningProcess process)
    {
        var run = new HeadlessRun(process);
        try
        {
            await process.WaitForLineAsync(IsStatistics, "the first statistics");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return run;
    }

    /// <summary>
    /// Waits until everything sent so far has been counted: two more statistics with the same packet count,
    /// and at least <paramref name="atLeast"/> packets.
    /// </summary>
    public async Task SettleAsync(long atLeast)
    {
        await TestBound.UntilAsync(
            () =>
            {
                var counts = Events.Where(e => e.Kind == "statistics").Select(e => e.Number("packets")).ToArray();
                return counts.Length > 1 && counts[^1] >= atLeast && counts[^1] == counts[^2];
            },
            () => $"statistics that rest at {atLeast} packets or more; got:\n{Process.Output.Text}\n{Process.Error.Text}");
    }

    /// <summary>Interrupts it as Ctrl+C does and answers the connections it reported.</summary>
    public async Task<HeadlessEvent[]> StopAsync(string signal = "INT", int expectedExitCode = 130)
    {
        await Process.SignalAsync(signal);
        var exitCode = await Process.WaitForExitAsync();
        Assert.True(exitCode == expectedExitCode, $"exit code {exitCode} instead of {expectedExitCode}\n{Process.Error.Text}");
        return [.. Events.Where(e => e.Kind == "connection")];
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static bool IsStatistics(string line) => line.Contains("\"event\":\"statistics\"", StringComparison.Ordinal);
}

/// <summary>One JSON line of schema 1.</summary>
internal sealed record HeadlessEvent(string Line, JsonElement Root)
{
    public string Kind => Text("event")!;

    public string? State => Text("state");

    public long PacketsSent => Number("packets_sent");

    public long PacketsReceived => Number("packets_received");

    public long BytesSent => Number("bytes_sent");

    public long BytesReceived => Number("bytes_received");

    public static HeadlessEvent Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return new HeadlessEvent(line, document.RootElement.Clone());
    }

    /// <summary>The connections of a whole output.</summary>
    public static HeadlessEvent[] ParseConnections(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).Where(e => e.Kind == "connection")];

    public string? Text(string name) => Root.TryGetProperty(name, out var value) ? value.GetString() : null;

    public long Number(string name) => Root.GetProperty(name).GetInt64();

    public DateTimeOffset Time(string name) => Root.GetProperty(name).GetDateTimeOffset();

    /// <summary>A fact of inspection: <c>protocol</c>, <c>host</c>, <c>tls.version</c> ...</summary>
    public string? App(string name) =>
        Root.TryGetProperty("app", out var app) && app.TryGetProperty(name, out var value) ? value.ToString() : null;

    public override string ToString() => Line;
}

internal static class HeadlessEvents
{
    /// <summary>The one connection with these endpoints.</summary>
    public static HeadlessEvent Between(this IEnumerable<HeadlessEvent> connections, string protocol, string local, string remote)
    {
        var all = connections.ToArray();
        var found = all.Where(c => c.Text("protocol") == protocol && c.Text("local") == local && c.Text("remote") == remote).ToArray();
        Assert.True(found.Length == 1, $"{found.Length} connections {protocol} {local} → {remote} among:\n{string.Join('\n', all.Select(c => c.Line))}");
        return found[0];
    }
}
