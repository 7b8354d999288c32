using System.Text;

namespace RustNet.Core.Query;

/// <summary>
/// Cuts a filter's text into tokens. Total: every text has tokens, each at least one character long, so that a parser
/// that takes them until <see cref="FilterTokenKind.End"/> terminates.
/// </summary>
internal struct FilterScanner(string text)
{
    private int _at;

    /// <summary>The next token; <see cref="FilterTokenKind.End"/> at the end, again and again.</summary>
    public FilterToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        if (_at == text.Length)
        {
            return new FilterToken(FilterTokenKind.End, _at, _at);
        }

        var kind = text[_at] switch
        {
            '(' => FilterTokenKind.Open,
            ')' => FilterTokenKind.Close,
            '!' => FilterTokenKind.Not,
            _ => FilterTokenKind.Term,
        };
        return kind == FilterTokenKind.Term ? Term() : new FilterToken(kind, _at, ++_at);
    }

    private FilterToken Term()
    {
        var start = _at;
        var keyword = Keyword();
        var comparison = keyword is null ? FilterOperator.None : Operator();
        var (kind, value, valueStart) = Value();
        return new FilterToken(FilterTokenKind.Term, start, _at)
        {
            Keyword = keyword,
            Operator = comparison,
            ValueKind = kind,
            Value = value,
            ValueStart = valueStart,
        };
    }

    /// <summary>
    /// Takes <c>name:</c> where the name is a keyword, or dotted as the names of application fields are; else takes
    /// nothing. Addresses (<c>fe80::1</c>, <c>10.0.0.1:443</c>) are never taken for names.
    /// </summary>
    private string? Keyword()
    {
        var end = _at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-'))
        {
            end++;
        }

        if (end == text.Length || text[end] != ':' || !char.IsAsciiLetter(text[_at]))
        {
            return null;
        }

        var name = text[_at..end];
        if (FilterKeywords.Find(name) is null && !name.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }

        _at = end + 1;
        return name;
    }

    /// <summary>Takes the comparison, and the spaces after it, if there is one. A <c>!</c> alone at the end is the beginning of one.</summary>
    private FilterOperator Operator()
    {
        var rest = text.AsSpan(_at);
        var (comparison, length) = rest switch
        {
            ['>', '=', ..] => (FilterOperator.GreaterOrEqual, 2),
            ['<', '=', ..] => (FilterOperator.LessOrEqual, 2),
            ['!', '=', ..] => (FilterOperator.NotEqual, 2),
            ['=', '=', ..] => (FilterOperator.Equal, 2),
            ['>', ..] => (FilterOperator.Greater, 1),
            ['<', ..] => (FilterOperator.Less, 1),
            ['=', ..] => (FilterOperator.Equal, 1),
            ['!'] => (FilterOperator.NotEqual, 1),
            _ => (FilterOperator.None, 0),
        };
        _at += length;
        while (length > 0 && _at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return comparison;
    }

    private (FilterValueKind Kind, string Value, int Start) Value() => _at < text.Length
        ? text[_at] switch
        {
            '"' => Quoted(),
            '/' => Pattern(),
            _ => Word(),
        }
        : (FilterValueKind.Word, "", _at);

    /// <summary>Up to white space or a parenthesis.</summary>
    private (FilterValueKind Kind, string Value, int Start) Word()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')'))
        {
            _at++;
        }

        return (FilterValueKind.Word, text[start.._at], start);
    }

    /// <summary>Up to the closing quote, or to the end while that is not typed. <c>\"</c> and <c>\\</c> stand for themselves.</summary>
    private (FilterValueKind Kind, string Value, int Start) Quoted()
    {
        var start = ++_at;
        var value = new StringBuilder();
        for (; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\')
            {
                _at++;
            }

            value.Append(text[_at]);
        }

        var isClosed = _at < text.Length;
        _at = Math.Min(_at + 1, text.Length);
        return (isClosed ? FilterValueKind.Quoted : FilterValueKind.UnclosedQuote, value.ToString(), start);
    }

    /// <summary>
    /// Up to the slash that is followed by white space, a closing parenthesis or the end, so that slashes inside need no
    /// escape. Without one it is a word that may hold balanced parentheses: a pattern being typed, or a path.
    /// </summary>
    private (FilterValueKind Kind, string Value, int Start) Pattern()
    {
        var start = _at + 1;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '/' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || text[i + 1] == ')'))
            {
                _at = i + 1;
                return (FilterValueKind.Pattern, text[start..i], start);
            }
        }

        var depth = 0;
        for (_at = start; _at < text.Length && !char.IsWhiteSpace(text[_at]); _at++)
        {
            depth += text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0)
            {
                break;
            }
        }

        return (FilterValueKind.UnclosedPattern, text[start.._at], start);
    }
}
