using System.Text;
using RustNet.Host.MacOS;

namespace RustNet.Host.Tests.MacOS;

public sealed class MacProcessTests
{
    [Fact]
    public void TryParse_reads_the_process()
    {
        Assert.True(MacProcess.TryParse(ProcInfoBytes.Process(77, "curl", parent: 70, user: 501, seconds: 1_767_225_600, microseconds: 250), out var process));

        Assert.Equal(("curl", 70, 501u), (Encoding.UTF8.GetString(process.Command), process.Parent, process.User));
        Assert.Equal(1_767_225_600_000_250_000, process.StartTime);
        Assert.True(process.Name.IsEmpty);
    }

    [Fact]
    public void TryParseShort_reads_the_process()
    {
        Assert.True(MacProcess.TryParseShort(ProcInfoBytes.ShortProcess(77, "launchd", 0, 0), out var process));

        Assert.Equal(("launchd", 0, 0u, 0L), (Encoding.UTF8.GetString(process.Command), process.Parent, process.User, process.StartTime));
    }

    [Fact]
    public void TryParse_takes_no_start_that_overflows()
    {
        Assert.True(MacProcess.TryParse(ProcInfoBytes.Process(77, "curl", seconds: -1), out var process));
        Assert.Equal(0, process.StartTime);
    }

    [Fact]
    public void TryParse_takes_any_damage() => Damage.Try(ProcInfoBytes.Process(77, "curl", "curl and more"), static input =>
    {
        if (MacProcess.TryParse(input, out var process))
        {
            MacProcessName.Choose(in process, "/usr/bin/curl"u8);
        }

        _ = MacProcess.TryParseShort(input, out _);
    });

    [Theory]
    [InlineData("curl", "", "/usr/bin/curl", "curl")]
    [InlineData("Google Chrome H", "Google Chrome Helper", "/Applications/x/Google Chrome Helper", "Google Chrome Helper")]
    [InlineData("com.apple.WebKi", "com.apple.WebKit.Networking", "/x/com.apple.WebKit.Networking", "com.apple.WebKit.Networking")]
    [InlineData("com.apple.WebKi", "", "/x/com.apple.WebKit.Networking", "com.apple.WebKit.Networking")]
    [InlineData("com.apple.WebKi", "", "", "com.apple.WebKi")]
    [InlineData("a name as long ", "a name as long as the kernel kee", "/x/a name as long as the kernel keeps it", "a name as long as the kernel keeps it")]
    [InlineData("", "", "/bin/zsh", "zsh")]
    [InlineData("node\u001b[", "", "", "node\ufffd[")]
    public void Choose_takes_the_longest_name_that_is_known(string command, string name, string executable, string expected)
    {
        Assert.True(MacProcess.TryParse(ProcInfoBytes.Process(1, command, name), out var process));

        Assert.Equal(expected, MacProcessName.Choose(in process, Encoding.UTF8.GetBytes(executable)));
    }

    [Fact]
    public void Arguments_end_before_the_environment() =>
        Assert.Equal("curl -o x", Join(ProcInfoBytes.Arguments(3, "/usr/bin/curl", 7, "curl", "-o", "x", "SECRET=1")));

    [Theory]
    [InlineData(4, "curl -o x SECRET=1")]
    [InlineData(int.MaxValue, "curl -o x SECRET=1")]
    [InlineData(1, "curl")]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public void Arguments_are_as_many_as_the_number_says_and_there_are(int count, string? expected) =>
        Assert.Equal(expected, Join(ProcInfoBytes.Arguments(count, "/usr/bin/curl", 1, "curl", "-o", "x", "SECRET=1")));

    [Fact]
    public void Arguments_take_any_damage() => Damage.Try(
        ProcInfoBytes.Arguments(3, "/usr/bin/curl", 7, "curl", "-o", "x", "A=1"), static input => CommandLineText.Join(ProcessArguments.Parse(input)));

    private static string? Join(byte[] bytes) => CommandLineText.Join(ProcessArguments.Parse(bytes));
}
