using System.Globalization;
using System.Text;

namespace RustNet.Core.Dpi;

/// <summary>
/// Strings made lately of plain ASCII and of numbers, to be used again: the connections of a machine name the same few hosts,
/// programs and servers, and each of them would keep its own copy for as long as it lives. Each thread has its own, so that nobody
/// waits. Bounded: a text loses its place to the next one that falls there.
/// </summary>
internal static class RecentText
{
    private const int Places = 512;
    private const int LongestKept = 64;

    private const int NumberPlaces = 256;

    [ThreadStatic]
    private static string?[]? t_places;

    [ThreadStatic]
    private static NumberPlace[]? t_numbers;

    /// <summary>The bytes, all of them ASCII, as a string.</summary>
    public static string Of(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length > LongestKept)
        {
            return Encoding.ASCII.GetString(ascii);
        }

        t_places ??= new string?[Places];
        ref var place = ref t_places[(PlaceHash.Of(ascii, (ulong)ascii.Length) >> 32) % Places];
        if (place is null || !Ascii.Equals(ascii, place))
        {
            place = Encoding.ASCII.GetString(ascii);
        }

        return place;
    }

    /// <summary>A number in decimal digits.</summary>
    public static string Number(ulong number)
    {
        ref var place = ref PlaceOf(number, isHexadecimal: false, 0);
        return place.Text ??= number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A number behind <c>0x</c> in at least so many lower-case hexadecimal digits, at most eight.</summary>
    public static string Hexadecimal(uint number, byte digits)
    {
        ref var place = ref PlaceOf(number, isHexadecimal: true, digits);
        return place.Text ??= string.Create(CultureInfo.InvariantCulture, $"0x{number.ToString("x" + digits, CultureInfo.InvariantCulture)}");
    }

    // Apart from the texts: names that come once would drive out the few numbers that every connection has.
    private static ref NumberPlace PlaceOf(ulong number, bool isHexadecimal, byte digits)
    {
        t_numbers ??= new NumberPlace[NumberPlaces];
        ref var place = ref t_numbers[(number ^ number >> 8 ^ number >> 16) % NumberPlaces];
        if (place.Number != number || place.IsHexadecimal != isHexadecimal || place.Digits != digits)
        {
            place = new NumberPlace { Number = number, IsHexadecimal = isHexadecimal, Digits = digits };
        }

        return ref place;
    }

    private struct NumberPlace
    {
        public ulong Number;
        public string? Text;
        public bool IsHexadecimal;
        public byte Digits;
    }
}
