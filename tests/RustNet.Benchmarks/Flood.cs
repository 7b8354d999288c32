using System.Diagnostics;
using System.Globalization;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Benchmarks;

/// <summary>
/// A flood of SYNs, each a connection of one packet: memory and CPU time while they come, are looked at, and leave. One
/// pass, because memory is the point; a table of figures on the console.
/// </summary>
internal static class Flood
{
    public static void Run(int connections)
    {
        var observer = new Counter();
        var table = new FlowTable(new FlowTableOptions { MaxConnections = connections, Observer = observer });
        var shard = (FlowShard)table.Sink;
        Report("start", connections);

        shard.BeginBatch();
        var frame = new Frame { WireLength = 74, Protocol = IpProtocol.Tcp, TcpFlags = TcpFlags.Syn, DestinationPort = 80, Destination = FlowText.FromIPv4(0xc000_0201) };
        for (var i = 0; i < connections; i++)
        {
            frame.Source = FlowText.FromIPv4(0x0b00_0000 + (uint)i / 50_000);
            frame.SourcePort = (ushort)(10_000 + i % 50_000);
            frame.Sequence = (uint)i;
            frame.Timestamp = 1_767_225_600 * PacketTime.Second + i * PacketTime.Microsecond;
            shard.Add(in frame);
        }

        shard.EndBatch();
        Report("in the table", connections);
        Report("  live objects", connections, GC.GetTotalMemory(forceFullCollection: true));

        var timer = Stopwatch.StartNew();
        var rows = table.Take().Rows.Count;
        Report(string.Create(CultureInfo.InvariantCulture, $"seen ({rows} rows, {timer.ElapsedMilliseconds} ms)"), connections);

        table.Sink.OnIdle(frame.Timestamp + 2 * PacketTime.Minute);
        Report(string.Create(CultureInfo.InvariantCulture, $"gone ({observer.Count} told)"), connections);
    }

    private static void Report(string what, int connections, long? live = null)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-34} CPU {process.TotalProcessorTime.TotalSeconds,6:F2} s   RSS {process.WorkingSet64 >> 20,5} MB   peak {process.PeakWorkingSet64 >> 20,5} MB   {(live is null ? "" : $"{live / (double)connections:F0} bytes a connection")}"));
    }

    private sealed class Counter : IFlowObserver
    {
        public int Count { get; private set; }

        public void OnEnded(FlowSnapshot connection) => Count++;
    }
}
