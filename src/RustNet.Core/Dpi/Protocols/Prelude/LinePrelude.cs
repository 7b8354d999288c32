using System.Text;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// STARTTLS in protocols of lines: SMTP and LMTP (RFC 3207), IMAP and POP3 (RFC 2595, RFC 9051), NNTP (RFC 4642), ManageSieve
/// (RFC 5804). A client may ask what the server can do, and then asks for TLS; a server greets, answers, and agrees.
/// </summary>
internal static class LinePrelude
{
    private const int MaxLineLength = 1000;   // RFC 5321 §4.5.3.1.6
    private const int MaxTagLength = 16;
    private const int MaxVerbLength = 12;

    /// <summary>What a client says before it asks for TLS, and the asking.</summary>
    private static readonly string[] s_verbs =
        ["EHLO", "HELO", "LHLO", "CAPA", "CAPABILITY", "CAPABILITIES", "NOOP", "ID", "MODE", "HELP", "STARTTLS", "STLS"];

    /// <summary>How a server greets.</summary>
    private static readonly byte[][] s_greetings =
        ["220 "u8.ToArray(), "220-"u8.ToArray(), "* OK"u8.ToArray(), "+OK"u8.ToArray(), "200 "u8.ToArray(), "201 "u8.ToArray(), "\"IMPLEMENTATION\""u8.ToArray()];

    /// <summary>Whether a direction is such lines up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var isServer = Greets(bytes, out var mayGreet);
        if (!isServer && !mayGreet && !char.IsAsciiLetterOrDigit((char)bytes[0]))
        {
            return ParseStatus.Malformed;
        }

        var hasWord = false;
        while (HttpHead.TryTakeLine(bytes, ref length, out var line))
        {
            if (!IsText(line) || (!isServer && !IsCommand(line, out hasWord)))
            {
                return ParseStatus.Malformed;
            }

            hasWord = isServer ? Agrees(line) : hasWord;
            if (hasWord && TlsBehind.Parse(bytes, length) is var status && (status == ParseStatus.Complete || length == bytes.Length))
            {
                return status;
            }
        }

        var rest = bytes[length..];
        return rest.IsEmpty || (hasWord && TlsBehind.Parse(bytes, length) == ParseStatus.Truncated) ? ParseStatus.Truncated
            : IsText(rest) && (isServer || (mayGreet && length == 0) || CouldBecomeCommand(rest)) ? ParseStatus.Truncated
            : ParseStatus.Malformed;
    }

    private static bool Greets(ReadOnlySpan<byte> bytes, out bool mayGreet)
    {
        mayGreet = false;
        foreach (var greeting in s_greetings)
        {
            if (bytes.StartsWith(greeting))
            {
                return true;
            }

            mayGreet |= bytes.Length < greeting.Length && greeting.AsSpan().StartsWith(bytes);
        }

        return false;
    }

    /// <summary>The answer to the client's word: 220 (SMTP), +OK (POP3), 382 (NNTP), "tag OK" (IMAP), OK (ManageSieve).</summary>
    private static bool Agrees(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        return line.StartsWith("220 "u8) || line.StartsWith("+OK"u8) || line.StartsWith("382"u8) || line.StartsWith("OK"u8)
            || (space is > 0 and <= MaxTagLength && line[(space + 1)..].StartsWith("OK"u8));
    }

    /// <summary>[tag SP] verb [SP arguments]</summary>
    private static bool IsCommand(ReadOnlySpan<byte> line, out bool isWord)
    {
        var verb = FirstWord(line);
        if (!IsVerb(verb) && verb.Length < line.Length && IsTag(verb))
        {
            verb = FirstWord(line[(verb.Length + 1)..]);
        }

        isWord = Ascii.EqualsIgnoreCase(verb, "STARTTLS"u8) || Ascii.EqualsIgnoreCase(verb, "STLS"u8);
        return isWord || IsVerb(verb);
    }

    private static bool CouldBecomeCommand(ReadOnlySpan<byte> bytes)
    {
        var word = FirstWord(bytes);
        if (word.Length == bytes.Length)
        {
            return BeginsVerb(word) || IsTag(word.TrimEnd((byte)'\r'));
        }

        if (IsVerb(word))
        {
            return true;
        }

        var rest = bytes[(word.Length + 1)..];
        var second = FirstWord(rest);
        return IsTag(word) && (second.Length == rest.Length ? BeginsVerb(second) : IsVerb(second));
    }

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        return space < 0 ? line : line[..space];
    }

    private static bool IsVerb(ReadOnlySpan<byte> word)
    {
        foreach (var verb in s_verbs)
        {
            if (Ascii.EqualsIgnoreCase(word, verb))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsVerb(ReadOnlySpan<byte> word)
    {
        word = word.TrimEnd((byte)'\r');
        foreach (var verb in s_verbs)
        {
            if (word.Length <= Math.Min(verb.Length, MaxVerbLength) && Ascii.EqualsIgnoreCase(word, verb.AsSpan(0, word.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTag(ReadOnlySpan<byte> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return word.Length is > 0 and <= MaxTagLength;
    }

    private static bool IsText(ReadOnlySpan<byte> line) =>
        line.Length <= MaxLineLength && !line.ContainsAnyInRange((byte)0, (byte)8) && !line.ContainsAnyInRange((byte)0x0e, (byte)0x1f);
}
