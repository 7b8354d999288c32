using RustNet.Tui.Painting;

namespace RustNet.Tui.Details;

/// <summary>One fact: a label and a value.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The fact.</param>
/// <param name="Tone">How the value looks.</param>
internal readonly record struct DetailField(string Label, string Value, Tone Tone = Tone.Text);

/// <summary>Facts that belong together.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Fields">The facts in the order to show them.</param>
internal sealed record DetailSection(string Title, IReadOnlyList<DetailField> Fields);
