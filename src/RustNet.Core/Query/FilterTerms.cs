using System.Buffers;

namespace RustNet.Core.Query;

/// <summary>Turns the terms of a filter into conditions: keywords, names of application fields, and free text.</summary>
internal static class FilterTerms
{
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

    /// <summary>The condition of one term; <see langword="null"/> where it asks for nothing yet, or on <paramref name="error"/>.</summary>
    /// <param name="term">The term.</param>
    /// <param name="error">What is wrong with it.</param>
    /// <param name="missing">What it lacks, where typing on can bring that.</param>
    public static FilterNode? Build(FilterToken term, out FilterError? error, out FilterError? missing)
    {
        missing = term.Missing;
        if (term.Keyword is null)
        {
            return FreeText(term, out error, ref missing);
        }

        if (FilterKeywords.Find(term.Keyword) is not { } keyword)
        {
            return ApplicationField(term, out error);
        }

        missing ??= keyword.Field.Missing(term);
        return keyword.Field.Build(term, out error);
    }

    /// <summary>
    /// A dotted name is that of an application field (<c>tls.version:1.3</c>). Which exist is known to the dissectors only, so
    /// such a term is never wrong, and as it may be a host and a port (<c>example.org:443</c>) it is text, too.
    /// </summary>
    private static FilterNode? ApplicationField(FilterToken term, out FilterError? error)
    {
        var name = term.Keyword!;
        var field = new TextField((row, matcher, in _) =>
            AppFacts.HasField(row.App, matcher, name, static (field, name) => field.Equals(name, StringComparison.OrdinalIgnoreCase)));
        var node = field.Build(term, out error);
        return node is not null && term is { Operator: FilterOperator.None, ValueKind: FilterValueKind.Word }
            ? AnyOfNode.Of([node, new FreeTextNode(new ContainedText($"{name}:{term.Value}"))])
            : node;
    }

    private static FilterNode? FreeText(FilterToken term, out FilterError? error, ref FilterError? missing)
    {
        if (term.ValueKind == FilterValueKind.Word && UnknownKeyword(term) is { } unknown)
        {
            // Up to its colon it is all of the term: a port or a URL may still come. Until then it is the text before the colon.
            if (unknown.Length == term.Value.Length)
            {
                error = null;
                missing = unknown;
                return new FreeTextNode(new ContainedText(term.Value[..^1]));
            }

            error = unknown;
            return null;
        }

        var matcher = FilterText.Matcher(term, out error);
        if (matcher is null || term.Value.Length == 0)
        {
            return null;
        }

        var text = new FreeTextNode(matcher);
        return FilterText.CanonicalAddress(term) is { } canonical ? AnyOfNode.Of([text, new FreeTextNode(new ContainedText(canonical))])
            : term.ValueKind == FilterValueKind.Word && AddressNetwork.TryParse(term.Value, out var network)
                ? AnyOfNode.Of([text, new NetworkNode(network, ofLocal: true, ofRemote: true)])
            : text;
    }

    /// <summary>
    /// The error of <c>foo:bar</c>. No error: what may be an address (<c>fe80::1</c>, <c>aa:bb:cc</c>), a host with a port
    /// (<c>localhost:8080</c>) unless it looks like a mistyped keyword, or a URL.
    /// </summary>
    private static FilterError? UnknownKeyword(FilterToken term)
    {
        var colon = term.Value.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return null;
        }

        var name = term.Value.AsSpan(0, colon);
        var value = term.Value.AsSpan(colon + 1);
        var isWord = !name.ContainsAnyExcept(s_nameCharacters);
        var mayBeAddress = name.Length <= 4 && !name.ContainsAnyExcept(s_hexadecimal);
        if (!isWord || mayBeAddress || value.StartsWith('/'))
        {
            return null;
        }

        // A number behind the colon is a port as likely: only what is all but a keyword is taken for one.
        if (!FilterSuggestion.IsMistyped(name) && !value.IsEmpty && !value.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var likely = FilterSuggestion.For(name);
        return new FilterError(
            term.Start, colon + 1,
            likely.Count > 0
                ? $"there is no keyword {name}: (did you mean {string.Join(" or ", likely.Select(static keyword => $"{keyword.Name}:"))} ?); in quotes it is text"
                : $"there is no keyword {name}:, only {FilterKeywords.Names}; in quotes it is text");
    }
}
