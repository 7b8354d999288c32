using RustNet.Core.Flows;
using RustNet.Core.Wire;

namespace RustNet.Tui.Tests.Testing;

internal sealed class FakeMonitor : IMonitor
{
    public IReadOnlyList<FlowSnapshot> Listening { get; set; } = [];

    public IReadOnlyList<FlowSnapshot> TakeListening() => Listening;

    public List<FlowSnapshot> Rows { get; } = [];

    public List<FlowSnapshot> History { get; } = [];

    public EngineStatistics Statistics { get; set; } = new() { Now = Flows.Now, Packets = 12_345, Bytes = 9_000_000, BytesReceived = 8_000_000, BytesSent = 1_000_000, ConnectionsTotal = 321, Retransmissions = 7, OutOfOrder = 3 };

    public MonitorStatus Status { get; set; } = new() { Source = "eth0", LinkType = "Ethernet", IsLive = true };

    public int Looks { get; private set; }

    public int Clears { get; private set; }

    public TableSnapshot Take()
    {
        Looks++;
        return new TableSnapshot([.. Rows], Totals());
    }

    public TableSnapshot TakeHistory() => new([.. History], Totals());

    public void Clear()
    {
        Clears++;
        Rows.Clear();
        History.Clear();
    }

    public bool TracksLocalhost { get; private set; }

    public void TrackLocalhost() => TracksLocalhost = true;

    public string? InterfaceName(int index) => index == 2 ? "eth0" : null;

    private EngineStatistics Totals() => Statistics with
    {
        Connections = Rows.Count,
        TcpConnections = Rows.Count(row => row.Identity.Key.Protocol == IpProtocol.Tcp),
        UdpConnections = Rows.Count(row => row.Identity.Key.Protocol == IpProtocol.Udp),
    };
}
