using RustNet.App.Cli;
using RustNet.App.Interop;
using RustNet.Capture;
using RustNet.Testing;
using RustNet.Tui;

namespace RustNet.App.Tests;

public class StartupTests
{
    [Fact]
    public void Run_opens_the_capture_before_threads_and_screen()
    {
        using var source = new FakeSource { IsLive = true, End = null };
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Done, parts.Run("-i", "eth7"));

        Assert.Equal(["terminal", "open live eth7", "addresses", "screen"], parts.Order);
        Assert.Equal("capture", source.ThreadName);
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void Run_paces_a_file_on_the_screen()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source);

        parts.Run("--read", "x.pcap", "--speed", "2.5");

        Assert.Equal(["terminal", "open file x.pcap", "pace 2.5", "screen"], parts.Order);
    }

    [Fact]
    public void Run_replays_at_full_speed_without_a_screen()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Done, parts.Run("--read", "x.pcap", "--headless"));

        Assert.Equal(["open file x.pcap"], parts.Order);
    }

    [Fact]
    public void Run_moves_a_piped_capture_away_from_the_keyboard()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source);

        parts.Run("--read", "-");

        Assert.Equal(["terminal", "open file /dev/fd/9 as standard input"], parts.Order[..2]);
    }

    [Theory]
    [InlineData(true, "which is a terminal")]
    [InlineData(false, "--headless")]
    public void Run_refuses_to_read_a_capture_where_none_can_come_from(bool isTerminal, string expected)
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { InputIsTerminal = isTerminal, MovedInput = null };

        Assert.Equal(ExitCode.Failure, parts.Run("--read", "-"));

        Assert.Contains(expected, parts.Error, StringComparison.Ordinal);
        Assert.Empty(parts.Order);
    }

    [Fact]
    public void Run_answers_2_and_one_line_for_a_line_it_cannot_understand()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Usage, parts.Run("-r", "5"));

        Assert.Equal("rustnet: --refresh-interval '5': give a whole number of milliseconds from 50 to 60000", parts.Error.TrimEnd());
        Assert.Empty(parts.Order);
    }

    [Fact]
    public void Run_answers_1_and_the_reason_when_a_capture_cannot_be_opened()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { Screen = _ => throw new CaptureException("no right to capture") };

        Assert.Equal(ExitCode.Failure, parts.Run());

        Assert.Equal("rustnet: no right to capture", parts.Error.TrimEnd());
    }

    [Fact]
    public void Run_answers_1_and_one_line_for_what_nobody_expected()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { Screen = _ => throw new InvalidOperationException("oh\nno") };

        Assert.Equal(ExitCode.Failure, parts.Run());

        Assert.StartsWith("rustnet: unexpected failure: oh", parts.Error, StringComparison.Ordinal);
        Assert.Single(parts.Error.TrimEnd().Split('\n'));
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void Run_opens_nothing_where_the_screen_cannot_be_shown()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { TerminalProblem = "standard output is not a terminal" };

        Assert.Equal(ExitCode.Failure, parts.Run());

        Assert.Equal("rustnet: standard output is not a terminal", parts.Error.TrimEnd());
        Assert.Equal(["terminal"], parts.Order);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 143)]
    [InlineData(1, 129)]
    public void Run_answers_how_the_screen_ended(int signal, int expected)
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { Screen = _ => new ScreenResult(signal) };

        Assert.Equal(expected, parts.Run("--read", "x"));
    }

    [Fact]
    public void Run_says_after_the_screen_why_the_capture_ended_early()
    {
        using var source = new FakeSource { IsLive = true, End = new CaptureEnd(CaptureEndKind.InterfaceLost, "eth7 is gone") };
        MonitorStatus? seen = null;
        using var parts = new TestParts(source)
        {
            Screen = monitor =>
            {
                SpinWait.SpinUntil(() => monitor.Status.Phase != MonitorPhase.Running, TimeSpan.FromSeconds(10));
                seen = monitor.Status;
                return ScreenResult.Quit;
            },
        };

        Assert.Equal(ExitCode.Failure, parts.Run("-i", "eth7"));

        Assert.Equal(MonitorPhase.Failed, seen?.Phase);
        Assert.Equal("eth7 is gone", seen?.Message);
        Assert.Equal("rustnet: eth7 is gone", parts.Error.TrimEnd());
    }

    [Fact]
    public void Run_sums_up_after_the_screen()
    {
        using var source = new FakeSource { Statistics = new CaptureStatistics(0, 3000, 4000) };
        using var parts = new TestParts(source);

        parts.Run("--read", "x");

        Assert.Equal("rustnet: fake0: 0 packets, 0 bytes, 0 connections, 7,000 packets dropped\n", parts.OutputText);
    }

    [Fact]
    public void Run_sums_up_what_did_not_fit()
    {
        using var source = new FakeSource(
            Captured.At(0, FrameBytes.Udp("10.0.0.1:50000", "10.0.0.53:53", [1])), Captured.At(1, FrameBytes.Udp("10.0.0.1:50001", "10.0.0.9:5001", [1])));
        using var parts = new TestParts(source)
        {
            Screen = _ =>
            {
                source.Delivered.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
                return ScreenResult.Quit;
            },
        };

        parts.Run("--read", "x", "--max-connections", "1");

        Assert.EndsWith(" 1 connection, 0 packets dropped, 1 connection not tracked (--max-connections)\n", parts.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_answers_1_and_one_line_when_interfaces_cannot_be_listed()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { ListInterfaces = () => throw new System.Net.Sockets.SocketException(1) };

        Assert.Equal(ExitCode.Failure, parts.Run("--list-interfaces"));

        Assert.StartsWith("rustnet: unexpected failure: ", parts.Error, StringComparison.Ordinal);
        Assert.Single(parts.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--help", "Usage: rustnet")]
    [InlineData("--version", "rustnet 0.")]
    [InlineData("--list-interfaces", "eth0")]
    public void Run_prints_what_needs_no_capture(string argument, string expected)
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Done, parts.Run(argument));

        Assert.Contains(expected, parts.OutputText, StringComparison.Ordinal);
        Assert.Empty(parts.Order);
    }

    [Fact]
    public void Run_ends_quietly_when_nobody_reads_the_help()
    {
        using var source = new FakeSource();
        using var parts = new TestParts(source) { Output = new FailingStream(new ClosedPipeException()) };

        Assert.Equal(ExitCode.Done, parts.Run("--help"));
        Assert.Empty(parts.Error);
    }

    [Fact]
    public void Run_logs_start_and_stop_and_the_statistics()
    {
        var directory = Directory.CreateTempSubdirectory("rustnet-startup-");
        try
        {
            using var source = new FakeSource();
            using var parts = new TestParts(source) { LogDirectory = Path.Combine(directory.FullName, "logs") };

            parts.Run("--read", "x", "-l", "info");

            var log = File.ReadAllText(Assert.Single(Directory.GetFiles(parts.LogDirectory)));
            Assert.Contains("Start of rustnet", log, StringComparison.Ordinal);
            Assert.Contains("Reading from fake0", log, StringComparison.Ordinal);
            Assert.Contains("Capture statistics", log, StringComparison.Ordinal);
            Assert.Contains("Stop with exit code 0", log, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
