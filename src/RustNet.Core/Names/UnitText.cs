using RustNet.Core.Wire;

namespace RustNet.Core.Names;

/// <summary>
/// Amounts for people, short enough for a column. Units are decimal, as network equipment, <c>ip -s -h</c> and filters
/// (<c>bytes:&gt;1M</c>) count: 1K = 1,000 bytes, 1M = 1,000,000. Safe from any thread, independent of the culture.
/// </summary>
public static class UnitText
{
    /// <summary>Characters that always suffice for one value of any of the <c>TryFormat</c> methods.</summary>
    public const int MaxLength = 16;

    private const string Prefixes = "KMGTPEZY";

    /// <summary>Bytes: <c>0B</c>, <c>999B</c>, <c>1.0K</c>, <c>12.3M</c>, at most six characters; negative counts as 0.</summary>
    public static string Bytes(long bytes)
    {
        Span<char> text = stackalloc char[MaxLength];
        TryFormatBytes(bytes, text, out var written);
        return new string(text[..written]);
    }

    /// <summary>Bytes per second: <c>0B/s</c>, <c>12.3K/s</c>; negative and undefined numbers count as 0.</summary>
    public static string Rate(double bytesPerSecond)
    {
        Span<char> text = stackalloc char[MaxLength];
        TryFormatRate(bytesPerSecond, text, out var written);
        return new string(text[..written]);
    }

    /// <summary>Elapsed nanoseconds, cut as clocks cut: <c>7s</c>, <c>3m05s</c>, <c>1h02m</c>, <c>2d03h</c>; negative counts as 0.</summary>
    public static string Duration(long nanoseconds)
    {
        Span<char> text = stackalloc char[MaxLength];
        TryFormatDuration(nanoseconds, text, out var written);
        return new string(text[..written]);
    }

    /// <summary>A round-trip time given in milliseconds: <c>123µs</c>, <c>12.3ms</c>, <c>1.23s</c>; negative and undefined numbers count as 0.</summary>
    public static string Milliseconds(double milliseconds)
    {
        Span<char> text = stackalloc char[MaxLength];
        TryFormatMilliseconds(milliseconds, text, out var written);
        return new string(text[..written]);
    }

    /// <summary>As <see cref="Bytes"/>, without allocating; <see langword="false"/> where the text does not fit.</summary>
    public static bool TryFormatBytes(long bytes, Span<char> destination, out int written) =>
        TryFormatAmount(Math.Max(0, bytes), destination, "", out written);

    /// <summary>As <see cref="Rate"/>, without allocating; <see langword="false"/> where the text does not fit.</summary>
    public static bool TryFormatRate(double bytesPerSecond, Span<char> destination, out int written) =>
        TryFormatAmount(Sane(bytesPerSecond), destination, "/s", out written);

    /// <summary>As <see cref="Duration"/>, without allocating; <see langword="false"/> where the text does not fit.</summary>
    public static bool TryFormatDuration(long nanoseconds, Span<char> destination, out int written)
    {
        var seconds = Math.Max(0, nanoseconds) / PacketTime.Second;
        var text = new ShortText(destination);
        if (seconds < 60)
        {
            text.Append(seconds);
            text.Append("s");
            return text.TryFinish(out written);
        }

        var (upper, upperUnit, lower, lowerUnit) = seconds switch
        {
            < 3600 => (seconds / 60, "m", seconds % 60, "s"),
            < 86400 => (seconds / 3600, "h", seconds / 60 % 60, "m"),
            _ => (seconds / 86400, "d", seconds / 3600 % 24, "h"),
        };
        text.Append(upper);
        text.Append(upperUnit);
        text.Append(lower, "00");
        text.Append(lowerUnit);
        return text.TryFinish(out written);
    }

    /// <summary>As <see cref="Milliseconds"/>, without allocating; <see langword="false"/> where the text does not fit.</summary>
    public static bool TryFormatMilliseconds(double milliseconds, Span<char> destination, out int written)
    {
        // The unit is chosen after rounding, so that 999.96 ms is "1.00s" and never "1000.0ms".
        var value = Math.Min(Sane(milliseconds), 999_999_000);
        var microseconds = Round(value * 1000);
        var tenths = Round(value * 10);
        var hundredthsOfSecond = Round(value / 10);

        var text = new ShortText(destination);
        if (microseconds < 1000)
        {
            text.Append(microseconds);
            text.Append("µs");
        }
        else if (tenths < 10_000)
        {
            text.Append(tenths / 10);
            text.Append(".");
            text.Append(tenths % 10);
            text.Append("ms");
        }
        else
        {
            text.Append(hundredthsOfSecond / 100);
            text.Append(".");
            text.Append(hundredthsOfSecond % 100, "00");
            text.Append("s");
        }

        return text.TryFinish(out written);
    }

    private static bool TryFormatAmount(double amount, Span<char> destination, string suffix, out int written)
    {
        var text = new ShortText(destination);
        if (Round(amount) < 1000)
        {
            text.Append(Round(amount));
            text.Append("B");
        }
        else
        {
            // As above: step up while the rounded tenths would need a fourth digit, so that 999,950 is "1.0M".
            var prefix = 0;
            amount /= 1000;
            while (Round(amount * 10) >= 10_000 && prefix < Prefixes.Length - 1)
            {
                amount /= 1000;
                prefix++;
            }

            var tenths = Math.Min(Round(amount * 10), 9_999);
            text.Append(tenths / 10);
            text.Append(".");
            text.Append(tenths % 10);
            text.Append(Prefixes.AsSpan(prefix, 1));
        }

        text.Append(suffix);
        return text.TryFinish(out written);
    }

    private static long Round(double value) =>
        value >= long.MaxValue ? long.MaxValue : (long)Math.Round(value, MidpointRounding.AwayFromZero);

    private static double Sane(double value) => value > 0 ? value : 0;
}
