using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace RustNet.Core.Dpi;

/// <summary>
/// Strings made lately of plain ASCII, to be used again: the connections of a machine name the same few hosts, programs and servers, and each
/// of them would keep its own copy for as long as it lives. Each thread has its own, so that nobody waits. Bounded: a text loses its place
/// to the next one that falls there.
/// </summary>
internal static class RecentText
{
    private const int Places = 512;
    private const int LongestKept = 64;

    [ThreadStatic]
    private static string?[]? t_places;

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
        Span<byte> digits = stackalloc byte[20];
        return Utf8Formatter.TryFormat(number, digits, out var length) ? Of(digits[..length]) : throw new UnreachableException();
    }

    /// <summary>A number behind <c>0x</c> in at least so many lower-case hexadecimal digits, at most eight.</summary>
    public static string Hexadecimal(uint number, byte digits)
    {
        Span<byte> text = stackalloc byte[10];
        "0x"u8.CopyTo(text);
        return Utf8Formatter.TryFormat(number, text[2..], out var length, new StandardFormat('x', digits)) ? Of(text[..(2 + length)]) : throw new UnreachableException();
    }
}
