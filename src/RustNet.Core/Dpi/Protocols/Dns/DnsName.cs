using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Dns;

/// <summary>Domain names in DNS messages (RFC 1035 §3.1, compression §4.1.4).</summary>
internal static class DnsName
{
    private const int MaxWireLength = 255;
    private const int LabelKind = 0xc0;
    private const int Pointer = 0xc0;
    private const int MaxTextLength = 2 * MaxWireLength;

    /// <summary>
    /// Steps over the name at <paramref name="offset"/> and checks all of it, also what its pointers lead to. Every pointer must
    /// lead to before the labels it continues, so that no message can lead in a circle.
    /// </summary>
    public static ParseStatus Skip(ReadOnlySpan<byte> message, ref int offset) => Walk(message, ref offset, default, out _, out _);

    /// <summary>
    /// The name at <paramref name="offset"/>, which <see cref="Skip"/> accepted, in presentation form without the final dot and
    /// cleaned; <c>.</c> for the root.
    /// </summary>
    public static string Text(ReadOnlySpan<byte> message, int offset)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        Walk(message, ref offset, text, out var length, out _);
        return length == 0 ? "." : WireText.Clean(text[..length]);
    }

    /// <summary>The name as <see cref="Text"/>, if it is one that a host could have or at least plain to read; else <see langword="null"/>, also for the root.</summary>
    public static string? HostText(ReadOnlySpan<byte> message, int offset)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        Walk(message, ref offset, text, out var length, out var isPlain);
        return length > 0 && length <= WireText.MaxHostNameLength && isPlain ? WireText.Clean(text[..length]) : null;
    }

    /// <summary>
    /// The name as <see cref="Text"/>, if all of it is readable text of whatever language and with spaces, as the names of
    /// service instances are (RFC 6763 §4.1.1); else <see langword="null"/>, also for the root.
    /// </summary>
    public static string? ReadableText(ReadOnlySpan<byte> message, int offset)
    {
        var text = Text(message, offset);
        return text == "." || text.Length > WireText.MaxHostNameLength || text.Contains('\ufffd') ? null : text;
    }

    /// <summary>
    /// A name that stands alone in an option, uncompressed and perhaps without its end (RFC 4702 §2.3.1, RFC 4704 §4.2), if it is
    /// plain to read; else <see langword="null"/>.
    /// </summary>
    public static string? PlainText(ReadOnlySpan<byte> bytes)
    {
        Span<byte> message = stackalloc byte[MaxWireLength + 1];
        if (bytes.IsEmpty || bytes.Length >= message.Length)
        {
            return null;
        }

        message.Clear();
        bytes.CopyTo(message);
        var offset = 0;
        return Skip(message[..(bytes.Length + 1)], ref offset) == ParseStatus.Complete && offset >= bytes.Length ? HostText(message, 0) : null;
    }

    /// <summary>Whether the name is one of the given texts, ignoring the case of ASCII letters (RFC 4343).</summary>
    public static bool Matches(ReadOnlySpan<byte> message, int offset, params ReadOnlySpan<string> expected)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        Walk(message, ref offset, text, out var length, out _);
        foreach (var one in expected)
        {
            if (length == 0 ? one == "." : System.Text.Ascii.EqualsIgnoreCase(text[..length], one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every character of the name's labels is visible ASCII.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> message, int offset)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        Walk(message, ref offset, text, out _, out var isPlain);
        return isPlain;
    }

    private static ParseStatus Walk(ReadOnlySpan<byte> message, ref int offset, Span<byte> text, out int textLength, out bool isPlain)
    {
        textLength = 0;
        isPlain = true;
        var position = offset;
        var before = offset;
        var end = -1;
        var wireLength = 1;
        while (true)
        {
            if (position >= message.Length)
            {
                return ParseStatus.Truncated;
            }

            int octet = message[position];
            switch (octet & LabelKind)
            {
                case 0 when octet == 0:
                    offset = end < 0 ? position + 1 : end;
                    return ParseStatus.Complete;
                case 0:
                    wireLength += octet + 1;
                    if (wireLength > MaxWireLength)
                    {
                        return ParseStatus.Malformed;
                    }

                    if (message.Length - position - 1 < octet)
                    {
                        return ParseStatus.Truncated;
                    }

                    if (!text.IsEmpty)
                    {
                        AppendLabel(message.Slice(position + 1, octet), text, ref textLength, ref isPlain);
                    }

                    position += octet + 1;
                    break;
                case Pointer:
                    if (message.Length - position < 2)
                    {
                        return ParseStatus.Truncated;
                    }

                    var target = (octet & 0x3f) << 8 | message[position + 1];
                    if (target >= before)
                    {
                        return ParseStatus.Malformed;
                    }

                    end = end < 0 ? position + 2 : end;
                    position = before = target;
                    break;
                default:
                    return ParseStatus.Malformed;   // RFC 6891 §5: no other label type is in use
            }
        }
    }

    /// <summary>Adds a label, a dot or backslash inside it escaped (RFC 1035 §5.1). Fits: the text is at most twice the wire's length.</summary>
    private static void AppendLabel(ReadOnlySpan<byte> label, Span<byte> text, ref int length, ref bool isPlain)
    {
        if (length > 0)
        {
            text[length++] = (byte)'.';
        }

        foreach (var c in label)
        {
            if (c is (byte)'.' or (byte)'\\')
            {
                text[length++] = (byte)'\\';
                isPlain = false;
            }

            isPlain &= c is > 0x20 and < 0x7f;
            text[length++] = c;
        }
    }
}
