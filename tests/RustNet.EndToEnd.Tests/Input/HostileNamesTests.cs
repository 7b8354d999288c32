using System.Text;

namespace RustNet.EndToEnd.Tests.Input;

/// <summary>Host names, server names and queries made of escape sequences: they reach neither terminal, JSON nor log.</summary>
public sealed class HostileNamesTests
{
    [Fact]
    public async Task Json_and_log_have_no_control_characters()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("hostile.pcap", SampleCaptures.HostileNames());

        var result = await RustNetProgram.RunInAsync(null, folder.Path, "--read", file, "--headless", "-l", "trace");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, HeadlessEvent.ParseConnections(result.Output).Length);
        AssertClean(result.Output);
        AssertClean(await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.Locate("logs"))), TestBound.Token));
    }

    [Fact]
    public async Task The_screen_draws_them_harmlessly()
    {
        Privileges.RequireTools("script");
        using var folder = new TemporaryDirectory();
        var file = folder.Write("hostile.pcap", SampleCaptures.HostileNames());
        var record = folder.Locate("typescript");
        var command = string.Join(' ', new[] { RustNetProgram.FilePath, "--read", file, "--speed", "max", "-r", "100" }.Select(TmuxScreen.Quote));
        await using var screen = await TmuxScreen.StartAsync(["script", "-qefc", command, record], 160, 40);
        await screen.WaitForAsync("192.0.2.53:53");
        var title = await screen.QueryAsync("#{pane_title}");

        foreach (var key in new[] { "Enter", "j", "j", "1" })
        {
            await screen.SendKeysAsync(key);
        }

        await screen.TypeAsync("/example");
        await screen.WaitForAsync("/ example");
        await screen.SendKeysAsync("C-c");
        await screen.WaitForExitAsync();

        var written = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(record, TestBound.Token));
        Assert.DoesNotContain("\u001b]2;owned", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u009b", written, StringComparison.Ordinal);
        Assert.DoesNotContain("owned", title, StringComparison.Ordinal);
        Assert.DoesNotContain("owned", await screen.QueryAsync("#{pane_title}"), StringComparison.Ordinal);
    }

    private static void AssertClean(string text) => Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c is '\u2028' or '\u2029' or '\u202e');
}
