using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace RustNet.Core.Dpi;

/// <summary>
/// Makes text from the wire harmless. Every string that inspection keeps goes through here once, so that no control
/// character, escape sequence or bidirectional override ever reaches a terminal or a log. Pure; safe from any thread.
/// </summary>
public static class WireText
{
    /// <summary>Characters kept of one value where a caller names no other limit.</summary>
    public const int DefaultLength = 256;

    /// <summary>Characters kept of a whole line: a message, a line of a log.</summary>
    public const int LineLength = 4096;

    /// <summary>Longest host name in characters, without a trailing dot (RFC 1035 §2.3.4).</summary>
    public const int MaxHostNameLength = 253;

    private const int MaxLabelLength = 63;   // RFC 1035 §2.3.4
    private const int MaxUtf8Width = 4;      // RFC 3629 §3

    private static readonly SearchValues<byte> s_ofHostNames = SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);
    private const char Ellipsis = '…';

    /// <summary>
    /// Bytes that ought to be UTF-8, as text of at most <paramref name="maxLength"/> UTF-16 characters. Invalid sequences and
    /// every character that is not plainly visible become U+FFFD; a longer text ends in an ellipsis.
    /// </summary>
    public static string Clean(ReadOnlySpan<byte> bytes, int maxLength = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (bytes.Length <= maxLength && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return RecentText.Of(bytes);   // nearly all text on the wire
        }

        // No character takes more than four bytes, so what lies beyond this can only be cut away: one more shows that it was.
        var enough = Math.Min((long)bytes.Length, ((long)maxLength + 1) * MaxUtf8Width);
        var text = new Builder(stackalloc char[256], maxLength);
        var rest = bytes[..(int)enough];
        while (!rest.IsEmpty && !text.IsFull)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var used);
            text.Append(rune);
            rest = rest[used..];
        }

        return text.ToString();
    }

    /// <summary>Text of foreign origin (a process name, a file name) under the rules of <see cref="Clean(ReadOnlySpan{byte}, int)"/>.</summary>
    public static string Clean(ReadOnlySpan<char> characters, int maxLength = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (characters.Length <= maxLength && !characters.ContainsAnyExceptInRange(' ', '~'))
        {
            return characters.ToString();
        }

        var text = new Builder(stackalloc char[256], maxLength);
        var rest = characters;
        while (!rest.IsEmpty && !text.IsFull)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var used);
            text.Append(rune);
            rest = rest[used..];
        }

        return text.ToString();
    }

    /// <summary>The same of a whole string, which is the answer where nothing need be changed.</summary>
    public static string Clean(string text, int maxLength = DefaultLength) =>
        text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : Clean(text.AsSpan(), maxLength);

    /// <summary>True for a character that prints as itself and changes nothing around it.</summary>
    public static bool IsPlain(Rune rune) => rune.IsAscii
        ? rune.Value is >= 0x20 and < 0x7f
        : Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control                // C1, U+0080..U+009F
            or UnicodeCategory.Format              // bidirectional marks, overrides and isolates, zero-width, soft hyphen, tags
            or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);

    /// <summary>
    /// Checks a host name from the wire: letters, digits, hyphens and underscores in labels of 1 to 63, 253 in all, or an IP
    /// literal (IPv6 with or without brackets). The answer keeps the spelling of the wire, A-labels included, without a
    /// trailing dot and without brackets. A name that is not valid gives <see langword="false"/>, never a repaired one.
    /// </summary>
    /// <param name="bytes">The name.</param>
    /// <param name="name">The same as text.</param>
    /// <param name="cleaned">What <see cref="Clean(ReadOnlySpan{byte}, int)"/> made of these bytes, if that is kept as well: one string then serves for both.</param>
    public static bool TryHostName(ReadOnlySpan<byte> bytes, out string? name, string? cleaned = null)
    {
        name = null;
        if (bytes.Length > 2 && bytes[0] == '[' && bytes[^1] == ']')
        {
            return TryIPv6Literal(bytes[1..^1], out name);
        }

        if (bytes.Contains((byte)':'))
        {
            return TryIPv6Literal(bytes, out name);
        }

        var body = bytes is [.. var front, (byte)'.'] ? front : bytes;
        if (!IsHostName(body))
        {
            return false;
        }

        name = cleaned?.Length == body.Length ? cleaned : RecentText.Of(body);
        return true;
    }

    /// <summary>
    /// Checks <c>host[:port]</c> as in a Host header or an authority (RFC 3986 §3.2) and answers the host as
    /// <see cref="TryHostName"/> does. User information is refused.
    /// </summary>
    public static bool TryHostOfAuthority(ReadOnlySpan<byte> authority, out string? name, string? cleaned = null)
    {
        name = null;
        var host = authority;
        var colon = authority.LastIndexOf((byte)':');
        if (colon >= 0 && authority.LastIndexOf((byte)']') < colon)
        {
            var port = authority[(colon + 1)..];
            if (port.Length > 5 || port.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            host = authority[..colon];
            if (host.Contains((byte)':') && host[0] != '[')
            {
                return false;
            }
        }

        return TryHostName(host, out name, cleaned);
    }

    private static bool IsHostName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > MaxHostNameLength || name.ContainsAnyExcept(s_ofHostNames))
        {
            return false;
        }

        while (true)
        {
            var label = name.IndexOf((byte)'.');
            var length = label < 0 ? name.Length : label;
            if (length is 0 or > MaxLabelLength)
            {
                return false;
            }

            if (label < 0)
            {
                return true;
            }

            name = name[(label + 1)..];
        }
    }

    private static bool TryIPv6Literal(ReadOnlySpan<byte> bytes, out string? name)
    {
        name = null;
        Span<char> characters = stackalloc char[45];   // the longest spelling, with an embedded IPv4 address
        // A zone ("%eth0") has no place on the wire (RFC 6874 §4), and the parser would take one.
        if (bytes.Length > characters.Length || bytes.Contains((byte)'%') || bytes.ContainsAny((byte)'[', (byte)']')
            || !Encoding.ASCII.TryGetChars(bytes, characters, out var length)
            || !IPAddress.TryParse(characters[..length], out _))
        {
            return false;
        }

        name = new string(characters[..length]);
        return true;
    }

    /// <summary>Collects cleaned characters up to a limit without allocating before the end.</summary>
    private ref struct Builder(Span<char> initial, int maxLength)
    {
        private Span<char> _text = initial;
        private int _length;
        private bool _cut;

        /// <summary>True when one more character would only be cut away.</summary>
        public readonly bool IsFull => _cut;

        public void Append(Rune rune)
        {
            var shown = IsPlain(rune) ? rune : Rune.ReplacementChar;
            if (_length + shown.Utf16SequenceLength > maxLength)
            {
                _cut = true;
                return;
            }

            if (_length + shown.Utf16SequenceLength > _text.Length)
            {
                var larger = new char[_text.Length * 2];
                _text[.._length].CopyTo(larger);
                _text = larger;
            }

            _length += shown.EncodeToUtf16(_text[_length..]);
        }

        public override readonly string ToString()
        {
            if (!_cut)
            {
                return new string(_text[.._length]);
            }

            var kept = Math.Min(_length, maxLength - 1);
            if (kept > 0 && char.IsHighSurrogate(_text[kept - 1]))
            {
                kept--;
            }

            return string.Concat(_text[..kept], [Ellipsis]);
        }
    }
}
