namespace RustNet.Core.Wire;

/// <summary>
/// The rest of a frame from one layer on: the bytes that were captured of it, and how many there were on the wire, which is
/// never fewer. Steps and limits keep the two in agreement, so that no parser adds lengths.
/// </summary>
internal readonly ref struct Layer
{
    public Layer(ReadOnlySpan<byte> bytes, int wireLength)
    {
        Bytes = bytes;
        WireLength = Math.Max(wireLength, bytes.Length);
    }

    /// <summary>The captured bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Length on the wire; at least that of <see cref="Bytes"/>.</summary>
    public int WireLength { get; }

    /// <summary>What follows a header of this length. The header must have been captured.</summary>
    public Layer After(int headerLength) => new(Bytes[headerLength..], WireLength - headerLength);

    /// <summary>The layer up to the length its own header states: cuts padding, and adds nothing where the header promises too much.</summary>
    public Layer LimitedTo(int length) =>
        length >= WireLength ? this : new Layer(Bytes.Length > length ? Bytes[..length] : Bytes, length);
}
