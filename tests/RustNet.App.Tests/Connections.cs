using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.App.Tests;

/// <summary>Ended connections for tests that need no engine.</summary>
internal static class Connections
{
    public static FlowSnapshot Ended(long id = 1) => new()
    {
        Identity = new FlowIdentity
        {
            Id = id,
            Key = FlowKey.Of(NetworkLayer.IPv4, IpProtocol.Tcp, FlowText.FromIPv4(0x0a000001), 50_000, FlowText.FromIPv4(0x0a000002), 443, out var fromA),
            LocalIsA = fromA,
            Direction = FlowDirection.Outgoing,
            Initiator = FlowInitiator.Local,
            FirstSeen = PacketTime.Second,
        },
        State = "CLOSED",
        LastSeen = 2 * PacketTime.Second,
        PacketsSent = 1,
        PacketsReceived = 1,
        BytesSent = 60,
        BytesReceived = 60,
        AgesFrom = 2 * PacketTime.Second,
        Timeout = 5 * PacketTime.Second,
        End = FlowEnd.Closed,
    };
}

/// <summary>Remembers what it is told.</summary>
internal sealed class RecordingObserver : IFlowObserver
{
    public List<FlowSnapshot> Ended { get; } = [];

    public void OnEnded(FlowSnapshot connection) => Ended.Add(connection);
}
