using RustNet.Core.Flows;

namespace RustNet.Core.Query;

/// <summary>What a keyword looks at, and how its values are read. One kind of field per kind of value.</summary>
internal abstract class FilterField
{
    /// <summary>The condition a term on this field asks for; <see langword="null"/> only on <paramref name="error"/>.</summary>
    public abstract FilterNode? Build(FilterToken term, out FilterError? error);

    /// <summary>
    /// What the value of a good term lacks for this field (<see cref="FilterToken.Missing"/> for any), and typing on can bring;
    /// <see langword="null"/> where nothing does.
    /// </summary>
    public virtual FilterError? Missing(FilterToken term) => null;
}

/// <summary>Tells whether one of the field's texts (those that are known) meets the condition.</summary>
internal delegate bool TextAccess(FlowSnapshot row, TextMatcher matcher, in FilterContext context);

/// <summary>Tells whether one of the field's numbers (those that are known) meets the condition.</summary>
internal delegate bool NumberAccess(FlowSnapshot row, NumberMatcher matcher, in FilterContext context);

/// <summary>Text: contains, is, or a pattern is found. <c>&lt;</c> and <c>&gt;</c> compare the first number in it.</summary>
internal sealed class TextField(TextAccess access) : FilterField
{
    public override FilterNode? Build(FilterToken term, out FilterError? error)
    {
        if (term.Operator is FilterOperator.None or FilterOperator.Equal or FilterOperator.NotEqual || term.Value.Length == 0)
        {
            return FilterText.Matcher(term, out error) is not { } matcher ? null
                : term.Operator == FilterOperator.NotEqual && term.Value.Length > 0 ? new OtherText(access, matcher)
                : new Node(access, matcher);
        }

        error = FilterAmount.TryParseNumber(term.Value, out var value) && term.ValueKind == FilterValueKind.Word
            ? null : term.ValueError("< and > compare numbers");
        return error is null ? new Node(access, new NumberInText(new ComparedNumber(term.Operator, value))) : null;
    }

    private sealed class Node(TextAccess access, TextMatcher matcher) : FilterNode
    {
        public override bool Matches(FlowSnapshot row, in FilterContext context) => access(row, matcher, context);
    }

    /// <summary><c>!=</c>: there is a text, and none of them is this one.</summary>
    private sealed class OtherText(TextAccess access, TextMatcher excluded) : FilterNode
    {
        public override bool Matches(FlowSnapshot row, in FilterContext context) =>
            access(row, TextMatcher.Any, context) && !access(row, excluded, context);
    }
}

/// <summary>Text out of a closed list: what is part of none of its words is a mistake, not an empty result.</summary>
/// <param name="access">Looks at a connection.</param>
/// <param name="words">All words, asked for when there is a value to judge.</param>
/// <param name="mistake">What to tell of a value that is none of them.</param>
/// <param name="misnomer">What to tell of a value that means one of them by another name; <see langword="null"/> of others.</param>
internal sealed class WordField(
    TextAccess access, Func<IReadOnlyList<string>> words, Func<FilterToken, string> mistake, Func<string, string?>? misnomer = null) : FilterField
{
    private readonly TextField _text = new(access);

    public override FilterNode? Build(FilterToken term, out FilterError? error)
    {
        if (IsText(term))
        {
            var meant = misnomer?.Invoke(term.Value);
            if (meant is not null || !words().Any(word => IsBegun(term, word)))
            {
                error = term.ValueError(meant ?? mistake(term));
                return null;
            }
        }

        return _text.Build(term, out error);
    }

    /// <summary>After <c>=</c> and <c>!=</c> the whole word.</summary>
    public override FilterError? Missing(FilterToken term) =>
        IsText(term) && term.Operator != FilterOperator.None && !words().Any(word => word.Equals(term.Value, StringComparison.OrdinalIgnoreCase))
            ? term.ValueError(mistake(term))
            : null;

    private static bool IsBegun(FilterToken term, string word) => term.Operator == FilterOperator.None
        ? word.Contains(term.Value, StringComparison.OrdinalIgnoreCase)
        : word.StartsWith(term.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsText(FilterToken term) => term is
    {
        ValueKind: FilterValueKind.Word or FilterValueKind.Quoted or FilterValueKind.UnclosedQuote,
        Operator: FilterOperator.None or FilterOperator.Equal or FilterOperator.NotEqual,
        Value.Length: > 0,
    };
}

/// <summary>Numbers that name something (ports, process ids): without a comparison, their digits contain the value.</summary>
internal sealed class IdentifierField(NumberAccess access) : FilterField
{
    public override FilterNode? Build(FilterToken term, out FilterError? error)
    {
        error = null;
        if (term.Value.Length == 0)
        {
            return new NumberNode(access, NumberMatcher.Any);
        }

        if (term.ValueKind == FilterValueKind.Pattern)
        {
            return FilterPattern.Compile(term, out error) is { } pattern ? new NumberNode(access, new NumberDigits(pattern)) : null;
        }

        if (!FilterAmount.TryParse(term.Value, FilterUnit.Identifier, out var value))
        {
            error = term.ValueError($"{term.Keyword!.ToLowerInvariant()}: takes digits, such as 443 or >1024");
            return null;
        }

        return term.Operator == FilterOperator.None
            ? new NumberNode(access, new NumberDigits(new ContainedText(term.Value)))
            : NumberNode.Compare(access, term.Operator, value);
    }
}

/// <summary>Amounts: without a comparison, at least the value.</summary>
internal sealed class AmountField(FilterUnit unit, NumberAccess access) : FilterField
{
    public override FilterNode? Build(FilterToken term, out FilterError? error)
    {
        error = null;
        if (term.Value.Length == 0)
        {
            return new NumberNode(access, NumberMatcher.Any);
        }

        if (term.ValueKind is FilterValueKind.Pattern or FilterValueKind.UnclosedPattern || !FilterAmount.TryParse(term.Value, unit, out var value))
        {
            error = term.ValueError($"{term.Keyword!.ToLowerInvariant()}: takes an amount, such as {Example}");
            return null;
        }

        return NumberNode.Compare(access, term.Operator, value);
    }

    private string Example => unit switch
    {
        FilterUnit.Bytes => ">1M or <=64k",
        FilterUnit.Rate => ">100k or >1.5M/s",
        FilterUnit.Milliseconds => ">50ms or <1s",
        FilterUnit.Seconds => "<10s or >5m",
        _ => ">10 or >=1k",
    };
}

/// <summary>A number of the connection meets a condition.</summary>
internal sealed class NumberNode(NumberAccess access, NumberMatcher matcher) : FilterNode
{
    /// <summary>The condition of a comparison. <c>!=</c>: the number is known, and none of them is this one.</summary>
    public static FilterNode Compare(NumberAccess access, FilterOperator comparison, double value) => comparison == FilterOperator.NotEqual
        ? new AllOfNode([new NumberNode(access, NumberMatcher.Any), new NotNode(new NumberNode(access, new ComparedNumber(FilterOperator.Equal, value)))])
        : new NumberNode(access, new ComparedNumber(comparison, value));

    public override bool Matches(FlowSnapshot row, in FilterContext context) => access(row, matcher, context);
}
