using RustNet.Capture.Interfaces;
using RustNet.Capture.Live;
using RustNet.Core.Wire;

namespace RustNet.Capture.Tests.Live;

/// <summary>Real captures in network namespaces. Skipped, with the reason, where those cannot be made.</summary>
public class LiveCaptureTests
{
    private static readonly byte[] s_payload = "rustnet live test"u8.ToArray();

    [Fact]
    public void Run_delivers_whole_frames_with_their_time()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "veth0" });
        var before = PacketTime.FromUtc(TimeProvider.System.GetUtcNow());

        RunningCapture.Send(near, s_payload);
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds(s_payload)), "the datagram");

        var frame = running.Sink.Frames.First(candidate => candidate.Holds(s_payload));
        Assert.Equal(LinkLayer.Ethernet, frame.LinkLayer);
        Assert.Equal(14 + 20 + 8 + s_payload.Length, frame.WireLength);
        Assert.Equal(frame.WireLength, frame.Bytes.Length);
        Assert.InRange(frame.Timestamp, before, PacketTime.FromUtc(TimeProvider.System.GetUtcNow()));
        Assert.Equal("Ethernet", running.Capture.LinkTypeName);
        Assert.Equal("veth0", running.Capture.InterfaceName(0));
    }

    [Fact]
    public void Run_ends_as_stopped_on_an_idle_interface()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = "lo" });
        running.Sink.WaitUntil(sink => sink.IdleTicks >= 2, "idle time");

        Assert.Equal(new CaptureEnd(CaptureEndKind.Stopped), running.Stop());
    }

    [Fact]
    public void Run_delivers_only_what_the_filter_lets_through()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = "lo", Filter = "udp and dst host 127.0.0.2" });

        RunningCapture.Send(inside, "not this"u8.ToArray(), to: "127.0.0.1");
        RunningCapture.Send(inside, s_payload, to: "127.0.0.2");
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds(s_payload)), "the datagram");

        Assert.All(running.Sink.Frames, frame => Assert.True(frame.Holds(s_payload)));
    }

    [Fact]
    public void Run_cuts_frames_at_the_snap_length_and_keeps_their_length()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = "lo", SnapLength = 128 });

        RunningCapture.Send(inside, new byte[1000], to: "127.0.0.2");
        running.Sink.WaitUntil(sink => sink.Frames.Any(candidate => candidate.WireLength == 1042), "the datagram");

        Assert.Equal(128, running.Sink.Frames.First(candidate => candidate.WireLength == 1042).Bytes.Length);
    }

    [Fact]
    public void Run_reports_an_interface_deleted_while_capturing()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "veth0" });

        near.Configure("link", "del", "veth0");

        Assert.Equal(
            new CaptureEnd(CaptureEndKind.InterfaceLost, "Interface veth0 is gone; the capture has ended."), running.WaitForEnd());
    }

    [Fact]
    public void Run_reports_an_interface_deleted_after_its_link_went_down()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "veth0" });

        near.Configure("link", "set", "veth0", "down");
        var ticks = running.Sink.IdleTicks;
        running.Sink.WaitUntil(sink => sink.IdleTicks > ticks + 2, "idle time on a link that is down");
        near.Configure("link", "del", "veth0");

        Assert.Equal(CaptureEndKind.InterfaceLost, running.WaitForEnd().Kind);
    }

    [Fact]
    public void Run_goes_on_after_the_link_was_down()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "veth0" });

        near.Configure("link", "set", "veth0", "down");
        near.Configure("link", "set", "veth0", "up");
        RunningCapture.Send(near, s_payload);

        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds(s_payload)), "the datagram after the link came back");
    }

    [Fact]
    public void Run_on_any_names_the_interface_of_each_frame()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "any" });

        RunningCapture.Send(near, s_payload);
        RunningCapture.Send(near, "loopback test"u8.ToArray(), to: "127.0.0.2");
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds(s_payload)), "the datagram");
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds("loopback test"u8)), "the datagram on lo");

        Assert.Equal("Linux cooked v2", running.Capture.LinkTypeName);
        Assert.Equal("veth0", NameOf(running, s_payload));
        Assert.Equal("lo", NameOf(running, "loopback test"u8));
        Assert.Null(running.Capture.InterfaceName(0));
    }

    [Fact]
    public void Run_on_any_survives_a_deleted_interface_and_takes_up_new_ones()
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var running = new RunningCapture(near, new LiveCaptureOptions { Interface = "any" });
        RunningCapture.Send(near, s_payload);
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds(s_payload)), "the datagram");

        near.Configure("link", "del", "veth0");
        NetworkNamespace.Connect(near, "newer0", far, "newer1");
        RunningCapture.Send(near, "after it"u8.ToArray());
        running.Sink.WaitUntil(sink => sink.Frames.Any(frame => frame.Holds("after it"u8)), "the datagram on the new interface");

        Assert.Equal("veth0", NameOf(running, s_payload));
        Assert.Equal("newer0", NameOf(running, "after it"u8));
        Assert.Equal(CaptureEndKind.Stopped, running.Stop().Kind);
    }

    [Theory]
    [InlineData("tun7", TunnelDescriptor.Tun, "TUN (raw IP)", LinkLayer.Raw, 0)]
    [InlineData("tap7", TunnelDescriptor.Tap, "TAP (Ethernet)", LinkLayer.Ethernet, 14)]
    public void Run_captures_on_tunnel_devices(string name, int kind, string linkTypeName, LinkLayer linkLayer, int headerLength)
    {
        NetworkNamespace.RequireOrSkip();
        TunnelDescriptor.RequireOrSkip();
        using var inside = new NetworkNamespace();
        TunnelDescriptor? tunnel = null;
        inside.Run(() => tunnel = new TunnelDescriptor(name, kind));
        using var open = tunnel;
        inside.Configure("addr", "add", "10.99.0.1/24", "dev", name);
        inside.Configure("link", "set", name, "up");
        inside.Configure("neigh", "replace", "10.99.0.2", "lladdr", "02:00:00:00:00:02", "dev", name);
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = name });

        RunningCapture.Send(inside, s_payload);
        running.Sink.WaitUntil(sink => sink.Frames.Any(candidate => candidate.Holds(s_payload)), "the datagram");

        var frame = running.Sink.Frames.First(candidate => candidate.Holds(s_payload));
        Assert.Equal(linkTypeName, running.Capture.LinkTypeName);
        Assert.Equal(linkLayer, frame.LinkLayer);
        Assert.Equal(headerLength + 20 + 8 + s_payload.Length, frame.Bytes.Length);
    }

    [Fact]
    public void Statistics_count_what_the_kernel_had_no_room_for()
    {
        NetworkNamespace.RequireOrSkip();
        const int sent = 6_000;
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        using var released = new ManualResetEventSlim();
        var sink = new RecordingSink { BeforeFrame = () => released.Wait(TimeSpan.FromSeconds(30)) };
        using var running = new RunningCapture(
            near, new LiveCaptureOptions { Interface = "veth0", BufferSize = 1 << 20, Filter = "udp dst port 9" }, sink);

        RunningCapture.Send(near, new byte[1000], sent); // six times the buffer
        released.Set();
        var ticks = sink.IdleTicks;
        sink.WaitUntil(sink => sink.IdleTicks > ticks + 4, "the end of the frames");
        running.Stop();

        var statistics = running.Capture.Statistics;
        Assert.True(statistics.DroppedByKernel > 0, statistics.ToString());
        Assert.Equal(sent, statistics.Received + statistics.DroppedByKernel);
        Assert.Equal(sink.Frames.Count, statistics.Received);
    }

    [Fact]
    public void Run_throws_what_the_sink_throws_instead_of_ending_the_process()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        var sink = new RecordingSink { BeforeFrame = () => throw new InvalidOperationException("a sink's mistake") };
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = "lo" }, sink);

        RunningCapture.Send(inside, s_payload, to: "127.0.0.2");

        var thrown = Assert.Throws<AggregateException>(running.WaitForEnd);
        Assert.Equal("a sink's mistake", thrown.InnerException!.Message);
    }

    [Fact]
    public void Open_ignores_case_in_the_interface_name()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        using var running = new RunningCapture(inside, new LiveCaptureOptions { Interface = "LO" });

        Assert.Equal("lo", running.Capture.Name);
    }

    [Theory]
    [InlineData("nosuch0", null, "There is no interface 'nosuch0'. Available: ")]
    [InlineData("lo", "tcp and and", "The capture filter 'tcp and and' is not valid: ")]
    [InlineData("veth0", null, "Interface veth0 is down. Bring it up with: sudo ip link set veth0 up")]
    public void Open_says_what_is_wrong(string interfaceName, string? filter, string expected)
    {
        NetworkNamespace.RequireOrSkip();
        using var near = new NetworkNamespace();
        using var far = new NetworkNamespace();
        NetworkNamespace.Connect(near, "veth0", far, "veth1");
        near.Configure("link", "set", "veth0", "down");

        var thrown = Assert.Throws<CaptureException>(() => near.Run(
            () => LiveCapture.Open(new LiveCaptureOptions { Interface = interfaceName, Filter = filter }).Dispose()));

        Assert.StartsWith(expected, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void Open_without_the_right_to_capture_says_how_to_get_it()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();

        var thrown = Assert.Throws<CaptureException>(() => inside.Run(() =>
        {
            UnprivilegedThread.Become();
            LiveCapture.Open(new LiveCaptureOptions { Interface = "lo" }).Dispose();
        }));

        Assert.Contains("sudo setcap 'cap_net_raw,cap_bpf,cap_perfmon=eip'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enumerate_works_without_rights_and_knows_tunnels()
    {
        NetworkNamespace.RequireOrSkip();
        using var inside = new NetworkNamespace();
        IReadOnlyList<InterfaceInfo> found = [];

        inside.Run(() =>
        {
            UnprivilegedThread.Become();
            found = InterfaceList.Enumerate();
        });

        var loopback = InterfaceList.Find(found, "lo");
        Assert.True(loopback is { IsUp: true, IsLoopback: true, LinkTypeName: "Ethernet" });
        Assert.Contains(loopback.Addresses, address => address.ToString() == "127.0.0.1");
        Assert.Equal("Linux cooked v2", InterfaceList.Find(found, "any")?.LinkTypeName);
    }

    private static string? NameOf(RunningCapture running, ReadOnlySpan<byte> payload)
    {
        foreach (var frame in running.Sink.Frames)
        {
            if (frame.Holds(payload))
            {
                return running.Capture.InterfaceName(frame.CookedIndex);
            }
        }

        return null;
    }
}
