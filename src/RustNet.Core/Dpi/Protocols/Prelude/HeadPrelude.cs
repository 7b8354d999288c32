using System.Text;
using RustNet.Core.Dpi.Protocols.Http;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// Heads in the manner of HTTP that are not HTTP's (Gnutella's handshake is of that kind), where one asks for or agrees to
/// <c>Upgrade: TLS/1.0</c> (RFC 2817) and the handshake follows the head.
/// </summary>
internal static class HeadPrelude
{
    private const int MaxStartLineLength = 256;

    /// <summary>Whether a direction is such heads up to a TLS handshake at <paramref name="length"/>.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var asks = false;
        while (true)
        {
            if (length > 0 && TlsBehind.Parse(bytes, length) is var status && status != ParseStatus.Malformed)
            {
                return status;
            }

            var start = length;
            if (!HttpHead.TryTakeLine(bytes, ref length, out var line))
            {
                return CouldBecomeStartLine(bytes[start..]) ? ParseStatus.Truncated : ParseStatus.Malformed;
            }

            if (!IsStartLine(line))
            {
                return ParseStatus.Malformed;
            }

            var end = ReadFields(bytes, ref length, ref asks);
            if (end != ParseStatus.Complete)
            {
                return end;
            }

            if (!asks)
            {
                return ParseStatus.Malformed;
            }
        }
    }

    /// <summary>name ":" value, up to the empty line.</summary>
    private static ParseStatus ReadFields(ReadOnlySpan<byte> bytes, ref int position, ref bool asks)
    {
        while (HttpHead.TryTakeLine(bytes, ref position, out var line))
        {
            if (line.IsEmpty)
            {
                return ParseStatus.Complete;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !HttpStartLine.IsToken(line[..colon], line.Length) || line.ContainsAnyInRange((byte)0, (byte)8))
            {
                return ParseStatus.Malformed;
            }

            asks |= Ascii.EqualsIgnoreCase(line[..colon], "Upgrade"u8) && line[(colon + 1)..].TrimStart((byte)' ').StartsWith("TLS/"u8);
        }

        return bytes[position..].ContainsAnyInRange((byte)0, (byte)8) ? ParseStatus.Malformed : ParseStatus.Truncated;
    }

    /// <summary>A line with a protocol's name and version in it: <c>GNUTELLA CONNECT/0.6</c>, <c>GNUTELLA/0.6 200 OK</c>.</summary>
    private static bool IsStartLine(ReadOnlySpan<byte> line)
    {
        var slash = line.IndexOf((byte)'/');
        return CouldBecomeStartLine(line) && slash > 0 && slash + 3 < line.Length && char.IsAsciiLetterUpper((char)line[slash - 1])
            && char.IsAsciiDigit((char)line[slash + 1]) && line[slash + 2] == '.' && char.IsAsciiDigit((char)line[slash + 3]);
    }

    private static bool CouldBecomeStartLine(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxStartLineLength || bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return bytes.Length <= MaxStartLineLength && bytes[^1] == '\r' && !bytes[..^1].ContainsAnyExceptInRange((byte)' ', (byte)'~') && bytes.Length > 1;
        }

        return bytes.IsEmpty || char.IsAsciiLetterUpper((char)bytes[0]);
    }
}
