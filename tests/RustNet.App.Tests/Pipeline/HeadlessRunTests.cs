using System.Collections.Frozen;
using System.Text.Json;
using RustNet.App.Cli;
using RustNet.App.Interop;
using RustNet.Capture;
using RustNet.Core.Flows;
using RustNet.Testing;

namespace RustNet.App.Tests.Pipeline;

public class HeadlessRunTests
{
    private static readonly Captured[] s_threePeers =
    [
        Captured.At(0, FrameBytes.Udp("10.0.0.1:50000", "10.0.0.53:53", [1, 2, 3])),
        Captured.At(1, FrameBytes.Udp("10.0.0.1:50001", "10.0.0.9:5001", [1, 2, 3])),
        Captured.At(2, FrameBytes.Udp("127.0.0.1:50002", "127.0.0.1:5002", [1, 2, 3])),
    ];

    [Fact]
    public void A_replay_writes_every_connection_and_answers_0()
    {
        using var source = new FakeSource(s_threePeers);
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Done, parts.Run("--read", "x", "--headless"));

        Assert.Equal(["10.0.0.53:53", "10.0.0.9:5001", "127.0.0.1:5002"], Remotes(parts));
        Assert.All(Events(parts), line => Assert.Equal("shutdown", line.GetProperty("end").GetString()));
        Assert.Empty(parts.Error);
    }

    [Fact]
    public void A_replay_hides_localhost_only_when_asked_to()
    {
        using var source = new FakeSource(s_threePeers);
        using var parts = new TestParts(source);

        parts.Run("--read", "x", "--headless", "--no-localhost");

        Assert.Equal(["10.0.0.53:53", "10.0.0.9:5001"], Remotes(parts));
    }

    [Theory]
    [InlineData("eth0", 2)]
    [InlineData("lo", 3)]
    public void A_live_capture_hides_localhost_but_on_the_loopback_interface_itself(string name, int connections)
    {
        using var source = new FakeSource(s_threePeers) { IsLive = true, Name = name };
        using var parts = new TestParts(source);

        parts.Run("--headless");

        Assert.Equal(connections, Remotes(parts).Length);
    }

    [Fact]
    public void A_filter_keeps_the_others_out()
    {
        using var source = new FakeSource(s_threePeers);
        using var parts = new TestParts(source);

        parts.Run("--read", "x", "--headless", "--filter", "dport:5001");

        Assert.Equal(["10.0.0.9:5001"], Remotes(parts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Connections_that_did_not_fit_are_told_at_the_end(bool isLive)
    {
        using var source = new FakeSource(s_threePeers) { IsLive = isLive };
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Done, parts.Run([.. isLive ? Array.Empty<string>() : ["--read", "x"], "--headless", "--show-localhost", "--max-connections", "1"]));

        Assert.Equal(["10.0.0.53:53"], Remotes(parts));
        Assert.Equal("rustnet: 2 connections were not tracked: more than 1 at a time (--max-connections)", parts.Error.TrimEnd());
    }

    [Fact]
    public void A_damaged_file_reports_what_came_before_and_one_line()
    {
        using var source = new FakeSource(s_threePeers) { End = new CaptureEnd(CaptureEndKind.Damaged, "x: damaged at byte 1234") };
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Failure, parts.Run("--read", "x", "--headless"));

        Assert.Equal(3, Remotes(parts).Length);
        Assert.Equal("rustnet: x: damaged at byte 1234", parts.Error.TrimEnd());
    }

    [Fact]
    public void A_lost_interface_ends_a_live_capture_with_everything_written()
    {
        using var source = new FakeSource(s_threePeers) { IsLive = true, End = new CaptureEnd(CaptureEndKind.InterfaceLost, "eth0 is gone") };
        using var parts = new TestParts(source);

        Assert.Equal(ExitCode.Failure, parts.Run("--headless", "--show-localhost"));

        Assert.Equal(3, Remotes(parts).Length);
        Assert.Equal("rustnet: eth0 is gone", parts.Error.TrimEnd());
    }

    [Fact]
    public void Local_addresses_are_known_before_the_first_packet()
    {
        using var source = new FakeSource(s_threePeers) { IsLive = true };
        using var parts = new TestParts(source)
        {
            LocalAddresses = new LocalAddressSet(new[] { FlowText.FromIPv4(0x0a000009) }.ToFrozenSet(), FrozenSet<UInt128>.Empty),
        };

        parts.Run("--headless", "--filter", "sport:5001");

        Assert.Equal("incoming", Assert.Single(Events(parts)).GetProperty("direction").GetString());
    }

    [Fact]
    public void A_closed_pipe_ends_quietly_with_0()
    {
        using var source = new FakeSource(s_threePeers);
        using var parts = new TestParts(source) { Output = new FailingStream(new ClosedPipeException()) };

        Assert.Equal(ExitCode.Done, parts.Run("--read", "x", "--headless"));

        Assert.Empty(parts.Error);
    }

    [Fact]
    public void A_closed_pipe_ends_a_live_capture_too()
    {
        using var source = new FakeSource(s_threePeers) { IsLive = true, End = null };
        using var parts = new TestParts(source) { Output = new FailingStream(new ClosedPipeException()) };

        Assert.Equal(ExitCode.Done, parts.Run("--headless"));

        Assert.Empty(parts.Error);
    }

    [Fact]
    public void A_full_disk_is_a_failure_with_one_line()
    {
        using var source = new FakeSource(s_threePeers);
        using var parts = new TestParts(source) { Output = new FailingStream(new IOException("No space left on device")) };

        Assert.Equal(ExitCode.Failure, parts.Run("--read", "x", "--headless"));

        Assert.Equal("rustnet: No space left on device", parts.Error.TrimEnd());
    }

    [Fact]
    public void A_live_capture_writes_its_totals_every_second_and_stops_with_the_source()
    {
        using var release = new ManualResetEventSlim();
        using var source = new FakeSource(s_threePeers) { IsLive = true, End = null, Stuck = release };
        using var output = new WatchedStream(text => text.Contains("\"event\":\"statistics\"", StringComparison.Ordinal), release.Set);
        using var parts = new TestParts(source) { Output = output };

        Assert.Equal(ExitCode.Done, parts.Run("--headless"));

        Assert.Contains(Events(parts), line => line.GetProperty("event").GetString() == "statistics");
        Assert.Equal(2, Remotes(parts).Length);
    }

    private static string[] Remotes(TestParts parts) =>
        [.. Events(parts).Where(line => line.GetProperty("event").GetString() == "connection").Select(line => line.GetProperty("remote").GetString()!)];

    private static JsonElement[] Events(TestParts parts) =>
        [.. parts.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    // Tells when what was written so far meets a condition.
    private sealed class WatchedStream(Func<string, bool> condition, Action met) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (condition(System.Text.Encoding.UTF8.GetString(ToArray())))
            {
                met();
            }
        }
    }
}
