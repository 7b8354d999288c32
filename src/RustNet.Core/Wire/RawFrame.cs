namespace RustNet.Core.Wire;

/// <summary>
/// One captured frame as its source hands it over. Valid only during the call that carries it: the bytes lie in the
/// source's own buffer.
/// </summary>
public readonly ref struct RawFrame
{
    /// <summary>The captured bytes from the link-layer header on; may be fewer than <see cref="WireLength"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Length on the wire in bytes, link-layer header included. Never below 0.</summary>
    public int WireLength { get; init; }

    /// <summary>Capture time in nanoseconds since 1970-01-01 UTC (<see cref="PacketTime"/>).</summary>
    public long Timestamp { get; init; }

    /// <summary>Type of the link-layer header.</summary>
    public LinkLayer LinkLayer { get; init; }

    /// <summary>
    /// The source's own number for the interface the frame was seen on (a pcapng interface id, 0 for a plain live
    /// capture). A cooked v2 header overrides it with the kernel's interface index; see <see cref="Frame.InterfaceIndex"/>.
    /// </summary>
    public int InterfaceIndex { get; init; }
}
