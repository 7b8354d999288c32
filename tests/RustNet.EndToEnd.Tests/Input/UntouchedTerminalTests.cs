using System.Text;

namespace RustNet.EndToEnd.Tests.Input;

/// <summary>A start that fails on a real terminal leaves it untouched: no escape sequence is written.</summary>
public sealed class UntouchedTerminalTests
{
    [Theory]
    [InlineData(1, "nosuch0", "-i", "nosuch0")]
    [InlineData(1, "filter", "-i", "lan0", "-f", "tcp prot 80")]
    [InlineData(1, "/nonexistent", "--read", "/nonexistent")]
    [InlineData(2, "--refresh-interval", "-r", "1")]
    [InlineData(2, "--filter", "--filter", "port:>x")]
    public async Task A_failing_start_prints_a_message_and_nothing_else(int exitCode, string mentions, params string[] arguments)
    {
        Privileges.RequireTools("script");
        await using var network = await NetworkNamespaces.CreateAsync();
        using var folder = new TemporaryDirectory();
        var record = folder.Locate("typescript");
        var command = string.Join(' ', arguments.Prepend(RustNetProgram.FilePath).Select(TmuxScreen.Quote));
        await using var script = network.Host.Start("script", ["-qefc", command, record], folder.Path);
        script.Input.Close();

        Assert.Equal(exitCode, await script.WaitForExitAsync());

        // What script itself writes are its first and last lines.
        var written = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(record, TestBound.Token));
        Assert.Contains(mentions, written, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', written);
    }

    [Fact]
    public async Task A_bad_kernel_filter_says_what_is_wrong_with_it()
    {
        await using var network = await NetworkNamespaces.CreateAsync();

        var result = await RustNetProgram.RunInAsync(network.Host, null, "-i", NetworkNamespaces.Interface, "--headless", "-f", "tcp prot 80");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("tcp prot 80", result.Error, StringComparison.Ordinal);
        Assert.Contains("syntax error", result.Error, StringComparison.Ordinal);
    }
}
