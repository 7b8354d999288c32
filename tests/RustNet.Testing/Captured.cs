using RustNet.Core.Wire;

namespace RustNet.Testing;

/// <summary>
/// A frame that outlives its call: what a test feeds in, and what a <see cref="RecordingSink"/> took down.
/// </summary>
/// <param name="Bytes">The captured bytes from the link-layer header on.</param>
/// <param name="Timestamp">Nanoseconds since 1970 UTC; <see cref="At"/> counts from a fixed day.</param>
public sealed record Captured(byte[] Bytes, long Timestamp = Captured.Start)
{
    /// <summary>2026-01-01 00:00:00 UTC, where the time of tests begins.</summary>
    public const long Start = 1_767_225_600 * PacketTime.Second;

    private readonly int? _wireLength;

    /// <summary>Length on the wire; that of the bytes unless set.</summary>
    public int WireLength
    {
        get => _wireLength ?? Bytes.Length;
        init => _wireLength = value;
    }

    public LinkLayer LinkLayer { get; init; } = LinkLayer.Ethernet;

    public int InterfaceIndex { get; init; }

    /// <summary>The frame as a source delivers it.</summary>
    public RawFrame Raw => new()
    {
        Bytes = Bytes,
        WireLength = WireLength,
        Timestamp = Timestamp,
        LinkLayer = LinkLayer,
        InterfaceIndex = InterfaceIndex,
    };

    /// <summary>A frame seen so many seconds after <see cref="Start"/>.</summary>
    public static Captured At(double seconds, byte[] bytes, LinkLayer linkLayer = LinkLayer.Ethernet) =>
        new(bytes, Start + (long)Math.Round(seconds * PacketTime.Second)) { LinkLayer = linkLayer };

    /// <summary>The same frame as a capture with this snap length keeps it.</summary>
    public Captured CutTo(int snapLength) =>
        this with { Bytes = Bytes[..Math.Min(snapLength, Bytes.Length)], WireLength = WireLength };
}
