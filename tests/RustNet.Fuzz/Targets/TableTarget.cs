using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Tests.Dpi;
using RustNet.Core.Tests.Wire;
using RustNet.Core.Wire;
using RustNet.Export;
using RustNet.Testing;

namespace RustNet.Fuzz.Targets;

/// <summary>
/// Frames into a small table at any time, snapshots between, the end, and the lines that are written of it. An input is frames: link
/// type, wire length, time since the last one as a power of two, length, bytes.
/// </summary>
internal sealed class TableTarget() : FuzzTarget("table")
{
    private const int MaxConnections = 16;
    private const int MaxHistory = 8;
    private const string Client6 = "[2001:db8::2]:0";
    private const string Server6 = "[2001:db8::1]:0";
    private const byte Backwards = 0x80;
    private const byte SnapshotAfter = 0x40;
    private const byte Milliseconds10 = 23;     // 2^23 ns

    private static readonly LocalAddressSet s_local = new(
        new[] { "10.0.0.2", "2001:db8::2" }.Select(address => FlowText.FromIPAddress(IPAddress.Parse(address))).ToFrozenSet(), FrozenSet<UInt128>.Empty);

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var all = new WireBytes();
            foreach (var frame in FrameSamples.All)
            {
                all.Append(Step(frame));
            }

            yield return all.ToArray();
            foreach (var sample in DissectorSamples.All)
            {
                yield return Conversation(sample);
            }
        }
    }

    private protected override void Play(ReadOnlySpan<byte> input)
    {
        var rest = new FuzzInput(input);
        using var ended = new Ended();
        var table = new FlowTable(new FlowTableOptions { MaxConnections = MaxConnections, MaxHistory = MaxHistory, Observer = ended });
        table.SetLocalAddresses(s_local);
        var now = Captured.Start;
        while (!rest.IsEmpty)
        {
            var link = FrameTarget.Link(rest.Byte());
            var wire = rest.Byte();
            var time = rest.Byte();
            var bytes = rest.Block();
            now = Later(now, time);
            if (bytes.IsEmpty)
            {
                table.Sink.OnIdle(now);
            }
            else
            {
                table.Sink.BeginBatch();
                table.Sink.OnFrame(new RawFrame { Bytes = bytes, LinkLayer = link, Timestamp = now, WireLength = FrameTarget.WireLength(wire, bytes.Length) });
                table.Sink.EndBatch();
            }

            if ((time & SnapshotAfter) != 0)
            {
                Check(table, now);
            }
        }

        Check(table, now);
        var statistics = table.TakeStatistics();
        table.Shutdown();
        Invariant.Require(table.Take().Rows.Count == 0, "connections are left after the end");
        Invariant.Require(ended.Count == statistics.ConnectionsTotal, $"{ended.Count} of {statistics.ConnectionsTotal} connections were told of");
        ended.RequireJson();
    }

    private static void Check(FlowTable table, long now)
    {
        var taken = table.Take();
        Invariant.Require(taken.Rows.Count == taken.Statistics.Connections && taken.Rows.Count <= MaxConnections, "number of connections");
        Invariant.Require(table.TakeHistory().Rows.Count <= MaxHistory, "length of the history");
        foreach (var row in taken.Rows)
        {
            Check(row, now);
        }
    }

    private static void Check(FlowSnapshot row, long now)
    {
        Invariant.RequireText(row.State, 64, "state");
        Invariant.Require(row.PacketsSent >= 0 && row.PacketsReceived >= 0 && row.Packets > 0, "packets");
        Invariant.Require(row.BytesSent >= 0 && row.BytesReceived >= 0, "bytes");
        Invariant.Require(double.IsFinite(row.DownRate) && double.IsFinite(row.UpRate) && row.DownRate >= 0 && row.UpRate >= 0, "rates");
        Invariant.Require(row.Timeout > 0 && row.Staleness(now) is >= 0 and <= 1, "staleness");
        Invariant.Require(row.RttMilliseconds is null or >= 0, "round-trip time");
        if (row.App is { } app)
        {
            Invariant.RequireClean(app);
        }
    }

    private static long Later(long now, byte time)
    {
        var step = 1L << (time & 0x3f);
        var there = (time & Backwards) != 0 ? (Int128)now - step : (Int128)now + step;
        return (long)Int128.Clamp(there, long.MinValue, long.MaxValue);
    }

    private static byte[] Step(Captured frame) =>
        new WireBytes().U8(FrameTarget.Choice(frame.LinkLayer)).U8(0).U8(Milliseconds10).Vector16(frame.Bytes).ToArray();

    private static byte[] Conversation(DissectorSample sample)
    {
        var (client, server) = ("10.0.0.2:51000", $"192.0.2.1:{sample.Port}");
        var (sent, received) = (101u, 501u);
        var steps = new WireBytes();
        if (sample.Transport == Transports.Tcp)
        {
            steps.Append(Step(new Captured(FrameBytes.Tcp(client, server, TcpFlags.Syn, 100))));
            steps.Append(Step(new Captured(FrameBytes.Tcp(server, client, TcpFlags.Syn | TcpFlags.Ack, 500, 101))));
        }

        foreach (var (fromClient, bytes) in sample.Messages)
        {
            var (from, to) = fromClient ? (client, server) : (server, client);
            var frame = sample.Transport switch
            {
                Transports.Tcp => FrameBytes.Tcp(from, to, TcpFlags.Ack, fromClient ? sent : received, fromClient ? received : sent, bytes),
                Transports.Udp => FrameBytes.Udp(from, to, bytes),
                Transports.Icmp => FrameBytes.Ethernet(FrameBytes.IpPacket(from, to, IpProtocol.Icmp, bytes)),
                Transports.IcmpV6 => FrameBytes.Ethernet(FrameBytes.IpPacket(fromClient ? Client6 : Server6, fromClient ? Server6 : Client6, IpProtocol.IcmpV6, bytes)),
                Transports.Igmp => FrameBytes.Ethernet(FrameBytes.IpPacket(from, to, IpProtocol.Igmp, bytes)),
                _ => FrameBytes.EthernetOf((int)EtherType.Arp, bytes),
            };
            steps.Append(Step(new Captured(frame)));
            (sent, received) = fromClient ? (sent + (uint)bytes.Length, received) : (sent, received + (uint)bytes.Length);
        }

        return steps.ToArray();
    }

    /// <summary>Writes every connection that ends as the program does.</summary>
    private sealed class Ended : IFlowObserver, IDisposable
    {
        private readonly MemoryStream _lines = new();
        private readonly JsonLinesWriter _writer;

        public Ended() => _writer = new JsonLinesWriter(_lines, static _ => null);

        public long Count { get; private set; }

        public void OnEnded(FlowSnapshot connection)
        {
            Count++;
            Invariant.Require(connection.End != FlowEnd.None, "no reason for the end");
            _writer.WriteConnection(connection);
        }

        public void Dispose() => _lines.Dispose();

        public void RequireJson()
        {
            _writer.Flush();
            var lines = _lines.GetBuffer().AsSpan(0, (int)_lines.Length);
            var count = 0L;
            while (!lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var reader = new Utf8JsonReader(lines[..end]);
                while (reader.Read())
                {
                }

                count++;
                lines = lines[(end + 1)..];
            }

            Invariant.Require(count == Count, "lines");
        }
    }
}
