using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>Turns the values of terms into conditions on text.</summary>
internal static class FilterText
{
    /// <summary>
    /// The condition a value asks for: contains, or is (with <c>=</c> and <c>!=</c>, which the caller negates), or a pattern is
    /// found. An empty value asks for any text. <see langword="null"/> on <paramref name="error"/>.
    /// </summary>
    public static TextMatcher? Matcher(FilterToken term, out FilterError? error)
    {
        error = null;
        if (term.Value.Length == 0)
        {
            return TextMatcher.Any;
        }

        if (term.ValueKind == FilterValueKind.Pattern)
        {
            return FilterPattern.Compile(term, out error);
        }

        if (term.ValueKind == FilterValueKind.UnclosedPattern)
        {
            // Still being typed, or a path: a pattern as soon as it is one, text as long as it is not.
            return FilterPattern.Compile(term, out _) ?? new ContainedText('/' + term.Value);
        }

        return term.Operator == FilterOperator.None ? new ContainedText(term.Value) : new EqualText(term.Value);
    }

    /// <summary>
    /// The text by which rows show the IPv6 address that the value spells differently (<c>2001:DB8:0::1</c>), or <see langword="null"/>.
    /// </summary>
    public static string? CanonicalAddress(FilterToken term)
    {
        if (term.ValueKind != FilterValueKind.Word || !term.Value.Contains(':', StringComparison.Ordinal)
            || !AddressNetwork.TryParseAddress(term.Value, out var address))
        {
            return null;
        }

        var canonical = FlowText.Address(address);
        return canonical.Equals(term.Value, StringComparison.OrdinalIgnoreCase) ? null : canonical;
    }
}
