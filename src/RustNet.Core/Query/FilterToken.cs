namespace RustNet.Core.Query;

/// <summary>What a <see cref="FilterToken"/> is.</summary>
internal enum FilterTokenKind
{
    End,
    Open,
    Close,
    Not,
    Term,
}

/// <summary>How the value of a term was written.</summary>
internal enum FilterValueKind
{
    Word,
    Quoted,

    /// <summary>Text whose closing quote is missing (yet).</summary>
    UnclosedQuote,
    Pattern,

    /// <summary>A word that begins like a pattern and has no closing slash (yet).</summary>
    UnclosedPattern,
}

/// <summary>How a term compares.</summary>
internal enum FilterOperator
{
    /// <summary>None was written: contains, or for amounts at least.</summary>
    None,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary>One element of a filter's text, from <see cref="Start"/> up to <see cref="End"/>.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Start, int End)
{
    /// <summary>The word in front of the colon of a <c>keyword:value</c> term, as typed; else <see langword="null"/>.</summary>
    public string? Keyword { get; init; }

    /// <summary>The comparison in front of the value.</summary>
    public FilterOperator Operator { get; init; }

    /// <summary>How the value was written.</summary>
    public FilterValueKind ValueKind { get; init; }

    /// <summary>The value without quotes, slashes and escapes; empty where it is not typed yet.</summary>
    public string Value { get; init; } = "";

    /// <summary>Index of the first character of the value's content.</summary>
    public int ValueStart { get; init; }

    /// <summary>Whether it is this bare word (in any case): <c>or</c>, <c>and</c>, <c>not</c>.</summary>
    public bool IsWord(string word) =>
        Kind == FilterTokenKind.Term && Keyword is null && ValueKind == FilterValueKind.Word
        && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a term lacks whatever it asks for, and typing on can bring; <see langword="null"/> where nothing does.</summary>
    public FilterError? Missing =>
        ValueKind == FilterValueKind.UnclosedQuote ? Error("this text in quotes is not closed")
        : ValueKind == FilterValueKind.UnclosedPattern && Value.Length == 0 ? Error("there is nothing between the slashes")
        : ValueKind == FilterValueKind.Word && Value.Length == 0 && Operator != FilterOperator.None ? Error("there is no value to compare with")
        : null;

    /// <summary>An error that marks the whole element.</summary>
    public FilterError Error(string reason) => new(Start, Math.Max(1, End - Start), reason);

    /// <summary>An error that marks the value, without the slash that closes a pattern.</summary>
    public FilterError ValueError(string reason)
    {
        var length = ValueKind == FilterValueKind.Pattern ? Value.Length : End - ValueStart;
        return length > 0 ? new FilterError(ValueStart, length, reason) : Error(reason);
    }
}
