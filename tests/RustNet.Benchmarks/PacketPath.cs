using System.Collections.Frozen;
using System.Net;
using BenchmarkDotNet.Attributes;
using RustNet.Core.Flows;
using RustNet.Core.Wire;
using RustNet.Testing;

namespace RustNet.Benchmarks;

/// <summary>
/// What one packet of a steady connection costs, in the table alone and from the raw frame on, by the number of connections
/// that take turns: few stay in the processor's caches, many do not.
/// </summary>
[MemoryDiagnoser]
public class PacketPath
{
    internal const int PacketsPerRun = 1 << 18;

    private const int PacketsPerConnection = 4;

    private byte[][] _frames = [];
    private FlowTable _table = null!;
    private FlowShard _shard = null!;
    private long _now = Captured.Start;
    private uint _turn;

    [Params(10, 1_000, 50_000)]
    public int Connections { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _frames = new byte[Connections * PacketsPerConnection][];
        var payload = new byte[1000];
        for (var i = 0; i < Connections; i++)
        {
            var client = $"10.0.{i >> 14}.2:{20_000 + (i & 0x3fff)}";
            const string Server = "192.0.2.1:443";
            _frames[i * 4] = FrameBytes.Tcp(client, Server, TcpFlags.Ack | TcpFlags.Psh, 1, 1, payload);
            _frames[i * 4 + 1] = FrameBytes.Tcp(Server, client, TcpFlags.Ack, 1, 1001);
            _frames[i * 4 + 2] = FrameBytes.Tcp(Server, client, TcpFlags.Ack | TcpFlags.Psh, 1, 1001, payload);
            _frames[i * 4 + 3] = FrameBytes.Udp(client, "192.0.2.2:9999", payload.AsSpan(0, 300));
        }

        _table = new FlowTable(new FlowTableOptions { Inspect = false });
        _table.SetLocalAddresses(new LocalAddressSet(new[] { FlowText.FromIPAddress(IPAddress.Parse("10.0.0.2")) }.ToFrozenSet(), FrozenSet<UInt128>.Empty));
        _shard = (FlowShard)_table.Sink;
        FromRawFrames();
    }

    [Benchmark(OperationsPerInvoke = PacketsPerRun)]
    public void FromRawFrames()
    {
        _shard.BeginBatch();
        for (var i = 0; i < PacketsPerRun; i++)
        {
            var bytes = _frames[_turn++ % (uint)_frames.Length];
            _shard.OnFrame(new RawFrame { Bytes = bytes, WireLength = bytes.Length, Timestamp = _now += 10 * PacketTime.Microsecond, LinkLayer = LinkLayer.Ethernet });
        }

        _shard.EndBatch();
    }

    [Benchmark(OperationsPerInvoke = PacketsPerRun)]
    public void TableAlone()
    {
        var frame = new Frame
        {
            WireLength = 1054,
            Protocol = IpProtocol.Tcp,
            Source = FlowText.FromIPv4(0x0a00_0002),
            Destination = FlowText.FromIPv4(0xc000_0201),
            DestinationPort = 443,
            TcpFlags = TcpFlags.Ack,
            PayloadLength = 1000,
        };
        _shard.BeginBatch();
        for (var i = 0; i < PacketsPerRun; i++)
        {
            var connection = _turn++ % (uint)Connections;
            frame.SourcePort = (ushort)(20_000 + (connection & 0x3fff));
            frame.Source = FlowText.FromIPv4(0x0a00_0002 + (connection >> 14 << 8));
            frame.Sequence = (uint)i * 1000;
            frame.Timestamp = _now += 10 * PacketTime.Microsecond;
            _shard.Add(in frame);
        }

        _shard.EndBatch();
    }

    [Benchmark(OperationsPerInvoke = PacketsPerRun)]
    public int ParserAlone()
    {
        var parser = new FrameParser();
        var sum = 0;
        for (var i = 0; i < PacketsPerRun; i++)
        {
            var bytes = _frames[_turn++ % (uint)_frames.Length];
            parser.Parse(new RawFrame { Bytes = bytes, WireLength = bytes.Length, Timestamp = _now, LinkLayer = LinkLayer.Ethernet }, out var frame);
            sum += frame.SourcePort;
        }

        return sum;
    }
}
