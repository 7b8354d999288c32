namespace RustNet.Core.Dpi.Protocols;

/// <summary>Link-layer addresses as people write them.</summary>
internal static class LinkAddressText
{
    private const int MaxLength = 32;       // no hardware of the systems we know has longer ones

    /// <summary>Hexadecimal bytes with colons: <c>02:00:00:00:00:01</c>. Pure; longer ones than any hardware's are cut.</summary>
    public static string Of(ReadOnlySpan<byte> address)
    {
        const string Digits = "0123456789abcdef";
        var shown = address[..Math.Min(address.Length, MaxLength)];
        Span<char> text = stackalloc char[MaxLength * 3];
        var at = 0;
        foreach (var octet in shown)
        {
            if (at > 0)
            {
                text[at++] = ':';
            }

            text[at++] = Digits[octet >> 4];
            text[at++] = Digits[octet & 0xf];
        }

        return new string(text[..at]);
    }
}
