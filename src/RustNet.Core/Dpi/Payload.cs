namespace RustNet.Core.Dpi;

/// <summary>What a dissector looks at. Valid only during the call.</summary>
public readonly ref struct Payload
{
    /// <summary>
    /// UDP: one datagram's payload. TCP: the bytes of one direction in order without gaps, from the first byte of that
    /// direction (or from where the dissector's last complete message ended).
    /// </summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>TCP or UDP.</summary>
    public Transports Transport { get; init; }

    /// <summary>True when the connection's initiator sent it.</summary>
    public bool FromInitiator { get; init; }

    /// <summary>Port of the sender.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Port of the receiver.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>Capture time, nanoseconds since 1970 UTC.</summary>
    public long Timestamp { get; init; }

    /// <summary>What this dissector answered for the flow before, or <see langword="null"/>.</summary>
    public AppInfo? Current { get; init; }
}
