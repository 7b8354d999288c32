namespace RustNet.Core.Flows;

/// <summary>Running totals of the engine since its start, as of <see cref="Now"/>. Immutable.</summary>
public sealed record EngineStatistics
{
    /// <summary>Packet time of the newest frame or idle tick, nanoseconds since 1970 UTC; 0 before the first.</summary>
    public long Now { get; init; }

    /// <summary>Frames delivered by the capture source.</summary>
    public long Packets { get; init; }

    /// <summary>Wire bytes of those frames.</summary>
    public long Bytes { get; init; }

    /// <summary>Wire bytes that local endpoints received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Wire bytes that local endpoints sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Connections in the table now.</summary>
    public int Connections { get; init; }

    /// <summary>TCP connections in the table now.</summary>
    public int TcpConnections { get; init; }

    /// <summary>UDP connections in the table now.</summary>
    public int UdpConnections { get; init; }

    /// <summary>Connections seen since the start.</summary>
    public long ConnectionsTotal { get; init; }

    /// <summary>Packets of connections that were not tracked because the table was full.</summary>
    public long PacketsNotTracked { get; init; }

    /// <summary>Connections (first packets) not tracked because the table was full.</summary>
    public long ConnectionsNotTracked { get; init; }

    /// <summary>Packets of localhost connections, which are not tracked unless the user asks for them.</summary>
    public long PacketsLocalhostHidden { get; init; }

    /// <summary>
    /// Stray TCP segments (FIN, RST, bare ACK) that came within 30 s after their connection had left the table. Those of a
    /// connection that had closed are in no connection's counts.
    /// </summary>
    public long LatePackets { get; init; }

    /// <summary>
    /// Frames that were seen on another interface just before: they are in <see cref="Packets"/> and <see cref="Bytes"/>, and in nothing else.
    /// </summary>
    public long InterfaceCopies { get; init; }

    /// <summary>TCP segments retransmitted, since the start.</summary>
    public long Retransmissions { get; init; }

    /// <summary>TCP segments out of order, since the start.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>TCP fast retransmissions, since the start.</summary>
    public long FastRetransmissions { get; init; }

    /// <summary>Frames that could not be used, by stable reason name, in a fixed order; only reasons that occurred.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Oddities { get; init; } = [];

    /// <summary>Connections whose owner nobody has looked for, because too many came at a time.</summary>
    public long OwnersNotSought { get; init; }

    /// <summary>Flows whose inspection was given up because reassembly memory was at its ceiling.</summary>
    public long InspectionsOverCeiling { get; init; }
}
