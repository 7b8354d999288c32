namespace RustNet.EndToEnd.Tests.Screen;

/// <summary>The program on a screen of its own with the replay of a built capture that has ended, so that nothing moves any more.</summary>
internal sealed class ReplayScreen : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder;

    private ReplayScreen(TemporaryDirectory folder, TmuxScreen screen) => (_folder, Screen) = (folder, screen);

    public TmuxScreen Screen { get; }

    public static async Task<ReplayScreen> StartAsync(
        byte[] capture, int columns = 160, int rows = 40, string[]? options = null, string terminal = "tmux-256color",
        IReadOnlyDictionary<string, string>? variables = null)
    {
        var folder = new TemporaryDirectory();
        var file = folder.Write("sample.pcap", capture);
        var screen = await TmuxScreen.StartRustNetAsync(
            null, ["--read", file, "--speed", "max", "-r", "100", .. options ?? []], columns, rows, folder.Path, terminal, variables);
        return new ReplayScreen(folder, screen);
    }

    /// <summary>Starts with <see cref="SampleCaptures.Desk"/> and waits for its rows.</summary>
    public static async Task<ReplayScreen> StartDeskAsync(int columns = 160, int rows = 40, string[]? options = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var started = await StartAsync(SampleCaptures.Desk(), columns, rows, options, variables: variables);
        try
        {
            await started.Screen.WaitForAsync("192.0.2.200:");
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        _folder.Dispose();
    }
}
