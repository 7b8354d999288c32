using RustNet.Core.Dpi;
using RustNet.Core.Wire;

namespace RustNet.Core.Tests.Dpi;

/// <summary>One flow under inspection: tests say who sends what, sequence numbers follow.</summary>
internal sealed class Conversation(Inspector inspector, Transports transport, ushort clientPort = 51000, ushort serverPort = 443)
{
    private FlowInspection _flow;
    private long _now;

    public Conversation(Transports transport, ushort clientPort = 51000, ushort serverPort = 443)
        : this(new Inspector(), transport, clientPort, serverPort)
    {
    }

    public Inspector Inspector => inspector;

    public AppInfo? App => _flow.App;

    public bool IsFinished => _flow.IsFinished;

    /// <summary>Response times, from the first request on.</summary>
    public ResponseTimer? Responses => _flow.Responses;

    /// <summary>Next sequence number of the client, then of the server.</summary>
    public uint[] Next { get; } = [0xffff_ff00, 1000];   // the client's wraps early

    /// <summary>Facts as name and value.</summary>
    public Dictionary<string, string> Facts => _flow.App?.Fields.ToDictionary(f => f.Name, f => f.Value) ?? [];

    /// <summary>SYN and SYN+ACK: both streams are seen from their beginning.</summary>
    public Conversation Open()
    {
        if (transport == Transports.Tcp)
        {
            Segment(true, Next[0] - 1, [], flags: TcpFlags.Syn);
            Segment(false, Next[1] - 1, [], flags: TcpFlags.Syn | TcpFlags.Ack);
        }

        return this;
    }

    /// <summary>The next bytes of a direction in one packet.</summary>
    public Conversation Send(bool fromClient, ReadOnlySpan<byte> bytes)
    {
        Segment(fromClient, Next[fromClient ? 0 : 1], bytes);
        return Skip(fromClient, bytes.Length);
    }

    public Conversation Client(ReadOnlySpan<byte> bytes) => Send(true, bytes);

    public Conversation Server(ReadOnlySpan<byte> bytes) => Send(false, bytes);

    /// <summary>The next bytes, each packet carrying at most <paramref name="size"/> of them.</summary>
    public Conversation SendCut(bool fromClient, byte[] bytes, int size)
    {
        foreach (var piece in bytes.Chunk(size))
        {
            Send(fromClient, piece);
        }

        return this;
    }

    /// <summary>Bytes of a direction that the capture never shows.</summary>
    public Conversation Skip(bool fromClient, int count)
    {
        Next[fromClient ? 0 : 1] += (uint)count;
        return this;
    }

    /// <summary>A packet with a place of its own. <paramref name="wireLength"/> above the bytes' length: cut by the snap length.</summary>
    public void Segment(bool fromClient, uint sequence, ReadOnlySpan<byte> bytes, int? wireLength = null, TcpFlags flags = TcpFlags.Ack)
    {
        var frame = new Frame
        {
            Timestamp = _now += PacketTime.Millisecond,
            Network = transport == Transports.Arp ? NetworkLayer.Arp : NetworkLayer.IPv4,
            Protocol = transport switch
            {
                Transports.Tcp => IpProtocol.Tcp,
                Transports.Udp => IpProtocol.Udp,
                Transports.Icmp => IpProtocol.Icmp,
                Transports.IcmpV6 => IpProtocol.IcmpV6,
                Transports.Igmp => IpProtocol.Igmp,
                _ => default,
            },
            SourcePort = fromClient ? clientPort : serverPort,
            DestinationPort = fromClient ? serverPort : clientPort,
            TcpFlags = transport == Transports.Tcp ? flags : TcpFlags.None,
            Sequence = sequence,
            Acknowledgment = Next[fromClient ? 1 : 0],
            Payload = bytes,
            PayloadLength = wireLength ?? bytes.Length,
        };
        inspector.Inspect(ref _flow, frame, fromClient);
    }

    public void Close() => inspector.Close(ref _flow);

    public void Release() => inspector.Release(ref _flow);
}
