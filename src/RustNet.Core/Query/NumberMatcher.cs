using System.Globalization;

namespace RustNet.Core.Query;

/// <summary>A condition on one number. Immutable; safe from any thread.</summary>
internal abstract class NumberMatcher
{
    /// <summary>Any number: is it known at all?</summary>
    public static NumberMatcher Any { get; } = new AnyNumber();

    /// <summary>Whether the number meets the condition.</summary>
    public abstract bool IsMatch(double number);

    /// <summary>As <see cref="IsMatch(double)"/>; what is not known meets no condition.</summary>
    public bool IsMatch(double? number) => number is { } known && IsMatch(known);

    private sealed class AnyNumber : NumberMatcher
    {
        public override bool IsMatch(double number) => true;
    }
}

/// <summary>The number compares with another.</summary>
internal sealed class ComparedNumber(FilterOperator comparison, double with) : NumberMatcher
{
    public override bool IsMatch(double number) => comparison switch
    {
        FilterOperator.Equal => number == with,
        FilterOperator.NotEqual => number != with,
        FilterOperator.Greater => number > with,
        FilterOperator.Less => number < with,
        FilterOperator.LessOrEqual => number <= with,
        _ => number >= with,
    };
}

/// <summary>The number's decimal digits meet a condition on text: <c>port:44</c> finds 443 and 8044.</summary>
internal sealed class NumberDigits(TextMatcher digits) : NumberMatcher
{
    public override bool IsMatch(double number)
    {
        Span<char> text = stackalloc char[20];
        return ((long)number).TryFormat(text, out var length, provider: CultureInfo.InvariantCulture) && digits.IsMatch(text[..length]);
    }
}
