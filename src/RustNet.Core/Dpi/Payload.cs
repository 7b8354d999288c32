namespace RustNet.Core.Dpi;

/// <summary>What a dissector looks at. Valid only during the call.</summary>
public readonly ref struct Payload
{
    /// <summary>
    /// UDP: one datagram's payload; ICMP, ICMPv6, IGMP and ARP: one whole message. TCP: the bytes of one direction in order without gaps, from the first byte of that
    /// direction (or from where the dissector's last message ended).
    /// </summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>What it came by: one of the values.</summary>
    public Transports Transport { get; init; }

    /// <summary>True when the connection's initiator sent it.</summary>
    public bool FromInitiator { get; init; }

    /// <summary>
    /// True when what came before was not seen (capture began mid-stream, or bytes were lost): <see cref="Bytes"/> starts where a
    /// segment does, which may be anywhere in a message. Only what cannot be mistaken may be claimed.
    /// </summary>
    public bool StartsInGap { get; init; }

    /// <summary>
    /// True when the bytes that follow will never be seen (cut by the snap length, lost, or beyond the budget): waiting is in
    /// vain, so what is certain of an incomplete message should be told now.
    /// </summary>
    public bool EndsInGap { get; init; }

    /// <summary>Port of the sender; the identifier of an ICMP echo; 0 where there are no ports.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Port of the receiver, as <see cref="SourcePort"/>.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>Capture time, nanoseconds since 1970 UTC.</summary>
    public long Timestamp { get; init; }

    /// <summary>What this dissector answered for the flow before, or <see langword="null"/>.</summary>
    public AppInfo? Current { get; init; }

    /// <summary>What this dissector left with the flow (<see cref="Finding.Memory"/>), or <see langword="null"/>.</summary>
    public DissectorMemory? Memory { get; init; }

    /// <summary>True when either port is <paramref name="port"/>.</summary>
    public bool HasPort(ushort port) => SourcePort == port || DestinationPort == port;
}
