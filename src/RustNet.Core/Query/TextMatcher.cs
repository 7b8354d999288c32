using System.Text.RegularExpressions;

namespace RustNet.Core.Query;

/// <summary>A condition on one text. Ignores case. Immutable; safe from any thread.</summary>
internal abstract class TextMatcher
{
    /// <summary>Any text but the empty one: is there something at all?</summary>
    public static TextMatcher Any { get; } = new AnyText();

    /// <summary>Whether the text meets the condition.</summary>
    public abstract bool IsMatch(ReadOnlySpan<char> text);

    /// <summary>As <see cref="IsMatch(ReadOnlySpan{char})"/>; what is not known meets no condition.</summary>
    public bool IsMatch(string? text) => text is not null && IsMatch(text.AsSpan());

    private sealed class AnyText : TextMatcher
    {
        public override bool IsMatch(ReadOnlySpan<char> text) => !text.IsEmpty;
    }
}

/// <summary>The text contains another.</summary>
internal sealed class ContainedText(string part) : TextMatcher
{
    public override bool IsMatch(ReadOnlySpan<char> text) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The text is another.</summary>
internal sealed class EqualText(string whole) : TextMatcher
{
    public override bool IsMatch(ReadOnlySpan<char> text) => text.Equals(whole, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A regular expression is found in the text.</summary>
internal sealed class PatternText(Regex pattern) : TextMatcher
{
    public override bool IsMatch(ReadOnlySpan<char> text) => pattern.IsMatch(text);
}

/// <summary>The first number in the text compares: 1.2 in <c>TLSv1.2</c>, 404 in <c>404 Not Found</c>.</summary>
internal sealed class NumberInText(NumberMatcher number) : TextMatcher
{
    public override bool IsMatch(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return false;
        }

        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        return FilterAmount.TryParseNumber(text[start..end], out var value) && number.IsMatch(value);
    }
}
