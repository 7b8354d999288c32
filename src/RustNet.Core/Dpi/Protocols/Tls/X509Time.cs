namespace RustNet.Core.Dpi.Protocols.Tls;

/// <summary>
/// The two forms of time in a certificate (RFC 5280 §4.1.2.5). Seconds left out and offsets from UTC, which only X.680 §46 and §47
/// allow, occur and are read too.
/// </summary>
internal static class X509Time
{
    private const byte UtcTime = 0x17;           // YYMMDDHHMM[SS](Z|+hhmm|-hhmm)
    private const byte GeneralizedTime = 0x18;   // YYYYMMDDHHMM[SS](Z|+hhmm|-hhmm)
    private const int FirstUtcYear = 1950;

    /// <summary>Reads a Validity: notBefore, notAfter, both UTC.</summary>
    public static bool TryReadTwo(ReadOnlySpan<byte> validity, out DateTime notBefore, out DateTime notAfter)
    {
        var reader = new BerReader(validity);
        notAfter = default;
        return TryRead(ref reader, out notBefore) && TryRead(ref reader, out notAfter) && reader.AtEnd;
    }

    private static bool TryRead(ref BerReader reader, out DateTime time)
    {
        time = default;
        return reader.TryRead(UtcTime, out var digits) ? TryParse(digits, 2, out time)
            : reader.TryRead(GeneralizedTime, out digits) && TryParse(digits, 4, out time);
    }

    private static bool TryParse(ReadOnlySpan<byte> text, int yearDigits, out DateTime time)
    {
        time = default;
        var end = text.IndexOfAny("Z+-"u8);
        if (end < 0 || !TryParseOffset(text[end..], out var offset) || (end != yearDigits + 8 && end != yearDigits + 10)
            || text[..end].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var year = Number(text[..yearDigits]);
        if (yearDigits == 2)
        {
            year += year < FirstUtcYear % 100 ? 2000 : 1900;
        }

        var rest = text[yearDigits..end];
        var (month, day) = (Number(rest[..2]), Number(rest[2..4]));
        var (hour, minute, second) = (Number(rest[4..6]), Number(rest[6..8]), Number(rest[8..]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - offset.Ticks;
        time = new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text is [(byte)'Z'])
        {
            return true;
        }

        if (text.Length != 5 || text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var (hours, minutes) = (Number(text[1..3]), Number(text[3..]));
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return hours < 24 && minutes < 60;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = number * 10 + (digit - '0');
        }

        return number;
    }
}
