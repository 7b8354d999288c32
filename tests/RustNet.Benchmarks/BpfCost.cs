using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustNet.Host.Linux.Bpf;
using RustNet.Host.Linux.Bpf.Records;

namespace RustNet.Benchmarks;

/// <summary>
/// What process attribution by BPF costs: requests and answers over loopback with and without the programs, and a pass over
/// 5,000 sockets in 200 processes beside <c>ss -tunap</c>. The least processor time of many short rounds, because wall time says little on a busy machine.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class BpfCost
{
    private const int Rounds = 60;
    private const int Exchanges = 3_000;
    private const int Connections = 200;
    private const int Passes = 3;

    // 200 processes of 25 sockets: 12 connected UDP, a listener, and 6 connections to it with both their ends.
    private const string Holders = """
        import os, socket, sys, time
        for _ in range(200):
            if os.fork() == 0:
                kept = []
                for _ in range(12):
                    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.connect(('127.0.0.1', 9)); kept.append(u)
                l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(); kept.append(l)
                for _ in range(6):
                    kept += [socket.create_connection(l.getsockname()), l.accept()[0]]
                kept += [os.open('/dev/null', os.O_RDONLY) for _ in range(25)]
                sys.stdin.read()
                os._exit(0)
        time.sleep(3)
        print('ready', flush=True)
        sys.stdin.read()
        """;

    public static void Run()
    {
        var start = ProcessorTime();
        var watch = Stopwatch.StartNew();
        using (var mechanisms = BpfMechanisms.Start())
        {
            Line("start of all programs", $"{(ProcessorTime() - start).TotalMilliseconds:F0} ms CPU, {watch.Elapsed.TotalMilliseconds:F0} ms");
            if (mechanisms.WhyNoEvents is not null || mechanisms.WhyNoSnapshot is not null)
            {
                Line("not possible here", mechanisms.WhyNoEvents ?? mechanisms.WhyNoSnapshot!);
                return;
            }
        }

        Compare("UDP send + receive", Exchanges * 2, ExchangeUdp);
        Compare("TCP send + receive", Exchanges * 2, ExchangeTcp);
        Compare("TCP connect + close", Connections, Connect);
        Snapshot();
    }

    private static void Compare(string what, int operations, Action body)
    {
        var (without, with) = (double.MaxValue, double.MaxValue);
        for (var block = 0; block < 4; block++) // now and again, so that both see the machine in all its moods
        {
            without = Math.Min(without, Least(body, operations));
            BpfEvents.TryStart(out var events, out _);
            with = Math.Min(with, Least(body, operations));
            events!.Dispose();
        }

        Line(what, string.Create(CultureInfo.InvariantCulture, $"{without:F2} us without, {with:F2} us with the programs: +{with - without:F2} us"));
    }

    private static void ExchangeUdp()
    {
        using var server = Bound(SocketType.Dgram, ProtocolType.Udp);
        using var client = Bound(SocketType.Dgram, ProtocolType.Udp);
        client.Connect(server.LocalEndPoint!);
        server.Connect(client.LocalEndPoint!);
        Exchange(client, server);
    }

    private static void ExchangeTcp()
    {
        using var listener = Bound(SocketType.Stream, ProtocolType.Tcp);
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        server.NoDelay = true;
        Exchange(client, server);
    }

    private static void Exchange(Socket client, Socket server)
    {
        Span<byte> buffer = stackalloc byte[64];
        for (var i = 0; i < Exchanges; i++)
        {
            client.Send(buffer);
            server.Receive(buffer);
            server.Send(buffer);
            client.Receive(buffer);
        }
    }

    private static void Connect()
    {
        using var listener = Bound(SocketType.Stream, ProtocolType.Tcp);
        listener.Listen();
        for (var i = 0; i < Connections; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };
            client.Connect(listener.LocalEndPoint!);
            listener.Accept().Dispose();
        }
    }

    private static void Snapshot()
    {
        using var holders = Process.Start(new ProcessStartInfo("python3", ["-c", Holders]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        holders.StandardOutput.ReadLine();
        BpfSnapshot.TryOpen(out var snapshot, out _);
        var sockets = new List<SocketRecord>();
        snapshot!.TryReadSockets(sockets, out _); // warm
        Line("sockets and processes", $"{sockets.Count} sockets of {sockets.DistinctBy(s => s.ProcessId).Count()} processes");
        Line("pass over sockets", Milliseconds(() => snapshot.TryReadSockets(Cleared(sockets), out _)));
        using var ss = Process.Start(new ProcessStartInfo("bash", ["-c", "for i in {1..10}; do ss -tunap >/dev/null; done; times"]) { RedirectStandardOutput = true })!;
        Line("ss -tunap, ten times", ss.StandardOutput.ReadToEnd().Trim().Split('\n')[^1] + " (user, system)");
        ss.WaitForExit();
        snapshot.Dispose();
        holders.StandardInput.Close();
        holders.WaitForExit();
    }

    private static List<T> Cleared<T>(List<T> list)
    {
        list.Clear();
        return list;
    }

    private static string Milliseconds(Func<bool> pass) =>
        string.Create(CultureInfo.InvariantCulture, $"{Least(() => { for (var n = 0; n < Passes; n++) { pass(); } }, Passes) / 1000:F2} ms CPU");

    private static double Least(Action body, int operations)
    {
        var least = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            least = Math.Min(least, Microseconds(body, operations));
        }

        return least;
    }

    private static double Microseconds(Action body, int operations)
    {
        var start = ProcessorTime();
        body();
        return (ProcessorTime() - start).TotalMicroseconds / operations;
    }

    private static TimeSpan ProcessorTime() => Environment.CpuUsage.TotalTime;

    private static Socket Bound(SocketType kind, ProtocolType protocol)
    {
        var socket = new Socket(AddressFamily.InterNetwork, kind, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static void Line(string what, string figure) => Console.WriteLine($"{what,-24} {figure}");
}
