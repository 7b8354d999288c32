using RustNet.App.Cli;
using RustNet.Core.Query;
using Serilog.Events;

namespace RustNet.App.Tests.Cli;

public class CommandLineTests
{
    [Fact]
    public void Parse_answers_the_defaults_for_an_empty_line()
    {
        var options = Run([]);

        Assert.Equal(new RunOptions(), options);
        Assert.Null(options.Interface);
        Assert.Null(options.ReadPath);
        Assert.Null(options.Localhost);
        Assert.Null(options.LogLevel);
        Assert.Equal(TimeSpan.FromSeconds(1), options.RefreshInterval);
        Assert.Equal(1, options.Speed);
        Assert.Equal(1_000_000, options.MaxConnections);
        Assert.True(options.Inspect);
    }

    [Theory]
    [InlineData("-i", "eth0")]
    [InlineData("--interface", "eth0")]
    [InlineData("--interface=eth0", null)]
    [InlineData("-ieth0", null)]
    public void Parse_takes_a_value_in_every_usual_way(string first, string? second) =>
        Assert.Equal("eth0", Run(second is null ? [first] : [first, second]).Interface);

    [Fact]
    public void Parse_takes_an_order_of_the_table()
    {
        Assert.Equal(new SortOrder(SortColumn.Down, true), Run(["--sort", "down"]).Sort);
        Assert.Equal(new SortOrder(SortColumn.Remote, true), Run(["--sort", "remote:desc"]).Sort);
    }

    [Fact]
    public void Parse_keeps_the_line_to_propose_it_again() =>
        Assert.Equal("-i any --filter 'port:443 tcp'", Run(["-i", "any", "--filter", "port:443 tcp"]).Arguments);

