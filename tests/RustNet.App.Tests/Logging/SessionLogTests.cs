using RustNet.App.Logging;
using Serilog.Events;

namespace RustNet.App.Tests.Logging;

public sealed class SessionLogTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rustnet-log-");

    private string Logs => Path.Combine(_directory.FullName, "logs");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Open_makes_nothing_without_a_level()
    {
        using (var log = SessionLog.Open(Logs, null, TimeProvider.System))
        {
            log.Logger.Error("nobody hears this");
        }

        Assert.False(Directory.Exists(Logs));
    }

    [Theory]
    [InlineData(LogEventLevel.Error, 1)]
    [InlineData(LogEventLevel.Warning, 2)]
    [InlineData(LogEventLevel.Information, 3)]
    [InlineData(LogEventLevel.Debug, 4)]
    [InlineData(LogEventLevel.Verbose, 5)]
    public void Open_logs_from_the_level_up(LogEventLevel level, int lines)
    {
        using (var log = SessionLog.Open(Logs, level, TimeProvider.System))
        {
            log.Logger.Error("one");
            log.Logger.Warning("two");
            log.Logger.Information("three");
            log.Logger.Debug("four");
            log.Logger.Verbose("five");
        }

        Assert.Equal(lines, ReadOnlyLog().Length);
    }

    [Fact]
    public void A_line_has_time_level_and_a_message_that_cannot_forge_another()
    {
        using (var log = SessionLog.Open(Logs, LogEventLevel.Information, TimeProvider.System))
        {
            log.Logger.Warning("host {Host}", "evil\n2026-01-01 error forged\e[31m");
        }

        var line = Assert.Single(ReadOnlyLog());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} [+-]\d\d:\d\d warn  host ", line);
        Assert.DoesNotContain('\e', line);
    }

    [Fact]
    public void A_failure_brings_its_trace_indented()
    {
        using (var log = SessionLog.Open(Logs, LogEventLevel.Error, TimeProvider.System))
        {
            log.Logger.Error(new InvalidOperationException("broken"), "Capture failed");
        }

        var lines = ReadOnlyLog();
        Assert.EndsWith("Capture failed", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("    System.InvalidOperationException: broken", lines[1], StringComparison.Ordinal);
    }

    private string[] ReadOnlyLog() => File.ReadAllLines(Assert.Single(Directory.GetFiles(Logs)));
}
