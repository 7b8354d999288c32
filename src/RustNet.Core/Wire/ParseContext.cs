namespace RustNet.Core.Wire;

/// <summary>What the parsers of all layers share: the views, the fragmented datagrams, and the counts. Owned by one <see cref="FrameParser"/>.</summary>
internal sealed class ParseContext
{
    private readonly long[] _counts = new long[FrameOddities.Count];

    public HeaderViews Views { get; } = new();

    public FragmentTable Fragments { get; } = new();

    public long CountOf(FrameOddity oddity) => _counts[(int)oddity];

    public void Count(FrameOddity oddity, long frames = 1) => _counts[(int)oddity] += frames;
}
