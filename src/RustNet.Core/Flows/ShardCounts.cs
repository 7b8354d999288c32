using RustNet.Core.Wire;

namespace RustNet.Core.Flows;

/// <summary>Running totals of one shard. Guarded by its lock.</summary>
internal struct ShardCounts
{
    public long Packets;
    public long Bytes;
    public long BytesReceived;
    public long BytesSent;
    public int TcpConnections;
    public int UdpConnections;
    public long ConnectionsTotal;
    public long PacketsNotTracked;
    public long PacketsLocalhostHidden;
    public long LatePackets;
    public long InterfaceCopies;
    public long OwnersNotSought;
    public TcpTotals Tcp;

    /// <summary>A flow has come.</summary>
    public void OnCreated(IpProtocol protocol)
    {
        ConnectionsTotal++;
        OnCount(protocol, 1);
    }

    /// <summary>A flow has gone.</summary>
    public void OnEnded(IpProtocol protocol) => OnCount(protocol, -1);

    private void OnCount(IpProtocol protocol, int change)
    {
        if (protocol == IpProtocol.Tcp)
        {
            TcpConnections += change;
        }
        else if (protocol == IpProtocol.Udp)
        {
            UdpConnections += change;
        }
    }
}
