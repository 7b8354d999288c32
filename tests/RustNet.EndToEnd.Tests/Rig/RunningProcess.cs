using System.Diagnostics;

namespace RustNet.EndToEnd.Tests.Rig;

/// <summary>A process started by a test: its output is collected, every wait is bounded, and it is gone after the test.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private RunningProcess(Process process)
    {
        _process = process;
        Output = new OutputBuffer(process.StandardOutput.BaseStream);
        Error = new OutputBuffer(process.StandardError.BaseStream);
    }

    public int Id => _process.Id;

    public OutputBuffer Output { get; }

    public OutputBuffer Error { get; }

    public Stream Input => _process.StandardInput.BaseStream;

    public bool HasExited => _process.HasExited;

    /// <param name="variables">Environment variables to set, or with <see langword="null"/> to remove.</param>
    public static RunningProcess Start(
        string file, IEnumerable<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? variables = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(variables ?? new Dictionary<string, string?>()))
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        return new RunningProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end, which must be exit code 0, and answers its standard output.</summary>
    public static async Task<string> RunAsync(string file, params string[] arguments)
    {
        await using var process = Start(file, arguments);
        process.Input.Close();
        var exitCode = await process.WaitForExitAsync();
        Assert.True(exitCode == 0, $"{file} {string.Join(' ', arguments)} ended with {exitCode}: {process.Error.Text}{process.Output.Text}");
        return process.Output.Text;
    }

    /// <summary>Waits for the end of the process and of its output; answers the exit code (128 + n after signal n).</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? bound = null)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestBound.Token);
        cancellation.CancelAfter(bound ?? TestBound.Default);
        try
        {
            await _process.WaitForExitAsync(cancellation.Token);
            await Task.WhenAll(Output.Completion, Error.Completion).WaitAsync(cancellation.Token);
        }
        catch (OperationCanceledException) when (!TestBound.Token.IsCancellationRequested)
        {
            Assert.Fail($"{this} did not end in time.\n{Transcript}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until a line of standard output passes, and answers it.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> passes, string what, TimeSpan? bound = null)
    {
        string? found = null;
        await TestBound.UntilAsync(
            () =>
            {
                found = Output.Lines.FirstOrDefault(passes);
                if (found is null && _process.HasExited && Output.Completion.IsCompleted)
                {
                    Assert.Fail($"{this} ended with {_process.ExitCode} before {what}.\n{Transcript}");
                }

                return found is not null;
            },
            () => $"{what}.\n{Transcript}",
            bound);
        return found!;
    }

    /// <summary>Sends a signal by name: INT, TERM, HUP, KILL.</summary>
    public Task SignalAsync(string name) => SignalAsync(_process.Id, name);

    /// <summary>Sends a signal to a process that this test started.</summary>
    public static Task SignalAsync(int processId, string name) => RunAsync("sh", "-c", $"kill -{name} {processId}");

    /// <summary>Ends it if it still runs. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    public override string ToString() => $"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private string Transcript => $"--- stdout\n{Output.Text}\n--- stderr\n{Error.Text}";
}
