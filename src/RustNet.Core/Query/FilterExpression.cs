#pragma warning disable CA1822 // skeleton: remove with the real bodies
using System.Diagnostics.CodeAnalysis;
using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>A parsed filter (SPEC §13). Immutable; safe from any thread.</summary>
public sealed class FilterExpression
{
    /// <summary>Matches everything.</summary>
    public static FilterExpression All { get; } = new();

    /// <summary>The text it was parsed from, empty for <see cref="All"/>.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Parses a filter. On failure <paramref name="error"/> marks the place and says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FilterExpression? expression, [NotNullWhen(false)] out FilterError? error)
    {
        expression = new FilterExpression { Text = text };
        error = null;
        return true;
    }

    /// <summary>Whether the connection passes, at packet time <paramref name="now"/>.</summary>
    public bool Matches(FlowSnapshot connection, long now) => true;
}

/// <summary>Where and why a filter cannot be understood.</summary>
/// <param name="Position">Index of the first offending character in the text.</param>
/// <param name="Length">Number of offending characters, at least 1.</param>
/// <param name="Reason">One short sentence for the user.</param>
public sealed record FilterError(int Position, int Length, string Reason);
