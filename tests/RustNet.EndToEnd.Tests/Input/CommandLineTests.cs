namespace RustNet.EndToEnd.Tests.Input;

/// <summary>Command lines that cannot be understood: exit code 2 and one line; and those that need nothing else.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("-r", "0")]
    [InlineData("-r", "49")]
    [InlineData("-r", "60001")]
    [InlineData("-r", "99999999999999999999")]
    [InlineData("-r", "-5")]
    [InlineData("-r", "fast")]
    [InlineData("--refresh-interval", "")]
    [InlineData("--speed", "0", "--read", "x.pcap")]
    [InlineData("--speed", "-1", "--read", "x.pcap")]
    [InlineData("--speed", "nan", "--read", "x.pcap")]
    [InlineData("--speed", "1e400", "--read", "x.pcap")]
    [InlineData("--max-connections", "0")]
    [InlineData("--max-connections", "1.5")]
    [InlineData("--max-connections", "999999999999999")]
    [InlineData("-l", "loud")]
    [InlineData("--log-level")]
    [InlineData("-i")]
    [InlineData("-i", "")]
    [InlineData("--read")]
    [InlineData("--no-such-option")]
    [InlineData("--headles")]
    [InlineData("stray")]
    [InlineData("--filter", "port:>x", "--headless")]
    [InlineData("--filter", "()", "--headless")]
    [InlineData("--filter", "/[/", "--headless")]
    [InlineData("--headless=maybe")]
    public async Task Absurd_options_are_refused_in_one_line(params string[] arguments)
    {
        var result = await RustNetProgram.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("rustnet: ", line, StringComparison.Ordinal);
        Assert.Contains(arguments[0].Split('=')[0].TrimStart('-')[..1], line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_in_arguments_do_not_reach_the_terminal()
    {
        foreach (string[] arguments in new string[][] { ["--\u001b[2Jx"], ["-r", "\u001b]2;owned\u0007"], ["--read", "\u001b[31m.pcap", "--headless"], ["--filter", "port:>\u001b[1m", "--headless"] })
        {
            var result = await RustNetProgram.RunAsync(arguments);

            Assert.NotEqual(0, result.ExitCode);
            Assert.DoesNotContain('\u001b', result.Error);
            Assert.DoesNotContain('\u0007', result.Error);
        }
    }

    [Fact]
    public async Task Help_names_every_option_and_the_exit_codes()
    {
        var result = await RustNetProgram.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
        foreach (var option in new[]
        {
            "-i, --interface", "--no-localhost", "--show-localhost", "-r, --refresh-interval", "--no-dpi", "-l, --log-level", "-h, --help", "-V, --version",
            "-R, --read", "--speed", "--headless", "-f, --bpf-filter", "--list-interfaces", "--max-connections", "--no-color", "--filter",
        })
        {
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
        }

        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-V")]
    public async Task Version_is_one_line(string option)
    {
        var result = await RustNetProgram.RunAsync(option);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^rustnet \d+\.\d+\.\d+\n$", result.Output);
    }

    [Fact]
    public async Task A_closed_pipe_after_help_is_no_failure()
    {
        await using var shell = RunningProcess.Start("bash", ["-c", "\"$0\" --help | head -1 > /dev/null; echo ${PIPESTATUS[0]}", RustNetProgram.FilePath]);

        Assert.Equal(0, await shell.WaitForExitAsync());

        Assert.Contains(shell.Output.Text.Trim(), new[] { "0", "141" });
        Assert.Equal("", shell.Error.Text);
    }
}
