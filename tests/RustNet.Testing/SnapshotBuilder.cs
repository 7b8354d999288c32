using System.Net;
using RustNet.Core.Dpi;
using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>
/// Builds connections as readers of the table see them. What a test does not set is an outgoing TCP connection from
/// 10.0.0.2:51000 to 192.0.2.1:443, one packet of 60 bytes each way, seen at <see cref="Start"/>.
/// </summary>
public sealed record SnapshotBuilder
{
    /// <summary>2024-05-01 12:00:00 UTC in packet time.</summary>
    public const long Start = 1_714_564_800_000_000_000;

    public long Id { get; init; } = 1;
    public NetworkLayer? Network { get; init; }
    public IpProtocol Protocol { get; init; } = IpProtocol.Tcp;
    public string Local { get; init; } = "10.0.0.2:51000";
    public string Remote { get; init; } = "192.0.2.1:443";
    public FlowDirection Direction { get; init; } = FlowDirection.Outgoing;
    public FlowInitiator Initiator { get; init; } = FlowInitiator.Local;
    public ushort VlanId { get; init; }
    public int InterfaceIndex { get; init; }
    public string State { get; init; } = "ESTABLISHED";
    public long FirstSeen { get; init; } = Start;
    public long LastSeen { get; init; } = Start;
    public long PacketsSent { get; init; } = 1;
    public long PacketsReceived { get; init; } = 1;
    public long BytesSent { get; init; } = 60;
    public long BytesReceived { get; init; } = 60;
    public double DownRate { get; init; }

    public double RateSpan { get; init; } = 1;
    public double UpRate { get; init; }
    public FlowEnd End { get; init; }
    public AppInfo? App { get; init; }
    public ProcessInfo? Process { get; init; }
    public OwnerMatch Match { get; init; } = OwnerMatch.Exact;
    public TcpQualitySnapshot? Tcp { get; init; }

    /// <summary>The connection. <see cref="Local"/> and <see cref="Remote"/> are <c>address:port</c>, <c>[v6]:port</c>, or an address alone.</summary>
    public FlowSnapshot Build()
    {
        var (local, localPort) = Endpoint(Local);
        var (remote, remotePort) = Endpoint(Remote);
        var network = Network ?? (FlowText.IsIPv4(local) ? NetworkLayer.IPv4 : NetworkLayer.IPv6);
        var key = FlowKey.Of(network, Protocol, local, localPort, remote, remotePort, out var localIsA);
        return new FlowSnapshot
        {
            Identity = new FlowIdentity
            {
                Id = Id,
                Key = key,
                LocalIsA = localIsA,
                Direction = Direction,
                Initiator = Initiator,
                FirstSeen = FirstSeen,
                VlanId = VlanId,
                InterfaceIndex = InterfaceIndex,
            },
            State = State,
            LastSeen = LastSeen,
            PacketsSent = PacketsSent,
            PacketsReceived = PacketsReceived,
            BytesSent = BytesSent,
            BytesReceived = BytesReceived,
            DownRate = DownRate,
            RateSpan = RateSpan,
            UpRate = UpRate,
            AgesFrom = LastSeen,
            Timeout = 300 * PacketTime.Second,
            End = End,
            App = App,
            Owner = Process is null && Match == OwnerMatch.Exact ? null : new FlowOwner(Process, Match),
            Tcp = Tcp,
        };
    }

    private static (UInt128 Address, ushort Port) Endpoint(string text)
    {
        if (IPAddress.TryParse(text, out var alone) && (!text.Contains(':', StringComparison.Ordinal) || text[0] != '['))
        {
            return (FlowText.FromIPAddress(alone), 0);
        }

        var endpoint = IPEndPoint.Parse(text);
        return (FlowText.FromIPAddress(endpoint.Address), (ushort)endpoint.Port);
    }
}

/// <summary>An application with the facts a test gives it.</summary>
public sealed record SampleApp(string Protocol, string? Host, params AppField[] Facts) : AppInfo
{
    public override string Protocol { get; } = Protocol;

    public string? SamplePhase { get; init; }

    public bool IsOfTheNetwork { get; init; }

    public override bool IsApplication => !IsOfTheNetwork;

    public override string? HostName => Host;

    public override string? Phase => SamplePhase;

    public override void AddFields(List<AppField> fields) => fields.AddRange(Facts);
}
