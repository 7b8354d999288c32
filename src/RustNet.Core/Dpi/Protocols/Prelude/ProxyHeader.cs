using System.Buffers;
using System.Globalization;
using RustNet.Core.Wire;

namespace RustNet.Core.Dpi.Protocols.Prelude;

/// <summary>
/// The header of the PROXY protocol that a balancer sends before the client's first byte, as text (version 1) or binary
/// (version 2). Who the client was is not shown: whoever connects can write it.
/// </summary>
internal static class ProxyHeader
{
    private const int MaxLineLength = 107;   // version 1, with its CR LF
    private const int FixedLength = 16;      // signature:96 | version:4 command:4 | family:4 transport:4 | length:16
    private const int Version = 2;

    private static readonly SearchValues<byte> s_inAddress = SearchValues.Create("0123456789abcdefABCDEF.:"u8);

    private static ReadOnlySpan<byte> Signature => [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

    /// <summary>Whether a direction begins with such a header of <paramref name="length"/> bytes.</summary>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, out int length) =>
        bytes[0] == Signature[0] ? ParseBinary(bytes, out length) : ParseLine(bytes, out length);

    private static ParseStatus ParseBinary(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < Signature.Length)
        {
            return Signature.StartsWith(bytes) ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        if (!bytes.StartsWith(Signature))
        {
            return ParseStatus.Malformed;
        }

        var reader = new WireReader(bytes[Signature.Length..]);
        if (!reader.TryReadByte(out var command) || !reader.TryReadByte(out var family) || !reader.TryReadUInt16(out var rest))
        {
            return ParseStatus.Truncated;
        }

        // LOCAL or PROXY; UNSPEC, or INET, INET6, UNIX with a transport.
        if (command >> 4 != Version || (command & 0xf) > 1 || family >> 4 > 3 || (family & 0xf) > 2)
        {
            return ParseStatus.Malformed;
        }

        length = FixedLength + rest;
        return bytes.Length >= length ? ParseStatus.Complete : ParseStatus.Truncated;
    }

    /// <summary>PROXY TCP4 source destination port port, or PROXY UNKNOWN and anything.</summary>
    private static ParseStatus ParseLine(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var pattern = "PROXY "u8;
        if (bytes.Length < pattern.Length)
        {
            return pattern.StartsWith(bytes) ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        var line = bytes.Length > MaxLineLength ? bytes[..MaxLineLength] : bytes;
        var end = line.IndexOf("\r\n"u8);
        if (!line.StartsWith(pattern))
        {
            return ParseStatus.Malformed;
        }

        if (end < 0)
        {
            return bytes.Length < MaxLineLength && !line[..^1].ContainsAnyExceptInRange((byte)' ', (byte)'~') ? ParseStatus.Truncated : ParseStatus.Malformed;
        }

        length = end + 2;
        var words = line[pattern.Length..end];
        return words.StartsWith("UNKNOWN"u8) || IsEndpoints(words) ? ParseStatus.Complete : ParseStatus.Malformed;
    }

    private static bool IsEndpoints(ReadOnlySpan<byte> words)
    {
        var place = 0;
        foreach (var part in words.Split((byte)' '))
        {
            var word = words[part];
            var fits = place switch
            {
                0 => word.SequenceEqual("TCP4"u8) || word.SequenceEqual("TCP6"u8),
                1 or 2 => word.Length > 1 && !word.ContainsAnyExcept(s_inAddress),
                3 or 4 => ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _),
                _ => false,
            };
            if (!fits)
            {
                return false;
            }

            place++;
        }

        return place == 5;
    }
}
