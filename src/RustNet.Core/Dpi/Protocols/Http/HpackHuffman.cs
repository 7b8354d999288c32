namespace RustNet.Core.Dpi.Protocols.Http;

/// <summary>
/// The Huffman code of HPACK (RFC 7541 §5.2, appendix B). It is canonical: symbols in order of code length, then of value,
/// have consecutive codes, so the lengths are the whole table.
/// </summary>
internal static class HpackHuffman
{
    private const int MaxPadding = 7;
    private const int EndOfString = 256;   // place in the order; never sent

    /// <summary>How many symbols have a code of 0, 1, 2 ... 30 bits; the one that is last has no byte.</summary>
    private static ReadOnlySpan<byte> CountByLength =>
        [0, 0, 0, 0, 0, 10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4];

    /// <summary>The symbols in the order of their codes.</summary>
    private static readonly byte[] s_symbols =
    [
        .. "012aceiost"u8,
        .. " %-./3456789=A_bdfghlmnpru"u8,
        .. ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"u8,
        .. "&*,;XZ"u8,
        .. "!\"()?"u8,
        .. "'+|"u8,
        .. "#>"u8,
        .. "\0$@[]~"u8,
        .. "^}"u8,
        .. "<`{"u8,
        92, 195, 208,
        128, 130, 131, 162, 184, 194, 224, 226,
        153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230,
        129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189, 190, 196, 198, 228, 232, 233,
        1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157, 158, 165, 166, 168, 174, 175, 180, 182, 183, 188, 191, 197, 231, 239,
        9, 142, 144, 145, 148, 159, 171, 206, 215, 225, 236, 237,
        199, 207, 234, 235,
        192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240, 242, 243, 255,
        203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254,
        2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127, 220, 249,
        10, 13, 22,
    ];

    /// <summary>
    /// Decodes a whole string. <see langword="false"/> for a code that is not one, the end-of-string symbol, padding that is not the front of it,
    /// and a result that does not fit.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> decoded, out int length)
    {
        length = 0;
        var counts = CountByLength;
        var (code, first, place, bits) = (0, 0, 0, 0);
        foreach (var octet in encoded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = code << 1 | ((octet >> bit) & 1);
                first = first << 1;
                if (++bits >= counts.Length)
                {
                    return false;
                }

                if (code - first >= counts[bits])
                {
                    // Longer than this: step over all codes of this length.
                    first += counts[bits];
                    place += counts[bits];
                    continue;
                }

                place += code - first;
                if (place >= EndOfString || length >= decoded.Length)
                {
                    return false;
                }

                decoded[length++] = s_symbols[place];
                (code, first, place, bits) = (0, 0, 0, 0);
            }
        }

        return bits <= MaxPadding && code == (1 << bits) - 1;
    }
}
