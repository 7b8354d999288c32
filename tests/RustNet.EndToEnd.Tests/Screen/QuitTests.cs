using System.Globalization;

namespace RustNet.EndToEnd.Tests.Screen;

/// <summary>Every way out leaves the terminal as it was.</summary>
public sealed class QuitTests
{
    [Fact]
    public async Task Q_twice_quits_and_any_other_key_cancels()
    {
        await using var shell = await ShellWithRustNetAsync();

        await shell.SendKeysAsync("q");
        await shell.SendKeysAsync("j");
        await shell.SendKeysAsync("q");
        Assert.Equal("1", await shell.QueryAsync("#{alternate_on}"));
        await shell.SendKeysAsync("q");

        await AssertTerminalIsBackAsync(shell, 0);
    }

    [Fact]
    public async Task Ctrl_C_quits_at_once()
    {
        await using var shell = await ShellWithRustNetAsync();

        await shell.SendKeysAsync("C-c");

        await AssertTerminalIsBackAsync(shell, 0, 130);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("QUIT", 131)]
    public async Task A_signal_restores_the_terminal(string signal, int exitCode)
    {
        await using var shell = await ShellWithRustNetAsync();

        await shell.SendSignalToChildAsync(signal);

        await AssertTerminalIsBackAsync(shell, exitCode);
    }

    /// <summary>The screen opens within 0.1 s (published) to 0.6 s (built); whenever the signal comes, the terminal must be whole after.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(350)]
    [InlineData(600)]
    public async Task A_signal_while_the_screen_opens_restores_the_terminal(int milliseconds)
    {
        await using var shell = await ShellAsync();
        await StartRustNetAsync(shell);
        await TestBound.UntilAsync(async () => await shell.HasChildAsync(), () => "the program runs");
        await Task.Delay(milliseconds, TestBound.Token); // the moment is the input of this test

        await shell.SendSignalToChildAsync("TERM");

        await AssertTerminalIsBackAsync(shell, 143);
        Assert.DoesNotContain("nhandled", await shell.CaptureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quit_while_the_filter_is_open_restores_the_terminal()
    {
        await using var shell = await ShellWithRustNetAsync();

        await shell.TypeAsync("/port:44");
        await shell.WaitForAsync("port:44");
        await shell.SendKeysAsync("C-c");

        await AssertTerminalIsBackAsync(shell, 0, 130);
    }

    [Fact]
    public async Task A_terminal_that_is_gone_ends_the_program()
    {
        await using var desk = await ReplayScreen.StartDeskAsync();
        var processId = await desk.Screen.ProcessIdAsync();
        Assert.True(Directory.Exists($"/proc/{processId}"));

        await desk.Screen.CloseTerminalAsync();

        await TestBound.UntilAsync(() => !Directory.Exists($"/proc/{processId}"), () => $"process {processId} ended after its terminal was closed");
    }

    [Fact]
    public async Task A_second_signal_ends_a_screen_that_cannot_close()
    {
        Privileges.RequireTools("script");
        using var folder = new TemporaryDirectory();
        var file = folder.Write("sample.pcap", SampleCaptures.Desk());
        var command = $"stty cols 120 rows 35; echo $$ > pid; exec {TmuxScreen.Quote(RustNetProgram.FilePath)} --read {TmuxScreen.Quote(file)} --speed max -r 50";
        await using var script = RunningProcess.Start("script", ["-qfec", command, "/dev/null"], folder.Path);
        await TestBound.UntilAsync(() => script.Output.Text.Contains("192.0.2.200", StringComparison.Ordinal), () => "the table");
        var processId = int.Parse(await File.ReadAllTextAsync(folder.Locate("pid"), TestBound.Token), CultureInfo.InvariantCulture);

        // Nobody reads the terminal any more: once its buffer is full, whatever writes to it hangs.
        await script.SignalAsync("STOP");
        await RunningProcess.RunAsync("sh", "-c", $"head -c 1000000 /dev/zero | timeout 1 tee /proc/{processId}/fd/1 > /dev/null; :");
        await RunningProcess.SignalAsync(processId, "TERM");
        await Task.Delay(300, TestBound.Token); // sooner, it would be the same signal
        await RunningProcess.SignalAsync(processId, "TERM");

        await TestBound.UntilAsync(
            () => File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal), () => $"process {processId} ended");
        await script.SignalAsync("CONT");
        Assert.Equal(143, await script.WaitForExitAsync());
    }

    [Fact]
    public async Task Live_capture_ends_with_the_screen()
    {
        await using var network = await NetworkNamespaces.CreateAsync();
        await using var screen = await TmuxScreen.StartRustNetAsync(network.Host, ["-i", NetworkNamespaces.Interface]);
        await screen.WaitForAsync("Remote Address");

        await screen.SendKeysAsync("q", "q");

        Assert.Equal(0, await screen.WaitForExitAsync());
    }

    private static async Task<TmuxScreen> ShellAsync()
    {
        var folder = new TemporaryDirectory();
        folder.Write("sample.pcap", SampleCaptures.Desk());
        var shell = await TmuxScreen.StartAsync(["sh"], 120, 35, folder.Path, owned: folder);
        await shell.TypeAsync("PS1='$ '; stty -a > before; echo rea''dy\n");
        await shell.WaitForAsync("ready");
        return shell;
    }

    private static Task StartRustNetAsync(TmuxScreen shell) =>
        shell.TypeAsync($"clear; {TmuxScreen.Quote(RustNetProgram.FilePath)} --read sample.pcap --speed max; echo \"exit code $?\"\n");

    private static async Task<TmuxScreen> ShellWithRustNetAsync()
    {
        var shell = await ShellAsync();
        try
        {
            await StartRustNetAsync(shell);
            await shell.WaitForAsync("192.0.2.200:22");
            Assert.Equal("1", await shell.QueryAsync("#{alternate_on}"));
            return shell;
        }
        catch
        {
            await shell.DisposeAsync();
            throw;
        }
    }

    private static async Task AssertTerminalIsBackAsync(TmuxScreen shell, params int[] exitCodes)
    {
        var text = await shell.WaitForAsync(
            s => exitCodes.Any(code => s.Has(string.Create(CultureInfo.InvariantCulture, $"exit code {code}\n"))), $"exit code {string.Join(" or ", exitCodes)}");
        Assert.DoesNotContain("Remote Address", text, StringComparison.Ordinal); // the alternate screen is left
        Assert.Equal("0 1 0 0 0", await shell.QueryAsync("#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag} #{keypad_cursor_flag}"));

        await shell.TypeAsync("stty -a > after; cmp before after && echo same''settings\n");
        await shell.WaitForAsync("samesettings");
        await shell.TypeAsync("echo o''k\n");
        var echoed = await shell.WaitForAsync(s => s.Rows().Any(row => row.Trim() == "ok"), "ok");
        Assert.Contains("echo o''k", echoed, StringComparison.Ordinal); // what is typed is seen
        Assert.Equal("$ echo o''k", Array.FindLast(echoed.Rows(), row => row.Has("echo o''k"))!.Trim());
    }
}