    [Fact]
    public void Parse_takes_every_live_option()
    {
        var options = Run(["-i", "any", "-f", "tcp port 443", "-r", "250", "--no-dpi", "-l", "debug", "--headless", "--filter", "port:443", "--max-connections", "5", "--no-color"]);

        Assert.Equal("any", options.Interface);
        Assert.Equal("tcp port 443", options.BpfFilter);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.RefreshInterval);
        Assert.False(options.Inspect);
        Assert.Equal(LogEventLevel.Debug, options.LogLevel);
        Assert.True(options.Headless);
        Assert.Equal("port:443", options.Filter.Text);
        Assert.Equal(5, options.MaxConnections);
        Assert.True(options.NoColor);
    }

    [Theory]
    [InlineData("trace.pcap")]
    [InlineData("-")]
    [InlineData("@trace")]
    [InlineData("/tmp/a b")]
    public void Parse_takes_any_file_name_as_it_is(string path) => Assert.Equal(path, Run(["-R", path]).ReadPath);

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("1", 1.0)]
    [InlineData("1000", 1000.0)]
    [InlineData("0.01", 0.01)]
    [InlineData("max", double.PositiveInfinity)]
    [InlineData("MAX", double.PositiveInfinity)]
    public void Parse_takes_speeds(string text, double expected) => Assert.Equal(expected, Run(["--read", "x", "--speed", text]).Speed);

    [Theory]
    [InlineData("50", 50)]
    [InlineData("60000", 60_000)]
    public void Parse_takes_the_bounds_of_the_refresh_interval(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Run(["-r", text]).RefreshInterval);

    [Theory]
    [InlineData("error", LogEventLevel.Error)]
    [InlineData("warn", LogEventLevel.Warning)]
    [InlineData("info", LogEventLevel.Information)]
    [InlineData("debug", LogEventLevel.Debug)]
    [InlineData("trace", LogEventLevel.Verbose)]
    [InlineData("INFO", LogEventLevel.Information)]
    public void Parse_takes_log_levels(string text, LogEventLevel expected) => Assert.Equal(expected, Run(["-l", text]).LogLevel);

    [Theory]
    [InlineData(null)]
    [InlineData(false, "--no-localhost")]
    [InlineData(true, "--show-localhost")]
    [InlineData(true, "--show-localhost", "--no-localhost")]
    [InlineData(true, "--no-localhost", "--show-localhost")]
    public void Parse_lets_show_localhost_win(bool? expected, params string[] arguments) =>
        Assert.Equal(expected, Run(arguments).Localhost);

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("1", true)]
    public void Parse_respects_the_variable_for_no_colours(string? variable, bool expected) =>
        Assert.Equal(expected, Run([], variable).NoColor);

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--help", "--nonsense")]
    [InlineData("-r", "1", "--help")]
    [InlineData("-i", "--help")]
    [InlineData("-V", "-h")]
    public void Parse_lets_help_win_over_everything(params string[] arguments) =>
        Assert.IsType<CommandLineRequest.Help>(CommandLine.Parse(arguments, null));

    [Theory]
    [InlineData("-V")]
    [InlineData("--version")]
    [InlineData("--version", "--headless")]
    public void Parse_lets_version_win_over_running(params string[] arguments) =>
        Assert.IsType<CommandLineRequest.Version>(CommandLine.Parse(arguments, null));

    [Theory]
    // refresh interval
    [InlineData("50 to 60000", "-r", "49")]
    [InlineData("50 to 60000", "-r", "60001")]
    [InlineData("50 to 60000", "-r", "0")]
    [InlineData("50 to 60000", "-r", "-5")]
    [InlineData("50 to 60000", "-r", "1e3")]
    [InlineData("50 to 60000", "-r", "100ms")]
    [InlineData("50 to 60000", "-r", " 100")]
    [InlineData("50 to 60000", "-r", "99999999999999999999")]
    [InlineData("needs a value", "-r")]
    // speed
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "0")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "-1")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "1001")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "NaN")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "Infinity")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "1,5")]
    [InlineData("0.01 to 1000", "--read", "x", "--speed", "fast")]
    // table size
    [InlineData("1 to 50000000", "--max-connections", "0")]
    [InlineData("1 to 50000000", "--max-connections", "-1")]
    [InlineData("1 to 50000000", "--max-connections", "50000001")]
    [InlineData("1 to 50000000", "--max-connections", "many")]
    // order
    [InlineData("--sort 'size': give one of created, protocol, local, remote,", "--sort", "size")]
    [InlineData(":asc or :desc", "--sort", "down:up")]
    [InlineData("--sort is the order on the screen", "--sort", "down", "--headless")]
    // log level
    [InlineData("error, warn, info, debug, trace", "-l", "loud")]
    [InlineData("needs a value", "-l")]
    // empty and missing values
    [InlineData("--interface is empty", "-i", "")]
    [InlineData("--read is empty", "--read", "")]
    [InlineData("--bpf-filter is empty", "-f", "")]
    [InlineData("--interface needs a value: --interface <NAME>", "-i")]
    [InlineData("--read needs a value", "--read")]
    [InlineData("--filter needs a value", "--filter", "--headless")]
    // filters, whole ones: nobody goes on typing
    [InlineData("--filter 'por:443': at character 1: there is no keyword por:", "--filter", "por:443")]
    [InlineData("--filter 'tcp (app:tls': at character 5: this ( is not closed", "--filter", "tcp (app:tls")]
    [InlineData("--filter 'bytes:>': at character 1: there is no value to compare with", "--filter", "bytes:>")]
    // given twice
    [InlineData("--interface is given more than once", "-i", "a", "-i", "b")]
    [InlineData("--refresh-interval is given more than once", "-r", "100", "--refresh-interval", "100")]
    // unknown
    [InlineData("unknown option '--nonsense'", "--nonsense")]
    [InlineData("did you mean --headless", "--headles")]
    [InlineData("did you mean --no-dpi", "--nodpi")]
    [InlineData("unknown option '-x'", "-x")]
    [InlineData("unexpected argument 'eth0'", "eth0")]
    [InlineData("unexpected argument 'true'", "--headless", "true")]
    // contradictions
    [InlineData("--read and --interface do not go together", "--read", "x", "-i", "y")]
    [InlineData("--read and --bpf-filter do not go together", "--read", "x", "-f", "tcp")]
    [InlineData("--list-interfaces and --read", "--list-interfaces", "--read", "x")]
    [InlineData("--list-interfaces and --interface", "--list-interfaces", "-i", "x")]
    [InlineData("--list-interfaces and --headless", "--list-interfaces", "--headless")]
    [InlineData("--list-interfaces and --bpf-filter", "--list-interfaces", "-f", "tcp")]
    [InlineData("give --read <FILE> too", "--speed", "2")]
    [InlineData("as fast as it can", "--headless", "--read", "x", "--speed", "1")]
    public void Parse_refuses_in_one_line_that_says_what_would_be_right(string expected, params string[] arguments)
    {
        var refused = Assert.Throws<UsageException>(() => CommandLine.Parse(arguments, null));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void Parse_lets_headless_and_the_greatest_speed_go_together() =>
        Assert.True(Run(["--headless", "--read", "x", "--speed", "max"]).Headless);

    [Fact]
    public void Parse_never_repeats_control_characters()
    {
        var refused = Assert.Throws<UsageException>(() => CommandLine.Parse(["-r", "\e[31m5\n"], null));

        Assert.DoesNotContain('\e', refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static RunOptions Run(string[] arguments, string? noColor = null) =>
        Assert.IsType<CommandLineRequest.Run>(CommandLine.Parse(arguments, noColor)).Options;
}
