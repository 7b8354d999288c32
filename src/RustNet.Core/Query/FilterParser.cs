namespace RustNet.Core.Query;

/// <summary>
/// Recursive descent over the tokens: <c>or</c> binds loosest, then juxtaposition and <c>and</c>, then <c>!</c> and <c>not</c>. A rule
/// answers <see langword="null"/> where nothing is asked for yet; the first error ends it all.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>Levels of parentheses and negations; keeps parsing and matching far from the end of the stack.</summary>
    private const int MaxDepth = 50;

    private readonly string _text;
    private FilterScanner _scanner;
    private FilterToken _next;

    public FilterParser(string text)
    {
        _text = text;
        _scanner = new FilterScanner(text);
    }

    /// <summary>Why there is no result, after <see cref="Parse"/>.</summary>
    public FilterError? Error { get; private set; }

    /// <summary>
    /// What is missing at the end, after <see cref="Parse"/>: no error while somebody types, one where nothing more will come.
    /// </summary>
    public FilterError? Unfinished { get; private set; }

    /// <summary>The expression's root; <see langword="null"/> where everything matches, or on <see cref="Error"/>.</summary>
    public FilterNode? Parse()
    {
        if (_text.Length > FilterExpression.MaxLength)
        {
            Error = new FilterError(
                FilterExpression.MaxLength, _text.Length - FilterExpression.MaxLength, $"a filter has at most {FilterExpression.MaxLength} characters");
            return null;
        }

        Advance();
        var root = Alternatives(0);
        if (Error is null && _next.Kind == FilterTokenKind.Close)
        {
            Error = _next.Error("there is no ( that this closes");
        }

        return Error is null ? root : null;
    }

    private bool IsDone => Error is not null || _next.Kind is FilterTokenKind.End or FilterTokenKind.Close;

    private void Advance() => _next = _scanner.Next();

    private FilterNode? Fail(FilterError error)
    {
        Error ??= error;
        return null;
    }

    // What was begun last is finished first: of several the innermost is told.
    private void Expect(FilterError missing) => Unfinished ??= missing;

    private FilterNode? Alternatives(int depth)
    {
        var alternatives = new List<FilterNode>();
        while (true)
        {
            if (Conjunction(depth) is { } alternative)
            {
                alternatives.Add(alternative);
            }

            if (IsDone)
            {
                return Error is null ? AnyOfNode.Of(alternatives) : null;
            }

            TakeConnective(); // only an "or" ends a conjunction
        }
    }

    private FilterNode? Conjunction(int depth)
    {
        var conditions = new List<FilterNode>();
        var needsOperand = true;
        while (!IsDone)
        {
            var isOr = _next.IsWord("or");
            if ((isOr || _next.IsWord("and")) && !IsBeingTypedAsOperand(needsOperand))
            {
                if (needsOperand)
                {
                    return Fail(_next.Error($"'{_next.Value}' needs something on its left; in quotes it is text"));
                }

                if (isOr)
                {
                    break;
                }

                TakeConnective();
                needsOperand = true;
                continue;
            }

            if (Operand(depth) is { } condition)
            {
                conditions.Add(condition);
            }

            needsOperand = false;
        }

        return Error is null ? AllOfNode.Of(conditions) : null;
    }

    /// <summary>The very last word may still become a longer one (<c>or</c> of <c>oracle</c>): where an operand is due, it is text.</summary>
    private bool IsBeingTypedAsOperand(bool needsOperand) => needsOperand && _next.End == _text.Length;

    private void TakeConnective()
    {
        var connective = _next;
        Advance();
        if (_next.Kind == FilterTokenKind.Close)
        {
            Fail(NothingBehind(connective));
        }
        else if (_next.Kind == FilterTokenKind.End)
        {
            Expect(NothingBehind(connective));
        }
    }

    private static FilterError NothingBehind(FilterToken connective) =>
        connective.Error($"'{connective.Value}' needs something on its right; in quotes it is text");

    private FilterNode? Operand(int depth)
    {
        if (depth >= MaxDepth)
        {
            return Fail(_next.Error($"nested deeper than {MaxDepth} levels"));
        }

        var token = _next;
        if (token.Kind == FilterTokenKind.Not || token.IsWord("not"))
        {
            Advance();
            return Negation(token, depth);
        }

        if (token.Kind == FilterTokenKind.Open)
        {
            Advance();
            return Group(token, depth);
        }

        Advance();
        var node = FilterTerms.Build(token, out var error, out var missing);
        if (missing is not null && token.End == _text.Length)
        {
            Expect(missing);
            missing = null;
        }

        return (error ?? missing) is { } wrong ? Fail(wrong) : node;
    }

    private FilterNode? Negation(FilterToken negation, int depth)
    {
        if (_next.Kind == FilterTokenKind.Close || ((_next.IsWord("or") || _next.IsWord("and")) && _next.End < _text.Length))
        {
            return Fail(NothingNegated(negation));
        }

        if (_next.Kind == FilterTokenKind.End)
        {
            Expect(NothingNegated(negation));
            return null;
        }

        return Operand(depth + 1) is { } operand ? new NotNode(operand) : null;
    }

    private static FilterError NothingNegated(FilterToken negation) => negation.Error("there is nothing to negate; in quotes it is text");

    private FilterNode? Group(FilterToken open, int depth)
    {
        if (_next.Kind == FilterTokenKind.Close)
        {
            return Fail(new FilterError(open.Start, _next.End - open.Start, "there is nothing between the parentheses"));
        }

        var group = Alternatives(depth + 1);
        if (Error is null && _next.Kind == FilterTokenKind.Close)
        {
            Advance();
        }
        else if (Error is null)
        {
            Expect(open.Error("this ( is not closed"));
        }

        return group;
    }
}
