using System.Buffers;
using System.Globalization;

namespace RustNet.Core.Query;

/// <summary>What a number of a filter counts, and so which units may follow it.</summary>
internal enum FilterUnit
{
    /// <summary>A number that names something: digits only.</summary>
    Identifier,

    /// <summary>How many: <c>10k</c>, <c>2M</c>.</summary>
    Count,

    /// <summary>Bytes: <c>1M</c>, <c>1.5MB</c>, <c>64KiB</c>.</summary>
    Bytes,

    /// <summary>Bytes per second: as bytes, also <c>100k/s</c>.</summary>
    Rate,

    /// <summary>A duration whose bare numbers are milliseconds; the value is in milliseconds.</summary>
    Milliseconds,

    /// <summary>A duration whose bare numbers are seconds; the value is in milliseconds.</summary>
    Seconds,
}

/// <summary>
/// Reads the numbers of a filter. Prefixes are decimal as in <see cref="Names.UnitText"/> (k = 1,000), with an i binary
/// (Ki = 1,024), in any case. What is on the way to a good number (<c>1.</c>, <c>100k/</c>) is one.
/// </summary>
internal static class FilterAmount
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Milliseconds)[] s_durations =
    [
        ("ns", 1e-6), ("us", 1e-3), ("µs", 1e-3), ("ms", 1), ("s", 1e3), ("m", 6e4), ("mi", 6e4), ("min", 6e4), ("h", 3.6e6), ("d", 8.64e7),
    ];

    /// <summary>Reads the whole text, in the base unit of <paramref name="unit"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, FilterUnit unit, out double value) => unit switch
    {
        FilterUnit.Identifier => TryParseNumber(text, out value) && !text.Contains('.'),
        FilterUnit.Milliseconds => TryParseDuration(text, 1, out value),
        FilterUnit.Seconds => TryParseDuration(text, 1e3, out value),
        _ => TryParseScaled(text, unit, out value),
    };

    /// <summary>Reads digits with at most one decimal point, which is a number's beginning, too.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text is "." ? "0" : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(s_number);
        return length < 0 ? text.Length : length;
    }

    private static bool TryParseScaled(ReadOnlySpan<char> text, FilterUnit unit, out double value)
    {
        var length = NumberLength(text);
        if (!TryParseNumber(text[..length], out value))
        {
            return false;
        }

        var rest = text[length..];
        var prefix = rest.IsEmpty ? -1 : "kmgtpe".IndexOf(char.ToLowerInvariant(rest[0]), StringComparison.Ordinal);
        if (prefix >= 0)
        {
            rest = rest[1..];
            var isBinary = rest is ['i' or 'I', ..];
            rest = isBinary ? rest[1..] : rest;
            value *= Math.Pow(isBinary ? 1024 : 1000, prefix + 1);
        }

        if (unit != FilterUnit.Count && rest is ['b' or 'B', ..])
        {
            rest = rest[1..];
        }

        return rest.IsEmpty || (unit == FilterUnit.Rate && rest is "/" or "/s" or "/S");
    }

    /// <summary>One or more numbers with units: <c>50ms</c>, <c>1.5s</c>, <c>3m05s</c>; the last may have none.</summary>
    private static bool TryParseDuration(ReadOnlySpan<char> text, double bareUnit, out double value)
    {
        value = 0;
        var isFirst = true;
        do
        {
            var length = NumberLength(text);
            if (!TryParseNumber(text[..length], out var number))
            {
                return false;
            }

            text = text[length..];
            var unitLength = UnitLength(text);
            if (!TryFindUnit(text[..unitLength], isFirst ? bareUnit : 1e3, out var unit))
            {
                return false;
            }

            value += number * unit;
            text = text[unitLength..];
            isFirst = false;
        }
        while (!text.IsEmpty);

        return true;
    }

    private static int UnitLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyInRange('0', '9');
        return length < 0 ? text.Length : length;
    }

    private static bool TryFindUnit(ReadOnlySpan<char> text, double bareUnit, out double milliseconds)
    {
        milliseconds = bareUnit;
        foreach (var (unit, value) in s_durations)
        {
            if (text.Equals(unit, StringComparison.OrdinalIgnoreCase))
            {
                milliseconds = value;
                return true;
            }
        }

        return text.IsEmpty;
    }
}
