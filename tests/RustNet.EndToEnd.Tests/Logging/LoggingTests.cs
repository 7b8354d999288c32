using System.Runtime.Versioning;

namespace RustNet.EndToEnd.Tests.Logging;

[SupportedOSPlatform("linux")]
public sealed class LoggingTests
{
    [Fact]
    public async Task No_level_no_log()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());

        Assert.Equal(0, (await RustNetProgram.RunInAsync(null, folder.Path, "--read", file, "--headless")).ExitCode);

        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("error", false, false)]
    [InlineData("info", true, false)]
    [InlineData("debug", true, true)]
    [InlineData("trace", true, true)]
    public async Task A_level_makes_one_file_for_its_owner(string level, bool tellsStart, bool tellsInspection)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());

        var result = await RustNetProgram.RunInAsync(null, folder.Path, "--read", file, "--headless", "-l", level);

        Assert.Equal(0, result.ExitCode);
        var log = Assert.Single(Directory.GetFiles(folder.Locate("logs")));
        Assert.Matches(@"^rustnet_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.log$", Path.GetFileName(log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Locate("logs")));
        var text = await File.ReadAllTextAsync(log, TestBound.Token);
        Assert.Equal(tellsStart, text.Contains("web.pcap", StringComparison.Ordinal));
        Assert.Equal(tellsInspection, text.Contains("www.example.com", StringComparison.Ordinal));
        Assert.Equal(level == "trace", text.Contains(" trace ", StringComparison.Ordinal));
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task Two_sessions_have_two_files()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("web.pcap", SampleCaptures.Web());

        await Task.WhenAll(
            RustNetProgram.RunInAsync(null, folder.Path, "--read", file, "--headless", "-l", "info"),
            RustNetProgram.RunInAsync(null, folder.Path, "--read", file, "--headless", "-l", "info"));

        Assert.Equal(2, Directory.GetFiles(folder.Locate("logs")).Length);
    }

    [Fact]
    public async Task The_screen_logs_to_the_file_only()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("sample.pcap", SampleCaptures.Desk());
        await using var screen = await TmuxScreen.StartRustNetAsync(null, ["--read", file, "--speed", "max", "-l", "trace"], workingDirectory: folder.Path);
        var text = await screen.WaitForAsync("192.0.2.200:22");

        Assert.DoesNotContain(" trace ", text, StringComparison.Ordinal);
        await screen.SendKeysAsync("C-c");
        await screen.WaitForExitAsync();
        Assert.Contains("sample.pcap", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.Locate("logs"))), TestBound.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_made_is_an_error_before_anything_starts()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("logs", "a file where the folder should be");

        var result = await RustNetProgram.RunInAsync(null, folder.Path, "--read", folder.Write("web.pcap", SampleCaptures.Web()), "--headless", "-l", "info");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Single(result.ErrorLines);
    }
}
