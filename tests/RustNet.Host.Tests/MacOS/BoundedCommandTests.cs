using System.Runtime.Versioning;
using System.Text;
using RustNet.Host.MacOS;

namespace RustNet.Host.Tests.MacOS;

/// <summary>With the shell of the machine the tests run on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BoundedCommandTests
{
    private const string Shell = "/bin/sh";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Fact]
    public void Run_gives_what_was_written_and_drops_errors()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Equal("one two", Text(BoundedCommand.Run(Shell, ["-c", "echo three >&2; printf '%s %s' one two; exit 1"], 1024, s_long, TimeProvider.System)));
    }

    [Fact]
    public void Run_gives_nothing_for_a_program_that_writes_too_much()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Null(BoundedCommand.Run(Shell, ["-c", "while :; do echo yes; done"], 100_000, s_long, TimeProvider.System));
    }

    [Fact]
    public void Run_gives_nothing_for_a_program_that_takes_too_long()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Null(BoundedCommand.Run(Shell, ["-c", "echo part; exec sleep 60"], 1024, TimeSpan.FromMilliseconds(50), TimeProvider.System));
    }

    [Fact]
    public void Run_does_not_wait_for_a_child_that_keeps_the_output_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");

        Assert.Null(BoundedCommand.Run(Shell, ["-c", "sleep 60 & echo part; wait"], 1024, TimeSpan.FromMilliseconds(50), TimeProvider.System));
    }

    [Fact]
    public void Run_gives_nothing_for_a_program_that_is_not_there_or_fails()
    {
        Assert.Null(BoundedCommand.Run("/nowhere/lsof", [], 1024, s_long, TimeProvider.System));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        Assert.Null(BoundedCommand.Run(Shell, ["-c", "exit 3"], 1024, s_long, TimeProvider.System));
    }

    private static string? Text(ReadOnlyMemory<byte>? output) => output is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
