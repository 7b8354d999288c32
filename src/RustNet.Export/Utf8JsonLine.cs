using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using RustNet.Core.Dpi;

namespace RustNet.Export;

/// <summary>
/// The bytes of JSON lines in the making. Knows text, numbers and escaping, nothing about what is written. Text comes
/// out so that neither a JSON reader nor a terminal that shows the line can be misled: besides what RFC 8259 §7 demands,
/// every control character up to U+009F and every mark that reorders or breaks lines is escaped, and unpaired
/// surrogates become U+FFFD. Not thread-safe.
/// </summary>
internal sealed class Utf8JsonLine(int capacity)
{
    /// <summary>Longest escape of one UTF-16 unit: <c>\u009b</c>.</summary>
    private const int MaxBytesPerChar = 6;

    private static readonly SearchValues<char> s_plain = SearchValues.Create(PlainCharacters());

    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next call of any other member.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Room for at least <paramref name="size"/> bytes; what is written there counts after <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(Length + size)));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts <paramref name="count"/> bytes that were written into what <see cref="Reserve"/> answered.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Length += utf8.Length;
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        var formatted = Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Debug.Assert(formatted, "20 bytes hold every long");
        Length += written;
    }

    /// <summary>Writes a member of an object, with a comma before it where it follows another one.</summary>
    /// <param name="follows">Whether it does.</param>
    /// <param name="name">Its key: letters, digits, dots and underscores only, as the names of facts are.</param>
    /// <param name="value">Its value, any text.</param>
    public void Member(bool follows, string name, string value)
    {
        Debug.Assert(name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'), "nothing in a name is escaped");
        var destination = Reserve(checked(name.Length + 4 + LongestQuoted(value)));
        var written = 0;
        if (follows)
        {
            destination[written++] = (byte)',';
        }

        destination[written++] = (byte)'"';
        Ascii.FromUtf16(name, destination[written..], out var copied);
        written += copied;
        destination[written++] = (byte)'"';
        destination[written++] = (byte)':';
        Length += written + Quote(value, destination[written..]);
    }

    /// <summary>Writes a quoted string.</summary>
    public void String(ReadOnlySpan<char> text) => Length += Quote(text, Reserve(LongestQuoted(text)));

    private static int LongestQuoted(ReadOnlySpan<char> text) => checked(2 + text.Length * MaxBytesPerChar);

    private static int Quote(ReadOnlySpan<char> text, Span<byte> destination)
    {
        destination[0] = (byte)'"';
        var written = 1;
        while (true)
        {
            var plain = text.IndexOfAnyExcept(s_plain);
            plain = plain < 0 ? text.Length : plain;
            Ascii.FromUtf16(text[..plain], destination[written..], out var copied);
            written += copied;
            text = text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var consumed); // an unpaired surrogate decodes as U+FFFD
            written += Character(rune, destination[written..]);
            text = text[consumed..];
        }

        destination[written++] = (byte)'"';
        return written;
    }

    private static int Character(Rune rune, Span<byte> destination)
    {
        if (rune.Value is '"' or '\\')
        {
            destination[0] = (byte)'\\';
            destination[1] = (byte)rune.Value;
            return 2;
        }

        if (WireText.IsPlain(rune))
        {
            return rune.EncodeToUtf8(destination);
        }

        Span<char> units = stackalloc char[2];
        var written = 0;
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            written += Escape(unit, destination[written..]);
        }

        return written;
    }

    private static int Escape(int value, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        destination[1] = (byte)'u';
        for (var i = 0; i < 4; i++)
        {
            var nibble = (value >> (12 - 4 * i)) & 0xf;
            destination[2 + i] = (byte)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
        }

        return MaxBytesPerChar;
    }

    private static string PlainCharacters() =>
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\')));
}
