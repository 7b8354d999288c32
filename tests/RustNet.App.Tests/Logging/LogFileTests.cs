using RustNet.App.Logging;

namespace RustNet.App.Tests.Logging;

public sealed class LogFileTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rustnet-log-");

    private string Logs => Path.Combine(_directory.FullName, "logs");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Create_makes_a_directory_and_a_file_for_the_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = LogFile.Create(Logs, s_now);

        Assert.Equal("rustnet_2026-02-03_04-05-06.log", Path.GetFileName(file.Name));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Name));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Logs));
    }

    [Fact]
    public void Create_closes_a_directory_that_was_open_to_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Logs, (UnixFileMode)0b111_101_101);

        using var file = LogFile.Create(Logs, s_now);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Logs));
    }

    [Fact]
    public void Create_makes_a_second_file_in_the_same_second()
    {
        using var first = LogFile.Create(Logs, s_now);
        using var second = LogFile.Create(Logs, s_now);

        Assert.NotEqual(first.Name, second.Name);
        Assert.Equal(2, Directory.GetFiles(Logs, "rustnet_*.log").Length);
    }

    [Fact]
    public void Create_never_writes_through_a_link_in_place_of_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need rights there");
        var victim = Path.Combine(_directory.FullName, "victim");
        Directory.CreateDirectory(Logs);
        File.CreateSymbolicLink(Path.Combine(Logs, "rustnet_2026-02-03_04-05-06.log"), victim);

        using var file = LogFile.Create(Logs, s_now);

        Assert.False(File.Exists(victim));
        Assert.EndsWith("_2.log", file.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_does_not_follow_a_linked_directory_with_roots_rights()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "only matters for root");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_directory.FullName, "elsewhere"));
        Directory.CreateSymbolicLink(Logs, elsewhere.FullName);

        var refused = Assert.Throws<IOException>(() => LogFile.Create(Logs, s_now));

        Assert.Contains("symbolic link", refused.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.GetFiles());
    }
}
