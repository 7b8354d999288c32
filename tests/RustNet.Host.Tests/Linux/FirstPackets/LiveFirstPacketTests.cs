using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Host.Linux.FirstPackets;
using RustNet.Host.Linux.Netlink;
using RustNet.Host.Linux.Proc;
using RustNet.Host.Linux.Sockets;

namespace RustNet.Host.Tests.Linux.FirstPackets;

/// <summary>The real packet socket, in a network namespace of the test's own, where nobody else sends.</summary>
[SupportedOSPlatform("linux")]
public sealed class LiveFirstPacketTests
{
    private const int Patience = 10_000; // milliseconds; only for a machine that is at its end

    [Fact]
    public void Tap_delivers_what_this_machine_begins_and_nothing_else()
    {
        using var space = Loopback();
        space.Run(static () =>
        {
            using var tap = Open();
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            using var client = new TcpClient(AddressFamily.InterNetworkV6);
            var before = UnixTime.Now(TimeProvider.System);
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            using var accepted = listener.AcceptSocket();
            client.Client.Send([1, 2, 3]);
            accepted.Send([4]);
            using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            datagrams.Send([1], new IPEndPoint(IPAddress.Loopback, 9));

            var first = ReadNext(tap);
            var second = ReadNext(tap);

            var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
            Assert.Equal((IpProtocol.Tcp, UInt128.One, port), (first.Key.Protocol, first.Key.Local, first.Key.LocalPort));
            Assert.InRange(first.SentAt, before, UnixTime.Now(TimeProvider.System));
            Assert.Equal((IpProtocol.Udp, ((IPEndPoint)datagrams.Client.LocalEndPoint!).Port, 9), (second.Key.Protocol, second.Key.LocalPort, second.Key.RemotePort));
            Assert.False(tap.TryRead(out _, out _));
            Assert.Equal(0, tap.TakeLost());
        });
    }

    [Fact]
    public void Tap_takes_another_filter_and_counts_what_has_no_room()
    {
        using var space = Loopback();
        space.Run(static () =>
        {
            using var tap = Open();
            using var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = (ushort)((IPEndPoint)sender.Client.LocalEndPoint!).Port;
            tap.SetFilter(FirstPacketFilter.Write(withUdp: true, [port]));
            sender.Send([1], new IPEndPoint(IPAddress.Loopback, 9));
            Assert.False(tap.TryRead(out _, out _));
            tap.SetFilter(FirstPacketFilter.Write(withUdp: true, []));
            for (var i = 0; i < 5000; i++)
            {
                sender.Send([1], new IPEndPoint(IPAddress.Loopback, 9));
            }

            var read = 0;
            while (tap.TryRead(out _, out var isFirst))
            {
                read += isFirst ? 1 : 0;
            }

            Assert.InRange(read, 1, 4999);
            Assert.Equal(5000, read + tap.TakeLost());
        });
    }

    [Fact]
    public void Search_names_a_child_that_sends_and_is_certain_of_it()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash, which opens a socket without a program of its own");
        using var space = Loopback();
        space.Run(static () =>
        {
            using var tap = Open();
            using var proc = new ProcDirectory();
            using var sockets = SocketDiagnosis.Open(out _)!;
            var queue = new SightingQueue();
            var search = new FirstPacketSearch(
                sockets, new HolderSearch(proc, TimeProvider.System, bounds: new HolderSearchBounds(96, 8192, 3)),
                ProcessFacts.OfThisMachine(proc, TimeProvider.System), proc, EphemeralPorts.Default, TimeProvider.System, queue);
            List<Sighting> found = [];
            for (var attempt = 0; attempt < 20 && found.Count == 0; attempt++) // a busy machine may keep this thread waiting for too long
            {
                using var child = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", "exec 3<>/dev/udp/127.0.0.1/9; echo x >&3; read"]) { RedirectStandardInput = true })!;
                var packet = ReadNext(tap);
                search.Begin();
                search.Take(in packet);
                while (search.NextDue is not null)
                {
                    search.Look();
                    tap.Wait(1, forPackets: false);
                    search.HandOver();
                }

                child.StandardInput.Close();
                child.WaitForExit();
                queue.TakeAll(ref found);
                Assert.All(found, sighting => Assert.Equal((child.Id, "bash", OwnerMatch.Exact), (sighting.Owner!.Process!.Id, sighting.Owner.Process.Name, sighting.Owner.Match)));
            }

            Assert.NotEmpty(found);
        });
    }

    [Fact]
    public void Watch_stops_whether_it_has_begun_or_not()
    {
        using var space = Loopback();
        space.Run(static () =>
        {
            for (var i = 0; i < 3; i++)
            {
                using (var watch = FirstPacketWatch.Open(TimeProvider.System, out var refusal))
                {
                    Assert.SkipWhen(watch is null, refusal ?? "");
                    if (i > 0)
                    {
                        watch.Start();
                        watch.Start();
                    }

                    Assert.Null(watch.Degradation);
                    Assert.Equal(1, PacketSockets());
                }

                Assert.Equal(0, PacketSockets());
            }
        });
    }

    [Fact]
    public void Watch_says_which_right_it_needs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs rights to give up");
        string? refusal = null;
        var thread = new Thread(() =>
        {
            DropCapabilities();
            FirstPacketWatch.Open(TimeProvider.System, out refusal)?.Dispose();
        });
        thread.Start();
        thread.Join();

        Assert.Equal("processes that live for milliseconds are missed: a packet socket needs CAP_NET_RAW", refusal);
    }

    private static int PacketSockets() => File.ReadLines("/proc/thread-self/net/packet").Count() - 1; // of this namespace

    private static NetworkNamespace Loopback()
    {
        var space = new NetworkNamespace();
        space.Configure("link", "set", "lo", "up");
        return space;
    }

    private static PacketTap Open()
    {
        var tap = PacketTap.Open(out var refusal);
        Assert.SkipWhen(tap is null, refusal ?? "");
        return tap;
    }

    private static FirstPacket ReadNext(PacketTap tap)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            while (tap.TryRead(out var packet, out var isFirst))
            {
                if (isFirst)
                {
                    return packet;
                }
            }

            tap.Wait(Patience / 100, forPackets: true);
        }

        throw new TimeoutException("no packet");
    }

    // The calling thread's only, which ends then.
    private static void DropCapabilities() =>
        Assert.Equal(0, SetCapabilities([0x20080522, 0], new uint[6])); // _LINUX_CAPABILITY_VERSION_3, this thread; none

    [DllImport("libc", EntryPoint = "capset")]
    private static extern int SetCapabilities(uint[] header, uint[] data);
}
