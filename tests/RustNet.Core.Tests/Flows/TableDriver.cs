using System.Collections.Frozen;
using System.Net;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Flows;

/// <summary>
/// A table, and the frames a test gives it. Times are seconds since an arbitrary day; endpoints are text. This machine is
/// 10.0.0.2 and 2001:db8::2 unless a test says otherwise.
/// </summary>
internal sealed class TableDriver : IFlowObserver
{
    public const long Start = 1_767_225_600 * PacketTime.Second;
    public const string Here = "10.0.0.2:51000";
    public const string There = "192.0.2.1:443";
    public const int HeaderLength = 54;

    private readonly FlowShard _shard;

    public TableDriver(FlowTableOptions? options = null, string[]? local = null)
    {
        Table = new FlowTable((options ?? new FlowTableOptions()) with { Observer = this });
        _shard = (FlowShard)Table.Sink;
        Table.SetLocalAddresses(Local(local ?? ["10.0.0.2", "2001:db8::2"]));
    }

    public FlowTable Table { get; }

    public List<FlowSnapshot> Ended { get; } = [];

    public IReadOnlyList<FlowSnapshot> Rows => Table.Take().Rows;

    /// <summary>The one connection in the table.</summary>
    public FlowSnapshot Row => Assert.Single(Rows);

    public EngineStatistics Statistics => Table.TakeStatistics();

    public static LocalAddressSet Local(string[] addresses, params string[] broadcasts) => new(
        addresses.Select(Address).ToFrozenSet(), broadcasts.Select(Address).ToFrozenSet());

    public static UInt128 Address(string text) => FlowText.FromIPAddress(IPAddress.Parse(text));

    public static long Time(double seconds) => Start + (long)Math.Round(seconds * PacketTime.Second);

    void IFlowObserver.OnEnded(FlowSnapshot connection) => Ended.Add(connection);

    /// <summary>A TCP segment; flags as letters: S, A, F, R, P.</summary>
    public void Tcp(
        double at, string from, string to, string flags, uint sequence = 0, uint acknowledgment = 0, int length = 0, ushort window = 1000)
    {
        var frame = Frame(at, from, to, IpProtocol.Tcp, HeaderLength + length);
        foreach (var flag in flags)
        {
            frame.TcpFlags |= flag switch
            {
                'S' => TcpFlags.Syn,
                'A' => TcpFlags.Ack,
                'F' => TcpFlags.Fin,
                'R' => TcpFlags.Rst,
                _ => TcpFlags.Psh,
            };
        }

        frame.Sequence = sequence;
        frame.Acknowledgment = acknowledgment;
        frame.PayloadLength = length;
        frame.Payload = new byte[length];
        frame.Window = window;
        Add(in frame);
    }

    /// <summary>A handshake that <see cref="Here"/> opens: numbers 100 and 500, so 101 and 501 come next.</summary>
    public void Open(double at, string client = Here, string server = There, double rtt = 0.02)
    {
        Tcp(at, client, server, "S", 100);
        Tcp(at + rtt, server, client, "SA", 500, 101);
        Tcp(at + rtt, client, server, "A", 101, 501);
    }

    public void Udp(double at, string from, string to, int length = 100)
    {
        var frame = Frame(at, from, to, IpProtocol.Udp, 42 + length);
        frame.PayloadLength = length;
        frame.Payload = new byte[length];
        Add(in frame);
    }

    public void Message(double at, string from, string to, IpProtocol protocol, ushort type, ushort identifier = 0)
    {
        var frame = Frame(at, from, to, protocol, 74);
        frame.MessageType = type;
        frame.SourcePort = frame.DestinationPort = identifier;
        Add(in frame);
    }

    public void Arp(double at, string from, string to, ushort operation)
    {
        var frame = Frame(at, from, to, 0, 60);
        frame.Network = NetworkLayer.Arp;
        frame.MessageType = operation;
        Add(in frame);
    }

    public void Idle(double at) => _shard.OnIdle(Time(at));

    public void Add(in Frame frame)
    {
        _shard.BeginBatch();
        _shard.Add(in frame);
        _shard.EndBatch();
    }

    public static Frame Frame(double at, string from, string to, IpProtocol protocol, int wireLength)
    {
        var (source, sourcePort) = Endpoint(from);
        var (destination, destinationPort) = Endpoint(to);
        return new Frame
        {
            Timestamp = Time(at),
            WireLength = wireLength,
            Network = FlowText.IsIPv4(source) ? NetworkLayer.IPv4 : NetworkLayer.IPv6,
            Protocol = protocol,
            Source = source,
            SourcePort = sourcePort,
            Destination = destination,
            DestinationPort = destinationPort,
        };
    }

    private static (UInt128 Address, ushort Port) Endpoint(string text) =>
        !text.StartsWith('[') && text.Count(c => c == ':') != 1 ? (Address(text), (ushort)0)
        : (Address(text[..text.LastIndexOf(':')].Trim('[', ']')), ushort.Parse(text.AsSpan(text.LastIndexOf(':') + 1), provider: null));
}
