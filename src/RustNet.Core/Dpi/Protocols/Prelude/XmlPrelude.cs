using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>STARTTLS of XMPP (RFC 6120 §5.4): the client's <c>starttls</c> or the server's <c>proceed</c> is the last element before the handshake.</summary>
internal static class XmlPrelude
{
    private const int MaxOpening = 256;   // bytes in which the stream's own element must begin

    private static ReadOnlySpan<byte> Namespace => "urn:ietf:params:xml:ns:xmpp-tls"u8;

    /// <summary>Whether a direction is a stream of XMPP up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.IndexOf((byte)Tls.TlsContentType.Handshake);
        var text = length < 0 ? bytes : bytes[..length];
        if (!Begins(text, "<?xml "u8) && !Begins(text, "<stream:stream "u8)
            || text.ContainsAnyInRange((byte)0, (byte)8)
            || (text.Length > MaxOpening && text[..MaxOpening].IndexOf("<stream:stream"u8) < 0))
        {
            return ParseStatus.Malformed;
        }

        if (length < 0)
        {
            return ParseStatus.Truncated;
        }

        var last = text[Math.Max(0, text.LastIndexOf((byte)'<'))..].TrimEnd(" \r\n\t"u8);
        var isWord = last.StartsWith("<starttls"u8) || last.StartsWith("</starttls"u8) || last.StartsWith("<proceed"u8) || last.StartsWith("</proceed"u8);
        return isWord && last[^1] == '>' && text.IndexOf(Namespace) >= 0 ? TlsBehind.Parse(bytes, length) : ParseStatus.Malformed;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern) =>
        text.Length < pattern.Length ? pattern.StartsWith(text) : text.StartsWith(pattern);
}
