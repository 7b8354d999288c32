namespace RustNet.Tui.Painting;

/// <summary>A piece of a line in one tone.</summary>
/// <param name="Column">Where it starts.</param>
/// <param name="Text">The text.</param>
/// <param name="Tone">How it looks.</param>
internal readonly record struct PageSpan(int Column, string Text, Tone Tone);

/// <summary>One line of a page that is scrolled as a whole (Details, Help): pieces from left to right that do not overlap.</summary>
internal sealed record PageLine(params PageSpan[] Spans)
{
    /// <summary>An empty line.</summary>
    public static PageLine Empty { get; } = new();
}
