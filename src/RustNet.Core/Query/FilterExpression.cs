using System.Diagnostics.CodeAnalysis;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>
/// A parsed filter: the grammar is told by <see cref="FilterSyntax"/> and <see cref="FilterKeywords"/>. Made for live typing: what is
/// only unfinished (an open quote or parenthesis, <c>port:</c>, a last <c>or</c>) is no error. Immutable; safe from any thread.
/// </summary>
public sealed class FilterExpression
{
    /// <summary>Most characters a filter may have.</summary>
    public const int MaxLength = 1_000;

    private readonly FilterNode? _root;
    private readonly Func<int, string?>? _interfaceName;

    private FilterExpression(string text, FilterNode? root, FilterError? unfinished, Func<int, string?>? interfaceName)
    {
        Text = text;
        Unfinished = unfinished;
        _root = root;
        _interfaceName = interfaceName;
    }

    /// <summary>Matches everything.</summary>
    public static FilterExpression All { get; } = new("", null, null, null);

    /// <summary>The text it was parsed from, empty for <see cref="All"/>.</summary>
    public string Text { get; }

    /// <summary>True where nothing is asked for: empty text, or text with nothing finished in it.</summary>
    public bool MatchesAll => _root is null;

    /// <summary>
    /// What is missing at the end of the text, or <see langword="null"/>: for whoever is given a filter that nobody goes on typing.
    /// </summary>
    public FilterError? Unfinished { get; }

    /// <summary>Parses a filter. On failure <paramref name="error"/> marks the place and says why. Never throws on any text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FilterExpression? expression, [NotNullWhen(false)] out FilterError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new FilterParser(text);
        var root = parser.Parse();
        error = parser.Error;
        expression = error is null ? new FilterExpression(text, root, parser.Unfinished, null) : null;
        return error is null;
    }

    /// <summary>The same filter with <c>interface:</c> able to name interfaces; without it that keyword matches nothing.</summary>
    public FilterExpression WithInterfaceNames(Func<int, string?> interfaceName) => new(Text, _root, Unfinished, interfaceName);

    /// <summary>Whether the connection passes, at packet time <paramref name="now"/>.</summary>
    public bool Matches(FlowSnapshot connection, long now) =>
        _root is null || _root.Matches(connection, new FilterContext(now, _interfaceName));
}

/// <summary>Where and why a filter cannot be understood.</summary>
/// <param name="Position">Index of the first offending character in the text.</param>
/// <param name="Length">Number of offending characters, at least 1, all inside the text.</param>
/// <param name="Reason">One short sentence for the user.</param>
public sealed record FilterError(int Position, int Length, string Reason);

/// <summary>What a filter needs to know besides the connection.</summary>
/// <param name="Now">Packet time from which ages count.</param>
/// <param name="InterfaceName">Names an interface index; <see langword="null"/> where nobody can.</param>
internal readonly record struct FilterContext(long Now, Func<int, string?>? InterfaceName);
